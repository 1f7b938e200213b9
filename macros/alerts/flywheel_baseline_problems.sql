{% macro _flywheel_baseline_problems(test, tested, settings) %}
    {#- What is wrong with how one of flywheel's tests is set, {rule: words}, with the metrics of which it is. -#}
    {%- set arguments = test.test_metadata.get('kwargs') or {} -%}
    {%- set kind = test.test_metadata.name -%}
    {%- set looks_one_way = kind == 'arrives_on_time' -%}
    {%- set period = arguments.get('period') or 'day' -%}
    {%- set season = {'day': 7, 'hour': 24}.get(period, 0) -%}
    {%- set is_measured = kind in ('within_baseline', 'in_control') and not settings.column_name -%}
    {%- set measures_segments = is_measured and 'segments' in (tested.get('raw_code') or '') -%}
    {%- set is_segmented = true if arguments.get('segments') or measures_segments else false -%}
    {%- set today = (var('flywheel_now', none) or run_started_at.strftime('%Y-%m-%d')) | string -%}
    {%- set lacks = {
        'season': [], 'size': [], 'delay': [], 'effect': [], 'direction': [], 'training': [], 'grace': [], 'consecutive': [],
    } -%}
    {%- for policy in flywheel._tested_by(test, tested, arguments, settings.column_name) -%}
        {%- set shortest = [policy.min_history, policy.training_periods] | min -%}
        {%- set learns = policy.method == 'reference' and policy.reference_to is not none and policy.reference_to | string >= today[:10] -%}
        {%- set found = {
            'season': policy.season != 'none' and shortest < season,
            'size': is_segmented and is_measured and 'min_sample_size' not in policy.set_here,
            'delay': not policy.delay and not looks_one_way,
            'effect': not policy.min_effect and not looks_one_way,
            'direction': policy.direction == 'both' and 'direction' not in policy.set_here and not looks_one_way,
            'training': learns,
            'grace': is_segmented and not policy.grace and not looks_one_way,
            'consecutive': settings.severity == 'error' and policy.consecutive < 2 and 'consecutive' not in policy.set_here,
        } -%}
        {%- for setting, is_lacking in found.items() if is_lacking -%}
            {%- do lacks[setting].append(policy.metric or settings.column_name or 'rows') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set words = {
        'season': ['season', 'history of ', ' is judged from before a whole season of ' ~ season ~ ' ' ~ period ~ 's is known'],
        'size': ['season', 'min_sample_size of ', ' is not set, so a segment of one row is judged'],
        'effect': ['effect', 'min_effect of ', ' is 0, so any change that is certain alarms, however small'],
        'direction': ['direction', 'direction of ', ' is not set, so a change for the better alarms as well'],
        'training': ['training', 'the reference of ', ' has not ended yet, so what is judged is part of it'],
        'grace': ['segments', 'grace of ', ' is 0, so a new segment alarms in its first days'],
        'consecutive': ['consecutive', 'one breach of ', ' is enough to stop the build'],
    } -%}
    {%- set problems = {'has_delay': not lacks.delay} -%}
    {%- if not flywheel._mapped_models('known_events') -%}
        {%- do problems.update({
            'events': 'no model is mapped to the input known_events, so holidays and outages train the baseline and alarm',
        }) -%}
    {%- endif -%}
    {%- for setting, (rule, before, after) in words.items() if lacks[setting] -%}
        {%- set problem = before ~ lacks[setting] | join(', ') ~ after -%}
        {%- do problems.update({rule: problems[rule] ~ '; ' ~ problem if problems.get(rule) else problem}) -%}
    {%- endfor -%}
    {{ return(problems) }}
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
