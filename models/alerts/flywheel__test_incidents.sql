{{ flywheel.test_incidents(ref('flywheel__notable_results')) }}
