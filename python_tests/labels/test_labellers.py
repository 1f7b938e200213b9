"""flywheel__labellers says what Snorkel's LFAnalysis is defined to say, on random votes and at the edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from labels.given import ITEMS, VOTES, as_gold, as_votes, plant, simulated


def lf_analysis(table: pd.DataFrame, items: int, truth: pd.Series) -> pd.DataFrame:
    """Coverage, overlaps, conflicts and accuracy by their definitions (Ratner et al. 2017), null without gold."""
    voted = table.notna()
    overlaps = voted.sum(axis=1) > 1
    conflicts = table.nunique(axis=1) > 1
    is_right = table.reindex(truth.index).eq(truth, axis=0)[voted.reindex(truth.index)]
    return pd.DataFrame(
        {
            "votes": voted.sum(),
            "coverage": voted.sum() / items,
            "overlaps": voted[overlaps].sum() / items,
            "conflicts": voted[conflicts].sum() / items,
            "accuracy_on_gold": is_right.astype(float).mean(),
        }
    )


def random_tables() -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """Votes of many shapes, with missing ones, and gold labels of some items."""
    tables = {}
    for seed in range(12):
        generator = np.random.default_rng(seed)
        table, truth = simulated(
            seed,
            generator.uniform(0.3, 0.95, generator.integers(1, 7)),
            size=int(generator.integers(1, 80)),
            labels=["no", "yes", "perhaps", "é, 'quoted'"][: generator.integers(2, 5)],
            coverage=generator.uniform(0.1, 1),
        )
        tables[f"random {seed}"] = table, truth[generator.random(len(truth)) < 0.4]
    return tables


def same(found: Any, wanted: Any) -> bool:
    """Equal, null only where null is wanted."""
    return pd.isna(found) if pd.isna(wanted) else float(found) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def test_it_says_what_lf_analysis_is_defined_to_say(project: Project) -> None:
    tables = random_tables()
    votes = pd.concat([as_votes(name, table) for name, (table, _) in tables.items()])
    gold = pd.concat([as_gold(name, truth) for name, (_, truth) in tables.items()])
    plant(project, pd.concat([votes, edge_votes()]), pd.concat([gold, edge_gold()]))
    project.map_input("items", edge_items(), ITEMS)
    run = project.build("--select", "+flywheel__labellers", flywheel_now="2024-06-01 00:00:00")
    assert run.success, run.messages
    found = project.relation("flywheel__labellers").set_index(["dataset", "labeller"]).sort_index()
    assert found.index.is_unique

    wrong = []
    for name, (table, truth) in tables.items():
        for labeller, wanted in lf_analysis(table, len(table), truth).iterrows():
            for column, value in wanted.items():
                if not same(found.loc[(name, labeller), column], value):
                    wrong.append((name, labeller, column, found.loc[(name, labeller), column], value))
    assert not wrong

    def row(dataset: str, labeller: str) -> dict[str, Any]:
        return found.loc[(dataset, labeller)].to_dict()

    # of several votes the latest counts; one without a time is older than any, one from tomorrow is not there yet
    changed = row("changed", "ann")
    assert (changed["votes"], changed["abstentions"], changed["accuracy_on_gold"]) == (3, 1, 1.0)
    assert row("changed", "nobody's words")["votes"] == 0
    assert row("changed", "nobody's words")["coverage"] == 0
    assert pd.isna(row("changed", "nobody's words")["accuracy_on_gold"])
    assert row("changed", "nobody's words")["labeller_kind"] == "model"

    # shares are of the items that arrived; what is said of others counts nowhere
    mapped = row("mapped", "ann")
    assert (mapped["votes"], mapped["votes_on_unknown_items"], mapped["coverage"]) == (2, 1, 0.5)
    assert (mapped["overlaps"], mapped["conflicts"]) == (0.25, 0.25)

    # an item with two gold labels is right either way, and counts once
    several = row("several", "ann")
    assert (several["gold_votes"], several["accuracy_on_gold"]) == (2, 0.5)

    new_votes_count_their_items_again_and_no_others(project, pd.concat([votes, edge_votes()]))


def new_votes_count_their_items_again_and_no_others(project: Project, votes: pd.DataFrame) -> None:
    """Votes that come, late ones too, change or go: what is there after a run is what a full refresh makes."""
    key = ["dataset", "item_id"]
    before = project.relation("flywheel__voted_items").set_index(key)
    votes = votes.astype({"voted_at": "datetime64[us]"}).reset_index(drop=True)
    chance = np.random.default_rng(1).random(len(votes))
    other = votes.drop(votes.index[chance < 0.02])
    swapped = other[(chance[other.index] < 0.04) & other["label"].isin(["no", "yes"])].index
    other.loc[swapped, "label"] = other.loc[swapped, "label"].map({"no": "yes", "yes": "no"})
    later = votes[(chance > 0.98) & votes["voted_at"].notna()].assign(voted_at=pd.Timestamp("2024-05-01"), label="yes")
    earlier = votes[(chance > 0.96) & (chance < 0.97)].assign(voted_at=pd.Timestamp("2020-01-01"), label="late")
    new = pd.DataFrame([("random 0", "a new item", "labeller 0", "human", "no", None)], columns=list(VOTES))
    gone = (other["dataset"] == "random 1") & (
        other["item_id"] == votes.loc[votes["dataset"] == "random 1", "item_id"].iloc[0]
    )
    other = pd.concat([other[~gone], later, earlier, new.astype(votes.dtypes)])
    plant(project, other)

    models = ["my_label_votes", "flywheel__input_label_votes", "flywheel__voted_items", "flywheel__label_votes"]
    run = project.dbt("run", "--select", *models, flywheel_now="2024-06-01 00:00:00")
    assert run.success, run.messages
    found = project.relation("flywheel__voted_items").set_index(key).sort_index()
    assert found.index.is_unique
    assert not project.relation("flywheel__label_votes").duplicated([*key, "labeller"]).any()

    def by_item(rows: pd.DataFrame) -> pd.Series:
        rows = rows[~(rows["voted_at"] > "2024-06-01")]
        texts = rows["labeller"] + rows["label"].map(str) + rows["voted_at"].map(str)
        return texts.groupby([rows["dataset"], rows["item_id"]]).apply(sorted)

    was, is_now = by_item(votes), by_item(other)
    assert set(found.index) == set(is_now.index)
    untouched = [item for item in is_now.index if item in was.index and was[item] == is_now[item]]
    assert 0 < len(untouched) < len(is_now)
    assert (found.loc[untouched, "counted_at"] == before.loc[untouched, "counted_at"]).all()
    assert (found.drop(untouched)["counted_at"] > before["counted_at"].max()).all()

    run = project.dbt("run", "--full-refresh", "--select", "flywheel__voted_items", flywheel_now="2024-06-01 00:00:00")
    assert run.success, run.messages
    again = project.relation("flywheel__voted_items").set_index(key).sort_index()
    pd.testing.assert_frame_equal(found.drop(columns="counted_at"), again.drop(columns="counted_at"))


def edge_votes() -> pd.DataFrame:
    """Changed votes, abstentions, votes on unknown items, in a handful of rows."""
    rows = [
        ("changed", "1", "ann", "human", "no", "2024-01-01"),
        ("changed", "1", "ann", "human", "yes", "2024-01-02"),
        ("changed", "1", "ann", "human", "no", None),
        ("changed", "1", "ann", "human", "no", "2025-01-01"),
        ("changed", "2", "ann", "human", "no", "2024-01-01"),
        ("changed", "2", "ann", "human", None, "2024-01-01"),
        ("changed", "3", "ann", "human", "no", "2024-01-01"),
        ("changed", "3", "ann", "human", None, "2024-01-02"),
        ("changed", "4", "ann", "human", "yes", None),
        ("changed", "4", "nobody's words", "model", None, None),
        ("mapped", "1", "ann", "human", "yes", None),
        ("mapped", "1", "bob", "human", "no", None),
        ("mapped", "2", "ann", "human", "no", None),
        ("mapped", "of no dataset", "ann", "human", "no", None),
        ("several", "1", "ann", "expert", "b", None),
        ("several", "2", "ann", "expert", "c", None),
        ("several", "3", "ann", "expert", "c", None),
    ]
    return pd.DataFrame(rows, columns=["dataset", "item_id", "labeller", "labeller_kind", "label", "voted_at"])


def edge_gold() -> pd.DataFrame:
    rows = [("changed", "1", "yes"), ("several", "1", "a"), ("several", "1", "b"), ("several", "2", "b")]
    gold = pd.DataFrame(rows, columns=["dataset", "item_id", "label"]).assign(labelled_at="2024-01-01")
    future = {"dataset": "several", "item_id": "3", "label": "c", "labelled_at": "2024-07-01"}
    return pd.concat([gold, pd.DataFrame([future])])


def edge_items() -> pd.DataFrame:
    """Four items of one dataset, of which one came twice and another is still to come."""
    arrivals = [("1", "2024-01-01"), ("1", "2024-01-05"), ("2", "2024-01-01"), ("3", "2024-01-02"), ("4", "2024-01-02")]
    rows = pd.DataFrame([*arrivals, ("5", "2025-01-01")], columns=["item_id", "arrived_at"])
    return rows.assign(dataset="mapped", shaped_at=None, is_accepted=None, content=None)[list(ITEMS)]
