{% test has_contract_across_teams(model) %}
    {{ flywheel.without_contract(model, ref('flywheel__interfaces')) }}
{% endtest %}
