{% test no_gaps(model, column_name, period='hour', groups=[], max_steps=0, starts_at=none, ends_at=none) %}
    {{ flywheel.time_gaps(model, column_name, period, groups, max_steps, starts_at, ends_at) }}
{% endtest %}
