{% macro out_of_control(model, column_name, time_column, segments, period, metric, policy, periods) %}
    {#- The newest periods of a model's values that are out of control: beyond three standard deviations on a chart of individuals, or at
        the end of a run that breaks a rule of Western Electric; however small, unless the policy has a min_effect. -#}
    {%- set policy = policy or {} -%}
    {%- if policy.get('method', 'xmr') != 'xmr' -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: in_control: policy sets method to '" ~ policy.method ~ "', wanted none, for it is xmr. The test within_baseline takes any."
        ) }}
    {%- endif -%}
    {%- set policy = dict({'min_effect': 0}, **dict(policy, method='xmr')) -%}
    with measurements as (
        {{ flywheel._tested_measurements('in_control', model, column_name, time_column, segments, period, metric) }}
    ),

    {{ flywheel._judged_as_verdicts(flywheel._tested_policies('in_control', policy, period if column_name else none)) }}

    {{ flywheel.failing_verdicts('verdicts', periods, 'in_control') }}
{% endmacro %}
