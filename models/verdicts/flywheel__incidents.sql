{{ flywheel.incidents(ref('flywheel__verdicts')) }}
