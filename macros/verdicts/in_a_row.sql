{% macro _in_a_row(breached) %}
    {#- How many breaches in a row a period ends; what was not assessed neither breaks nor lengthens the row. A run is told by two
        row numbers that stay the same distance apart. Common table expressions; the last is `counted`. -#}
    {%- set is_assessed = 'case when not_assessed_because is null then 1 else 0 end' -%}
    {%- set is_breach = 'case when breach is null then 0 else 1 end' %}
    runs as (
        select
            *,
            row_number() over (partition by series_id, {{ is_assessed }} order by period_number)
            - row_number() over (partition by series_id, {{ is_assessed }}, {{ is_breach }} order by period_number) as run_number
        from {{ breached }}
    ),

    counted as (
        select
            *,
            case when breach is not null then row_number() over (
                partition by series_id, run_number, {{ is_assessed }}, {{ is_breach }} order by period_number
            ) else 0 end as breaches_in_a_row
        from runs
    )
{% endmacro %}
