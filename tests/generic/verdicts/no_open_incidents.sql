{% test no_open_incidents(model) %}
    {{ flywheel._needs_columns('no_open_incidents', model, 'the columns of flywheel__incidents', ['metric', 'opened_at', 'state', 'part_of']) }}
    {{ flywheel.open_incidents(model) }}
{% endtest %}
