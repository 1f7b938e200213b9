{% macro _elementary_baseline_problems(test, tested, settings) %}
    {#- Elementary reads these from the test, from the meta of test and model, or from vars of the same name. -#}
    {%- set found = {} -%}
    {%- for key in [
        'training_period', 'detection_delay', 'ignore_small_changes', 'anomaly_direction', 'anomaly_exclude_metrics', 'dimensions',
    ] -%}
        {%- set given = (test.test_metadata.get('kwargs') or {}).get(key) -%}
        {%- set given = given if given is not none else flywheel._alert_setting([test, tested], key) -%}
        {%- do found.update({key: given if given is not none else var(key, none)}) -%}
    {%- endfor -%}
    {%- set training = found.training_period if found.training_period is mapping else {} -%}
    {%- set days = {'day': 1, 'week': 7, 'month': 30}.get(training.get('period', 'day'), 1) * (training.get('count') or 14) -%}
    {%- set is_freshness = 'freshness' in test.test_metadata.name -%}
    {%- set problems = {
        'has_delay': true if found.detection_delay else false,
        'training': 'Elementary keeps the judged period in its own training, so that its z-score can never exceed '
            ~ '(n - 1) / sqrt(n) with n periods',
    } -%}
    {%- if days < 14 -%}
        {%- do problems.update({'season': 'its training_period of ' ~ days ~ ' days holds fewer than two weeks'}) -%}
    {%- endif -%}
    {%- if not found.ignore_small_changes and not is_freshness -%}
        {%- do problems.update({'effect': 'ignore_small_changes is not set, so any change that is certain alarms, however small'}) -%}
    {%- endif -%}
    {%- if not found.anomaly_direction and not is_freshness -%}
        {%- do problems.update({'direction': 'anomaly_direction is not set, so a change for the better alarms as well'}) -%}
    {%- endif -%}
    {%- if not found.anomaly_exclude_metrics -%}
        {%- do problems.update({'events': 'anomaly_exclude_metrics is not set, so holidays and outages train the baseline'}) -%}
    {%- endif -%}
    {%- if found.dimensions -%}
        {%- do problems.update({'segments': 'every value of its dimensions is judged from its first day, and each may alarm'}) -%}
    {%- endif -%}
    {%- if settings.severity == 'error' -%}
        {%- do problems.update({'consecutive': 'one breach is enough to stop the build, and Elementary can wait for no second one'}) -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
