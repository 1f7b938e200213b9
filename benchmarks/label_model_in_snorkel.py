"""The votes of label_model.py as snorkel's LabelModel has them; run by that, in an environment with it.

python benchmarks/label_model_in_snorkel.py FOLDER
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np


def so_far() -> np.ndarray:
    """Seconds by the clock and of processors."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return np.array([time.perf_counter(), used.ru_utime + used.ru_stime])


def main() -> None:
    folder = Path(sys.argv[1])
    votes = np.load(folder / "votes.npy")
    before = so_far()
    from snorkel.labeling.model import LabelModel

    imported = so_far()
    model = LabelModel(cardinality=2, verbose=False)
    model.fit(votes.astype(int), n_epochs=500, seed=1, progress_bar=False)
    yes = model.predict_proba(votes.astype(int))[:, 1]
    done = so_far()
    np.save(folder / "yes.npy", yes)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"imports": list(imported - before), "model": list(done - imported), "memory": memory}))


if __name__ == "__main__":
    main()
