"""Votes to plant: people, functions and copies of known accuracy on items whose label is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from harness.project import Project

VOTES = {
    "dataset": "str", "item_id": "str", "labeller": "str", "labeller_kind": "str", "label": "str", "voted_at": "ts",
}  # fmt: skip
GOLD = {"dataset": "str", "item_id": "str", "label": "str", "labelled_at": "ts"}
ITEMS = {
    "dataset": "str", "item_id": "str", "arrived_at": "ts", "shaped_at": "ts", "is_accepted": "bool", "content": "str",
}  # fmt: skip


def simulated(
    seed: int,
    accuracies: Sequence[float],
    size: int = 1000,
    labels: Sequence[str] = ("no", "yes"),
    balance: Sequence[float] | None = None,
    coverage: float = 1.0,
    copies: Iterable[tuple[int, int]] = (),
    faithful: float = 1.0,
) -> tuple[pd.DataFrame, pd.Series]:
    """Votes, items by labellers, and the true labels. `copies`: (whom, who); `faithful`: how often a copy is one."""
    generator = np.random.default_rng(seed)
    truth = generator.choice(len(labels), size, p=balance)
    columns = []
    for accuracy in accuracies:
        mistaken = (truth + generator.integers(1, len(labels), size)) % len(labels)
        columns.append(np.where(generator.random(size) < accuracy, truth, mistaken))
    for whom, who in copies:
        columns[who] = np.where(generator.random(size) < faithful, columns[whom], columns[who])
    names = np.array(labels, dtype=object)
    table = pd.DataFrame({f"labeller {number}": names[votes] for number, votes in enumerate(columns)})
    table = table.mask(generator.random(table.shape) >= coverage, None)
    table.index = [f"item {number}" for number in range(size)]
    return table, pd.Series(names[truth], index=table.index)


def as_votes(dataset: str, table: pd.DataFrame, with_abstentions: bool = True) -> pd.DataFrame:
    """A table of votes, items by labellers, as rows of the input; missing ones as abstentions, or not at all."""
    rows = table.rename_axis("item_id").reset_index().melt("item_id", var_name="labeller", value_name="label")
    rows = rows if with_abstentions else rows.dropna(subset="label")
    return rows.assign(dataset=dataset, labeller_kind="human", voted_at=pd.Timestamp("2024-01-01"))[list(VOTES)]


def as_gold(dataset: str, truth: pd.Series) -> pd.DataFrame:
    """True labels as rows of the input."""
    rows = pd.DataFrame({"item_id": truth.index, "label": truth.to_numpy()})
    return rows.assign(dataset=dataset, labelled_at=pd.Timestamp("2024-01-02"))[list(GOLD)]


def plant(project: Project, votes: pd.DataFrame, gold: pd.DataFrame | None = None) -> None:
    """Map votes and gold labels to the inputs."""
    project.map_input("label_votes", votes.astype("object").where(votes.notna(), None), VOTES)
    if gold is not None:
        project.map_input("gold_labels", gold, GOLD)
