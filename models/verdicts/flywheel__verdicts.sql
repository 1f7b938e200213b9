{{ flywheel.verdicts(ref('flywheel__baselines')) }}
