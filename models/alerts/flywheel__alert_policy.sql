{{ flywheel.alert_policy(ref('flywheel__alert_settings'), ref('flywheel__alert_health'), ref('flywheel__edges')) }}
