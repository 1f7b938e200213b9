{% test arrives_on_time(model, time_column=none, max_hours=none, policy={}) %}
    {{ flywheel.late_arrivals(model, time_column, max_hours, policy) }}
{% endtest %}
