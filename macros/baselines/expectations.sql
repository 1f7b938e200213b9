{% macro expectations(observations, series, past=none, policies=none) %}
    {#- The rows of flywheel__expectations for the given observations: what was to be expected, what is remembered, and when
        and by which settings it was learned. -#}
    select
        learned.*,
        series.settings,
        cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }}) as learned_at
    from ({{ flywheel.baselines(observations, past, policies) }}) as learned
    inner join {{ series }} as series on learned.series_id = series.series_id
{% endmacro %}
