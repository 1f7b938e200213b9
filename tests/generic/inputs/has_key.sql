{% test has_key(model, columns, nullable=[]) %}
    {{ flywheel.key_problems(model, columns, nullable) }}
{% endtest %}
