{{ flywheel.first_mile_measurements() }}
