{{ flywheel.verdicts(ref('flywheel__expectations'), ref('flywheel__series')) }}
