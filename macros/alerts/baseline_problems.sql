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
    {%- set by_default = flywheel._alert_policy_defaults() -%}
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


{% macro _alert_policy_defaults() %}
    {%- set defaults = {} -%}
    {%- for key, setting in flywheel.policy_settings().items() -%} {%- do defaults.update({key: setting.default}) -%} {%- endfor -%}
    {{ return(defaults) }}
{% endmacro %}


{% macro _elementary_baseline_problems(test, tested, settings) %}
    {#- Elementary reads these from the test, from the meta of test and model, or from vars of the same name. -#}
    {%- set found = {} -%}
    {%- set keys = ['training_period', 'detection_delay', 'ignore_small_changes', 'anomaly_direction', 'anomaly_exclude_metrics', 'dimensions'] -%}
    {%- for key in keys -%}
        {%- set given = (test.test_metadata.get('kwargs') or {}).get(key) -%}
        {%- do found.update({key: given if given is not none else flywheel._alert_setting([test, tested], key) or var(key, none)}) -%}
    {%- endfor -%}
    {%- set training = found.training_period if found.training_period is mapping else {} -%}
    {%- set days = {'day': 1, 'week': 7, 'month': 30}.get(training.get('period', 'day'), 1) * (training.get('count') or 14) -%}
    {%- set is_freshness = 'freshness' in test.test_metadata.name -%}
    {{ return({
        'season': 'its training_period of ' ~ days ~ ' days holds fewer than two weeks' if days < 14 else none,
        'has_delay': true if found.detection_delay else false,
        'effect': none if found.ignore_small_changes or is_freshness else 'ignore_small_changes is not set, so any change that is certain alarms, however small',
        'direction': none if found.anomaly_direction or is_freshness else 'anomaly_direction is not set, so a change for the better alarms as well',
        'events': none if found.anomaly_exclude_metrics else 'anomaly_exclude_metrics is not set, so holidays and outages train the baseline',
        'training': 'Elementary keeps the judged period in its own training, so that its z-score can never exceed (n - 1) / sqrt(n) with n periods',
        'segments': 'every value of its dimensions is judged from its first day, and each may alarm' if found.dimensions else none,
        'consecutive': 'one breach is enough to stop the build, and Elementary can wait for no second one' if settings.severity == 'error' else none,
    }) }}
{% endmacro %}


{% macro _late_labels_problem(test, has_delay) %}
    {#- What arrives late and is judged at once: labels by nature, and sources whose freshness says how late they may be. -#}
    {%- if has_delay -%} {{ return(none) }} {%- endif -%}
    {%- set labels = [] -%}
    {%- for name in ['outcomes', 'label_votes', 'gold_labels'] -%}
        {%- for model in flywheel._mapped_models(name) -%} {%- do labels.append(model.split('.')[-1]) -%} {%- endfor -%}
    {%- endfor -%}
    {%- set late = namespace(label=none, source=none) -%}
    {%- for id in flywheel._ancestors(test) -%}
        {%- set node = graph.nodes.get(id) or graph.sources.get(id) or {} -%}
        {%- set freshness = node.get('freshness') or {} -%}
        {%- if node.get('name') in labels and node.get('resource_type') != 'source' -%}
            {%- set late.label = node.name -%}
        {%- elif node.get('resource_type') == 'source' and (freshness.get('warn_after') or {}).get('count') -%}
            {%- set late.source = node.name ~ ' may come ' ~ freshness.warn_after.count ~ ' ' ~ freshness.warn_after.period ~ 's late' -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if late.label -%}
        {{ return('it rests on the labels of ' ~ late.label ~ ', which arrive late, and has no delay: the newest periods are judged before their labels are there') }}
    {%- elif late.source -%}
        {{ return('it has no delay, but by its freshness the source ' ~ late.source) }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}


{% macro _ancestors(node) %}
    {#- The ids of everything that a node rests on, itself left out. -#}
    {%- set seen = [] -%}
    {%- set todo = ((node.get('depends_on') or {}).get('nodes') or []) | list -%}
    {%- for _ in range(100000) if todo -%}
        {%- set id = todo.pop() -%}
        {%- if id not in seen -%}
            {%- do seen.append(id) -%}
            {%- do todo.extend(((graph.nodes.get(id) or {}).get('depends_on') or {}).get('nodes') or []) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(seen) }}
{% endmacro %}
