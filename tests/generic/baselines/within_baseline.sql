{% test within_baseline(model, column_name=none, time_column=none, segments=[], period='day', metric=none, policy={}, periods=1) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.outside_baseline(model, column_name, time_column, segments, period, metric, policy, periods) }}
{% endtest %}
