{% test alert_noise_below(model, max_per_week=none, weeks=4) %}
    {{ flywheel._needs_columns('alert_noise_below', model, 'the columns of flywheel__alert_noise', ['channel', 'week_start', 'alerts', 'incidents']) }}
    {{ flywheel.noisy_channels(model, max_per_week, weeks) }}
{% endtest %}
