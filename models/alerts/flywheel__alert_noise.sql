{{ flywheel.alert_noise(ref('flywheel__notable_results'), ref('flywheel__test_incidents')) }}
