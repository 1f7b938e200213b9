{{ flywheel.input('test_results') }}
