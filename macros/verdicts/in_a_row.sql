{% macro _in_a_row(breached) %}
    {#- How many breaches in a row a period ends; what was not assessed neither breaks nor lengthens the row. Breaches that have as many
        passes before them are in one row. Only series with a breach are looked at. Common table expressions; the last is `counted`. -#}
    alarmed as (
        select distinct series_number
        from {{ breached }}
        where breach is not null
    ),

    runs as (
        select
            breached.series_number,
            breached.period_number,
            breached.breach,
            sum(case when breached.unassessed is null and breached.breach is null then 1 else 0 end) over (
                partition by breached.series_number order by breached.period_number rows unbounded preceding
            ) as passes_before
        from {{ breached }} as breached
        inner join alarmed on breached.series_number = alarmed.series_number
    ),

    places as (
        select
            series_number,
            period_number,
            row_number() over (partition by series_number, passes_before order by period_number) as breaches_in_a_row
        from runs
        where breach is not null
    ),

    counted as (
        select
            breached.*,
            coalesce(places.breaches_in_a_row, 0) as breaches_in_a_row
        from {{ breached }} as breached
        left join places
            on breached.series_number = places.series_number and breached.period_number = places.period_number
    )
{% endmacro %}
