{% test has_causal_evidence(model, column_name='use_case') %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.without_causal_evidence(model, column_name) }}
{% endtest %}
