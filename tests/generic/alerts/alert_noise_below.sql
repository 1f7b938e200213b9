{% test alert_noise_below(model, max_per_week=none, weeks=4) %}
    {{ flywheel.noisy_channels(model, max_per_week, weeks) }}
{% endtest %}
