{% macro baseline_rolling(observations, past=none, policies=none) %}
    {#- The mean of the periods before, with Student's prediction interval for one more. -#}
    {%- for way in flywheel._ways_in_use('rolling', ['training_periods'], policies) %}
    {%- set periods = way.training_periods %}
    select
        {{ flywheel._expectation_columns(['expected', 'lower', 'upper', 'p_value', 'training_size']) | join(',\n        ') }}
    from (
        with taught {{ flywheel._as_step() }} (
            {{ flywheel._taught(observations, 'rolling', way, past) }}
        ),

        learned {{ flywheel._as_step() }} (
            {{ flywheel._look_back('taught', {
                'expected': ['mean', flywheel._teaches(), periods, 1],
                'deviation': ['stddev', flywheel._teaches(), periods, 1],
                'training_size': ['count', flywheel._teaches(), periods, 1],
            }, past) }}
        ),

        spreads {{ flywheel._as_step() }} (
            select
                *,
                value - expected as distance,
                deviation * sqrt(1 + 1.0 / nullif(training_size, 0)) as spread,
                training_size - 1 as freedom
            from learned
        ),

        {{ flywheel._t_limits('spreads') }}

        select * from judged where period_start is not null
    ) as rolling_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
