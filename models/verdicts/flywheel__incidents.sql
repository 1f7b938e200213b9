{{ flywheel.incidents(ref('flywheel__verdicts'), ref('flywheel__teams')) }}
