{% test live_versions_promotable(model, criteria=[]) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.live_versions_not_promotable(model, criteria) }}
{% endtest %}
