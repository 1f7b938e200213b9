{% test not_stale(model, column_name, max_hours=none) %}
    {{ flywheel.stale_relation(model, column_name, max_hours) }}
{% endtest %}
