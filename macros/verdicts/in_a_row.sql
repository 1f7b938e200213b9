{% macro _in_a_row(breached, series, judged=none, from=none) %}
    {#- How many breaches in a row a period ends; what was not assessed neither breaks nor lengthens the row. Breaches that have as many
        passes before them are in one row, and the first row goes on from the newest breach in `judged`, unless a pass came after
        that. Only series with a breach are looked at. With `from`, before which all is final, a row goes on from as many days before
        that. Common table expressions; the last is `counted`. -#}
    {%- set judged_from = from - modules.datetime.timedelta(days=flywheel._final_days()) if from else none %}
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

    {% if judged -%}
    newest_assessed as (
        select
            judged.series_id,
            max(judged.period_start) as period_start
        from {{ judged }} as judged
        where {{ flywheel._from_then_on('judged', judged_from) }} and judged.verdict <> 'not_assessed' and judged.series_id in (
            select series.series_id
            from {{ series }} as series
            inner join alarmed on series.series_number = alarmed.series_number
        )
        group by judged.series_id
    ),

    rows_before as (
        select
            series.series_number,
            judged.breaches_in_a_row
        from {{ judged }} as judged
        inner join newest_assessed
            on judged.series_id = newest_assessed.series_id and judged.period_start = newest_assessed.period_start
        inner join {{ series }} as series on judged.series_id = series.series_id
        where {{ flywheel._from_then_on('judged', judged_from) }} and judged.breaches_in_a_row > 0
    ),

    {% endif -%}
    places as (
        select
            runs.series_number,
            runs.period_number,
            row_number() over (partition by runs.series_number, runs.passes_before order by runs.period_number)
            {%- if judged %} + case when runs.passes_before = 0 then coalesce(rows_before.breaches_in_a_row, 0) else 0 end{% endif %} as breaches_in_a_row
        from runs
        {%- if judged %}
        left join rows_before on runs.series_number = rows_before.series_number
        {%- endif %}
        where runs.breach is not null
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
