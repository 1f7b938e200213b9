{{ flywheel.input('training_runs') }}
