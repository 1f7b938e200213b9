{% test arrives_on_time(model, time_column=none, max_hours=none, policy={}) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.late_arrivals(model, time_column, max_hours, policy) }}
{% endtest %}
