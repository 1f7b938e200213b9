{{ flywheel.input('alert_actions') }}
