{{ flywheel.use_cases() }}
