{{ flywheel.latest_votes(ref('flywheel__input_label_votes')) }}
