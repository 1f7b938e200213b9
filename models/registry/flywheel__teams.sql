{{ flywheel.teams() }}
