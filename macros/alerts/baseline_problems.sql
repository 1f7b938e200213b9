{% macro _baseline_rules() %}
    {#- The rules of alert_policy that are about tests against a baseline, by the first word of the column that says what is wrong. -#}
    {{ return(['season', 'delay', 'effect', 'direction', 'events', 'training', 'segments', 'consecutive']) }}
{% endmacro %}


{% macro _baseline_kind(test) %}
    {#- Whose test against a baseline it is: flywheel's, Elementary's, or none where it is no such test. -#}
    {%- set of = test.get('test_metadata') or {} -%}
    {%- if of.get('namespace') == 'flywheel' and of.get('name') in ('within_baseline', 'in_control', 'volume_within_baseline', 'arrives_on_time') -%}
        {{ return(none if (of.get('kwargs') or {}).get('max_hours') else 'flywheel') }}
    {%- elif of.get('namespace') == 'elementary' and (of.get('name') or '').endswith('_anomalies') -%}
        {{ return('elementary') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}


{% macro _baseline_problems(test, tested, settings) %}
    {#- What is wrong with how a test against a baseline is set, {rule: words}; nothing where the test is no such test. -#}
    {%- if settings.baseline == 'flywheel' -%}
        {%- set problems = flywheel._flywheel_baseline_problems(test, tested, settings) -%}
    {%- elif settings.baseline == 'elementary' -%}
        {%- set problems = flywheel._elementary_baseline_problems(test, tested, settings) -%}
    {%- else -%}
        {{ return({}) }}
    {%- endif -%}
    {%- if not problems.get('delay') -%}
        {%- do problems.update({'delay': flywheel._late_labels_problem(test, problems.get('has_delay'))}) -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
