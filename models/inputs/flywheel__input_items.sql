{{ flywheel.input('items') }}
