{% macro _flywheel_baseline_problems(test, tested, settings) %}
    {%- set arguments = test.test_metadata.get('kwargs') or {} -%}
    {%- set kind = test.test_metadata.name -%}
    {%- set period = arguments.get('period') or 'day' -%}
    {%- set season = {'day': 7, 'hour': 24}.get(period, 0) -%}
    {%- set is_measured = kind in ('within_baseline', 'in_control') and not settings.column_name -%}
    {%- set is_segmented = true if arguments.get('segments') or (is_measured and 'segments' in (tested.get('raw_code') or '')) else false -%}
    {%- set today = (var('flywheel_now', none) or run_started_at.strftime('%Y-%m-%d')) | string -%}
    {%- set lacks = {'season': [], 'size': [], 'delay': [], 'effect': [], 'direction': [], 'training': [], 'segments': [], 'consecutive': []} -%}
    {%- for policy in flywheel._tested_by(test, tested, arguments, settings.column_name) -%}
        {%- set name = policy.metric or settings.column_name or 'rows' -%}
        {%- if season and policy.season != 'none' and [policy.min_history, policy.training_periods] | min < season -%} {%- do lacks.season.append(name) -%} {%- endif -%}
        {%- if is_segmented and is_measured and 'min_sample_size' not in policy.set_here -%} {%- do lacks['size'].append(name) -%} {%- endif -%}
        {%- if not policy.delay -%} {%- do lacks.delay.append(name) -%} {%- endif -%}
        {%- if not policy.min_effect -%} {%- do lacks.effect.append(name) -%} {%- endif -%}
        {%- if policy.direction == 'both' and 'direction' not in policy.set_here -%} {%- do lacks.direction.append(name) -%} {%- endif -%}
        {%- if policy.method == 'reference' and policy.reference_to is not none and policy.reference_to | string >= today[:10] -%} {%- do lacks.training.append(name) -%} {%- endif -%}
        {%- if is_segmented and not policy.grace -%} {%- do lacks.segments.append(name) -%} {%- endif -%}
        {%- if policy.consecutive < 2 and 'consecutive' not in policy.set_here -%} {%- do lacks.consecutive.append(name) -%} {%- endif -%}
    {%- endfor -%}
    {%- set looks_one_way = kind == 'arrives_on_time' -%}
    {%- set seasons = [] -%}
    {%- if lacks.season -%} {%- do seasons.append('history of ' ~ lacks.season | join(', ') ~ ' is judged from before a whole season of ' ~ season ~ ' ' ~ period ~ 's is known') -%} {%- endif -%}
    {%- if lacks['size'] -%} {%- do seasons.append('min_sample_size of ' ~ lacks['size'] | join(', ') ~ ' is not set, so a segment of one row is judged') -%} {%- endif -%}
    {{ return({
        'season': seasons | join('; ') or none,
        'has_delay': looks_one_way or not lacks.delay,
        'effect': 'min_effect of ' ~ lacks.effect | join(', ') ~ ' is 0, so any change that is certain alarms, however small' if lacks.effect and not looks_one_way else none,
        'direction': 'direction of ' ~ lacks.direction | join(', ') ~ ' is not set, so a change for the better alarms as well' if lacks.direction and not looks_one_way else none,
        'events': none if flywheel._mapped_models('known_events') else 'no model is mapped to the input known_events, so holidays and outages train the baseline and alarm',
        'training': 'the reference of ' ~ lacks.training | join(', ') ~ ' has not ended yet, so what is judged is part of it' if lacks.training else none,
        'segments': 'grace of ' ~ lacks.segments | join(', ') ~ ' is 0, so a new segment alarms in its first days' if lacks.segments and not looks_one_way else none,
        'consecutive': 'one breach of ' ~ lacks.consecutive | join(', ') ~ ' is enough to stop the build' if lacks.consecutive and settings.severity == 'error' else none,
    }) }}
{% endmacro %}


{% macro _tested_by(test, tested, arguments, column_name) %}
    {#- The policies that a test judges by, each with the settings that somebody set on purpose (set_here). -#}
    {%- set own = arguments.get('policy') or {} -%}
    {%- set metrics = arguments.get('metric') -%}
    {%- set wanted = [column_name] if column_name else [metrics] if metrics is string else metrics or [] -%}
    {%- set known = flywheel._flywheel_meta(tested).get('metrics') or {} -%}
    {%- set by_default = flywheel._policy_defaults() -%}
    {%- set policies = [] -%}
    {%- for policy in flywheel._policies_of(tested, 'tested', own) -%}
        {%- set is_named = policy.metric in wanted -%}
        {%- set stands_for_others = policy.metric is none and (wanted | reject('in', known) | list or not wanted and not known) -%}
        {%- if is_named or stands_for_others or (policy.metric is not none and not wanted) -%}
            {%- set set_here = own.keys() | list + (known.get(policy.metric) or {}).keys() | list -%}
            {%- for key, value in (var('flywheel_policy', {}) or {}).items() if value != by_default[key] -%}
                {%- do set_here.append(key) -%}
            {%- endfor -%}
            {%- do policies.append(dict(policy, set_here=set_here)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(policies) }}
{% endmacro %}


{% macro _policy_defaults() %}
    {%- set defaults = {} -%}
    {%- for key, setting in flywheel.policy_settings().items() -%} {%- do defaults.update({key: setting.default}) -%} {%- endfor -%}
    {{ return(defaults) }}
{% endmacro %}
