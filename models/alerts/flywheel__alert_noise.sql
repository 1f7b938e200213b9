{{ flywheel.alert_noise(ref('flywheel__input_test_results'), ref('flywheel__test_incidents')) }}
