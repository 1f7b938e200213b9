{% macro baselines(series) %}
    {#- What was to be expected of every measurement, by the method of its policy. One row per row of `series`, whose
        columns all come along. -#}
    {{ flywheel.baseline_fixed(series) }}
    union all
    {{ flywheel.baseline_seasonal(series) }}
{% endmacro %}
