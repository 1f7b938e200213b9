{{ flywheel.nodes() }}
