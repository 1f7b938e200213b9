{% macro _without_gaps(observations) %}
    {#- Observations with a row for every period between the first and the last of a series, so that a window of so many rows
        is a window of so many periods. A row that was not there has a series and a period_number, and nothing else. -#}
    select
        {%- for column in flywheel._seen_columns() + flywheel._observed_settings() %}
        {{ 'every_period' if column in ('series_id', 'period_number') else 'observed' }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from ({{ flywheel._every_period(observations) }}) as every_period
    left join {{ observations }} as observed
        on every_period.series_id = observed.series_id and every_period.period_number = observed.period_number
{% endmacro %}


{% macro _every_period(observations) %}
    {{ return(adapter.dispatch('_every_period', 'flywheel')(observations)) }}
{% endmacro %}


{% macro default___every_period(observations) %}
    select
        spans.series_id,
        spans.first_number + numbers.generated_number - 1 as period_number
    from (
        select series_id, min(period_number) as first_number, max(period_number) as last_number
        from {{ observations }}
        group by series_id
    ) as spans
    inner join ({{ dbt.generate_series(65536) }}) as numbers
        on spans.first_number + numbers.generated_number - 1 <= spans.last_number
{% endmacro %}


{% macro duckdb___every_period(observations) %}
    select series_id, unnest(generate_series(min(period_number), max(period_number))) as period_number
    from {{ observations }}
    group by series_id
{% endmacro %}


{% macro postgres___every_period(observations) %}
    select series_id, generate_series(min(period_number), max(period_number)) as period_number
    from {{ observations }}
    group by series_id
{% endmacro %}
