{{ flywheel.input('known_events') }}
