{% macro expectations(observations, series, past=none, policies=none) %}
    {#- The rows of flywheel__expectations for the given observations: what was to be expected, what is remembered, and when
        and by which settings it was learned. Whole series go through the windows under a number each: long texts are what
        windows over millions of rows are slow at. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- if past %}
    select
        learned.*,
        series.settings,
        cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }}) as learned_at
    from ({{ flywheel.baselines(observations, past, policies) }}) as learned
    inner join {{ series }} as series on learned.series_id = series.series_id
    {%- else %}
    with numbered_series as (
        select
            series_id,
            settings,
            cast(row_number() over (order by series_id) as {{ dbt.type_int() }}) as series_number
        from {{ series }}
    ),

    numbered_observations as (
        select
            numbered_series.series_number as series_id
            {%- for column in flywheel._seen_columns()[1:] + flywheel._observed_settings() %},
            observations.{{ column }}
            {%- endfor %}
        from {{ observations }} as observations
        inner join numbered_series on observations.series_id = numbered_series.series_id
    )

    select
        numbered_series.series_id
        {%- for column in flywheel._seen_columns()[1:] + flywheel._learned_columns().keys() | list %},
        learned.{{ column }}
        {%- endfor %},
        numbered_series.settings,
        cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }}) as learned_at
    from ({{ flywheel.baselines('numbered_observations', none, policies) }}) as learned
    inner join numbered_series on learned.series_id = numbered_series.series_number
    {%- endif %}
{% endmacro %}
