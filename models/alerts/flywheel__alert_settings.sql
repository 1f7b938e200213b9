{{ flywheel.alert_settings() }}
