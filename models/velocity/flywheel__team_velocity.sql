{{ flywheel._velocity('team') }}
