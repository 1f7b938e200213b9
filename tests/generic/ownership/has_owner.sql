{% test has_owner(model) %}
    {{ flywheel.without_owner(model, ref('flywheel__node_owners')) }}
{% endtest %}
