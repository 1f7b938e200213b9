{{ flywheel.input('outcomes') }}
