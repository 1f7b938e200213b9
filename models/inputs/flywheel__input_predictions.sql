{{ flywheel.input('predictions') }}
