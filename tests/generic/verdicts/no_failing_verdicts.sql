{% test no_failing_verdicts(model, periods=1) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.failing_verdicts(model, periods) }}
{% endtest %}
