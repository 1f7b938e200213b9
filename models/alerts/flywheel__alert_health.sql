{{ flywheel.alert_health(
    ref('flywheel__notable_results'),
    ref('flywheel__test_incidents'),
    ref('flywheel__input_alert_actions'),
    ref('flywheel__alert_settings'),
) }}
