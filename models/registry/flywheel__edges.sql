{{ flywheel.edges() }}
