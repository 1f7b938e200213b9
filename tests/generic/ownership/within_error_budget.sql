{% test within_error_budget(model) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.outside_error_budget(model, ref('flywheel__data_products')) }}
{% endtest %}
