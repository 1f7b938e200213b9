{% test known_use_case(model, column_name) %}
    {{ flywheel.unknown_use_cases(model, column_name) }}
{% endtest %}
