{{ flywheel.input('reviews') }}
