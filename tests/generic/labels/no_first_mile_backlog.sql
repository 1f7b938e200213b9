{% test no_first_mile_backlog(model, max_items=0, max_share=none) %}
    {{ flywheel.first_mile_backlogs(model, max_items, max_share) }}
{% endtest %}
