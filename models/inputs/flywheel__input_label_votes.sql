{{ flywheel.input('label_votes') }}
