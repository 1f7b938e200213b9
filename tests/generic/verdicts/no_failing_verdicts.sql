{% test no_failing_verdicts(model, periods=1) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel._needs_columns('no_failing_verdicts', model, 'the columns of flywheel__verdicts', ['metric', 'period_start', 'verdict', 'reason']) }}
    {{ flywheel.failing_verdicts(model, periods) }}
{% endtest %}
