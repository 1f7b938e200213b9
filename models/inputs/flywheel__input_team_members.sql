{{ flywheel.input('team_members') }}
