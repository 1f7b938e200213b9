{% test no_failing_verdicts(model, periods=1) %}
    {{ flywheel.failing_verdicts(model, periods) }}
{% endtest %}
