"""The label model against the majority, on hundreds of random sets of labellers, good and poor, some copying others.

    python benchmarks/label_model_cases.py [--cases 400] [--seed 0]

Each case is a dataset: three to ten labellers, 60 to 3,000 items, two to four classes, votes missing or not, and in
most cases a group of up to half the labellers who copy one of them, wholly or in part. Labellers are good, mixed, all
poor, or most of them guess. One dbt run labels them all, and the truth, which it does not see, says who was right. Of
labels that tie one is guessed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB
from labels.given import as_votes, simulated

KINDS = {"good": (0.65, 0.95), "mixed": (0.5, 0.9), "poor": (0.45, 0.65), "guessing": (0.48, 0.52)}


def random_case(seed: int) -> tuple[pd.DataFrame, pd.Series, str, bool]:
    """Votes, true labels, what kind the labellers are and whether some copy others."""
    chance = np.random.default_rng(seed)
    kind = list(KINDS)[seed % len(KINDS)]
    count, classes = int(chance.integers(3, 11)), int(chance.choice([2, 2, 2, 3, 4]))
    accuracies = chance.uniform(*KINDS[kind], count)
    if kind == "guessing":
        knowing = int(chance.integers(1, max(2, count // 2) + 1))
        accuracies[:knowing] = chance.uniform(0.7, 0.95, knowing)
    copies: list[tuple[int, int]] = []
    if count > 3 and chance.random() < 0.6:
        whom, *who = chance.permutation(count)[: chance.integers(2, count // 2 + 1)]
        copies = [(whom, one) for one in who]
    table, truth = simulated(
        seed,
        1 / classes + (2 * accuracies - 1) * (1 - 1 / classes),
        size=int(np.exp(chance.uniform(np.log(60), np.log(3000)))),
        labels=list("abcd")[:classes],
        balance=None if chance.random() < 0.5 else chance.dirichlet(np.full(classes, 5)),
        coverage=1 if chance.random() < 0.4 else chance.uniform(0.2, 1),
        copies=copies,
        faithful=chance.uniform(0.6, 1),
    )
    return table, truth, kind, bool(copies)


def compared(found: pd.DataFrame, table: pd.DataFrame, truth: pd.Series) -> tuple[float, float]:
    """By how much the label model is right more often than the majority, and the standard error of that."""

    counts = pd.get_dummies(table.stack()).groupby(level=0).sum()
    voted = counts.index
    most = counts.eq(counts.max(axis=1), axis=0)
    guessed = pd.DataFrame({label: most[label] & truth[voted].eq(label) for label in most}).any(axis=1) / most.sum(
        axis=1
    )
    labels = found["label"].reindex(voted)
    gain = labels.eq(truth[voted]).astype(float).mask(labels.isna(), guessed) - guessed
    return gain.mean(), gain.std() / len(gain) ** 0.5


def main() -> None:
    """Plant all cases, label them in one run, and say how often which was better."""
    parser = argparse.ArgumentParser(description="Compare the label model with the majority.")
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    cases = {f"case {seed}": random_case(seed) for seed in range(arguments.seed, arguments.seed + arguments.cases)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        votes = pd.concat([as_votes(name, table, False) for name, (table, *_) in cases.items()])  # noqa: F841
        with duckdb.connect(str(path)) as connection:
            connection.execute("create table votes as select * from votes")
        project = Project(Path(folder) / "project", DuckDB(path))
        project.model("my_votes", "select * from votes")
        project.vars["flywheel_inputs"] = {"label_votes": "my_votes"}
        run = project.dbt("run", "--select", "+flywheel__item_labels")
        if not run.success:
            raise SystemExit(run.messages)
        labels = project.relation("flywheel__item_labels")
    found = {name: rows.set_index("item_id") for name, rows in labels.groupby("dataset")}
    rows = [
        (
            kind,
            copied,
            table.stack().nunique() > 2,
            (found[name]["method"] == "majority vote").any(),
            *compared(found[name], table, truth),
        )
        for name, (table, truth, kind, copied) in cases.items()
    ]
    outcome = pd.DataFrame(rows, columns=["kind", "copied", "is_multiclass", "fell_back", "gain", "standard_error"])
    outcome["below"] = outcome["gain"] < -1e-9
    outcome["surely_below"] = outcome["gain"] < -2 * outcome["standard_error"] - 1e-9
    outcome["very_surely_below"] = outcome["gain"] < -3 * outcome["standard_error"] - 1e-9
    outcome["surely_above"] = outcome["gain"] > 2 * outcome["standard_error"] + 1e-9
    print(
        f"{'':18}{'cases':>6}{'below majority':>16}{'by two s.e.':>13}{'by three':>10}{'above by two':>14}"
        f"{'gain':>9}{'worst':>9}{'majority decides':>18}"
    )
    parts = {"all": outcome, "some copy": outcome[outcome["copied"]], "none copy": outcome[~outcome["copied"]]}
    parts |= {"two classes": outcome[~outcome["is_multiclass"]], "three or four": outcome[outcome["is_multiclass"]]}
    parts |= {kind: outcome[outcome["kind"] == kind] for kind in KINDS}
    for name, part in parts.items():
        shares = (
            f"{part['below'].mean():>16.1%}{part['surely_below'].mean():>13.2%}{part['very_surely_below'].mean():>10.2%}"
            f"{part['surely_above'].mean():>14.1%}"
        )
        gains = f"{part['gain'].mean():>+9.4f}{part['gain'].min():>+9.3f}"
        print(f"{name:18}{len(part):>6}{shares}{gains}{part['fell_back'].mean():>18.1%}")


if __name__ == "__main__":
    main()
