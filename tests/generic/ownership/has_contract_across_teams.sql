{% test has_contract_across_teams(model) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.without_contract(model, ref('flywheel__interfaces')) }}
{% endtest %}
