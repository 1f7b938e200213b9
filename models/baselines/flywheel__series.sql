{{ flywheel.series(ref('flywheel__measurements'), ref('flywheel__policies'), ref('flywheel__input_known_events')) }}
