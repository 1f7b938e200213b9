{% macro outside_baseline(model, column_name, time_column, segments, period, metric, policy, periods) %}
    {#- The newest periods of a model's values that fail, judged as flywheel__verdicts judges: a measurement model, or any
        model with one row per period (and segment), a time column and a value column. -#}
    {%- set measurements = flywheel._tested_measurements('within_baseline', model, column_name, time_column, segments, period, metric) -%}
    {%- set period_found = period if column_name else flywheel._period_of(model) %}
    with measurements as (
        {{ measurements }}
    ),

    {{ flywheel._judged_as_verdicts(flywheel._tested_policies('within_baseline', policy, period_found)) }}

    {{ flywheel.failing_verdicts('verdicts', periods, 'within_baseline') }}
{% endmacro %}
