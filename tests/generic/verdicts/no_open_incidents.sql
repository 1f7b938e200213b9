{% test no_open_incidents(model) %}
    {{ flywheel.open_incidents(model) }}
{% endtest %}
