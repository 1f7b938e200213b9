{{ flywheel.vote_pairs(ref('flywheel__vote_patterns')) }}
