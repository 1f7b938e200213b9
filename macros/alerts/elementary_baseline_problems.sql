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
