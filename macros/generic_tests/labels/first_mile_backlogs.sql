{% macro first_mile_backlogs(model, max_items=0, max_share=none) %}
    {#- The periods of which more items are overdue than are allowed, on flywheel__first_mile or a model like it. -#}
    {{ flywheel._check_number('no_first_mile_backlog', 'max_items', max_items, 0, none, 'a whole number from 0 up') }}
    {%- if max_share is not none -%}
        {{ flywheel._check_number('no_first_mile_backlog', 'max_share', max_share, 0, 1, 'a share from 0 to 1, or none') }}
    {%- endif %}
    select
        dataset,
        period_start,
        arrived,
        overdue,
        stuck_at,
        stuck_since,
        days_to_clear,
        reason
    from {{ model }}
    where overdue > {{ max_items }}{% if max_share is not none %} and overdue > {{ max_share }} * arrived{% endif %}
{% endmacro %}
