{% macro _in_a_row(breached) %}
    {#- How many breaches in a row a period ends; what was not assessed neither breaks nor lengthens the row. Breaches that have as many
        passes before them are in one row. Common table expressions; the last is `counted`. -#}
    runs as (
        select
            *,
            sum(case when unassessed is null and breach is null then 1 else 0 end) over (
                partition by series_number order by period_number rows unbounded preceding
            ) as passes_before
        from {{ breached }}
    ),

    counted as (
        select
            *,
            case when breach is not null then row_number() over (
                partition by series_number, passes_before, case when breach is null then 0 else 1 end order by period_number
            ) else 0 end as breaches_in_a_row
        from runs
    )
{% endmacro %}
