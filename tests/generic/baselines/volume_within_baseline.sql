{% test volume_within_baseline(model, time_column=none, segments=[], period='day', policy={}, periods=1) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.volume_outside_baseline(model, time_column, segments, period, policy, periods) }}
{% endtest %}
