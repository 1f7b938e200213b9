{{ flywheel.verdicts(ref('flywheel__series'), ref('flywheel__baselines')) }}
