{% macro baselines(series) %}
    {#- What was to be expected of every measurement, by the method of its policy. One row per row of `series`. -#}
    with by_method as (
        {{ flywheel.baseline_fixed(series) }}
        union all
        {{ flywheel.baseline_seasonal(series) }}
    )

    select
        series.subject_type,
        series.subject,
        series.metric,
        series.segment_by,
        series.segment,
        series.period_start,
        series.method,
        by_method.expected,
        by_method.lower,
        by_method.upper,
        by_method.p_value,
        coalesce(by_method.training_size, 0) as training_size,
        series.series_id
    from {{ series }} as series
    left join by_method
        on series.series_id = by_method.series_id and series.period_start = by_method.period_start
{% endmacro %}
