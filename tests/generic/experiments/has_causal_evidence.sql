{% test has_causal_evidence(model, column_name='use_case') %}
    {{ flywheel.without_causal_evidence(model, column_name) }}
{% endtest %}
