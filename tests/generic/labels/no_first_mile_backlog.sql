{% test no_first_mile_backlog(model, max_items=0, max_share=none) %}
    {{ flywheel._needs_columns('no_first_mile_backlog', model, 'the columns of flywheel__first_mile', ['dataset', 'period_start', 'arrived', 'overdue', 'stuck_at', 'reason']) }}
    {{ flywheel.first_mile_backlogs(model, max_items, max_share) }}
{% endtest %}
