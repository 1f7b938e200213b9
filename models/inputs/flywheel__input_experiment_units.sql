{{ flywheel.input('experiment_units') }}
