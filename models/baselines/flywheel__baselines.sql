{{ flywheel.baselines(ref('flywheel__series')) }}
