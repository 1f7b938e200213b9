{% test no_gaps(model, column_name, period='hour', groups=[], max_steps=0) %}
    {{ flywheel.time_gaps(model, column_name, period, groups, max_steps) }}
{% endtest %}
