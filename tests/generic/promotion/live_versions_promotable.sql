{% test live_versions_promotable(model, criteria=[]) %}
    {{ flywheel.live_versions_not_promotable(model, criteria) }}
{% endtest %}
