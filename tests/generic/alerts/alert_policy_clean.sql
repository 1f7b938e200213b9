{% test alert_policy_clean(model, rules=none, ignore=[], verdicts=['warn', 'fail']) %}
    {{ flywheel.alert_policy_breaches(model, rules, ignore, verdicts) }}
{% endtest %}
