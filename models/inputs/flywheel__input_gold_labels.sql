{{ flywheel.input('gold_labels') }}
