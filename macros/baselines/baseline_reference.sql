{% macro baseline_reference(observations, past=none, policies=none) %}
    {#- A named window of time (reference_from to reference_to, as far as it lies before the period): its mean, with Student's prediction
        interval for one more. Or another segment of the same metric (reference_segment: a version, a control group): its value in
        the same period, with the spread of earlier differences about their mean, so that a segment that is always worse
        goes on saying so. -#}
    {%- set settings = ['training_periods', 'reference_from', 'reference_to', 'reference_segment'] %}
    {%- for way in flywheel._ways_in_use('reference', settings, policies) %}
    select
        {{ flywheel._expectation_columns(['expected', 'lower', 'upper', 'p_value', 'training_size', 'error']) | join(',\n        ') }}
    from (
        with taught {{ flywheel._as_step() }} (
            select
                *,
                {{ flywheel._teaches() }} - reference_value as error
            from ({{ flywheel._taught(observations, 'reference', way, past) }}) as seen
        ),

        learned {{ flywheel._as_step() }} (
            {{ flywheel._look_back('taught', {
                'mean': ['mean', 'error', way.training_periods, 1],
                'deviation': ['stddev', 'error', way.training_periods, 1],
                'training_size': ['count', 'error', way.training_periods, 1],
            } if way.reference_segment else flywheel._window_sums(way), past) }}
        ),

        spreads {{ flywheel._as_step() }} (
            select
                *,
                {{ 'reference_value' if way.reference_segment else 'mean' }} as expected,
                value - {{ 'reference_value' if way.reference_segment else 'mean' }} as distance,
                deviation {{ '' if way.reference_segment else '* sqrt(1 + 1.0 / nullif(training_size, 0)) ' }}as spread,
                training_size - 1 as freedom
            from learned
        ),

        {{ flywheel._t_limits('spreads') }}

        select * from judged where period_start is not null
    ) as reference_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro _window_sums(way) %}
    {#- What a window of time teaches, however long it is over. -#}
    {%- set taught = "case when cast(period_start as date) between cast('" ~ way.reference_from ~ "' as date) and cast('"
        ~ way.reference_to ~ "' as date) then " ~ flywheel._teaches() ~ ' end' -%}
    {%- set ever = 1000000 -%}
    {{ return({
        'mean': ['mean', taught, ever, 1], 'deviation': ['stddev', taught, ever, 1], 'training_size': ['count', taught, ever, 1],
    }) }}
{% endmacro %}
