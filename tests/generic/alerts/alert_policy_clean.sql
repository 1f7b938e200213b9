{% test alert_policy_clean(model, rules=none, ignore=[], verdicts=['warn', 'fail']) %}
    {{ flywheel._needs_columns('alert_policy_clean', model, 'the columns of flywheel__alert_policy', ['test_id', 'rule', 'verdict', 'reason', 'remedy']) }}
    {{ flywheel.alert_policy_breaches(model, rules, ignore, verdicts) }}
{% endtest %}
