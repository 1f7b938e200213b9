"""The votes of label_model.py as snorkel's LabelModel has them; run by that, in an environment with it.

python benchmarks/label_model_in_snorkel.py votes.npz
"""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np
from snorkel.labeling.model import LabelModel


def main() -> None:
    planted = np.load(sys.argv[1])
    votes, truth = planted["votes"].astype(int), planted["truth"]
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    model = LabelModel(cardinality=2, verbose=False)
    model.fit(votes, n_epochs=500, seed=1, progress_bar=False)
    yes = model.predict_proba(votes)[:, 1]
    wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    right = np.where(yes == 0.5, 0.5, (yes > 0.5) == (truth == 1))
    voted = (votes >= 0).any(axis=1)
    found = {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime,
        "memory": used.ru_maxrss / 1024**2,
        "right": float(right[voted].mean()),
        "log_loss": float(-np.log(np.clip(np.where(truth == 1, yes, 1 - yes), 1e-15, 1))[voted].mean()),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
