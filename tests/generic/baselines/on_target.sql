{% test on_target(model, column_name=none, time_column=none, segments=[], period='day', metric=none, target=none, direction=none, policy={}, periods=1) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.off_target(model, column_name, time_column, segments, period, metric, target, direction, policy, periods) }}
{% endtest %}
