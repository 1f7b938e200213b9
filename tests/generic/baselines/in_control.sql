{% test in_control(model, column_name=none, time_column=none, segments=[], period='day', metric=none, policy={}, periods=1) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.out_of_control(model, column_name, time_column, segments, period, metric, policy, periods) }}
{% endtest %}
