{{ flywheel.test_incidents(ref('flywheel__input_test_results')) }}
