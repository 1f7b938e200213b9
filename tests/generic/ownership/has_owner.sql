{% test has_owner(model) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.without_owner(model, ref('flywheel__node_owners')) }}
{% endtest %}
