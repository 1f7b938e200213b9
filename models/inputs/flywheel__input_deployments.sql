{{ flywheel.input('deployments') }}
