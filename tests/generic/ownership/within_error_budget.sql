{% test within_error_budget(model) %}
    {{ flywheel.outside_error_budget(model, ref('flywheel__data_products')) }}
{% endtest %}
