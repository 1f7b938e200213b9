"""The first mile: what arrived, how far it came, where it is stuck and for how long, and what can not be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from labels.given import GOLD, ITEMS, VOTES

NOW = pd.Timestamp("2024-03-01 12:00:00")


def random_items(size: int = 400) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Items that are shaped, accepted, voted on and checked at random, some of them in the future."""
    generator = np.random.default_rng(4)

    def after(moments: pd.Series, hours: float, share: float) -> pd.Series:
        later = moments + pd.to_timedelta(generator.exponential(hours, len(moments)).round(3), "h")
        return later.where(generator.random(len(moments)) < share).dt.floor("s")

    items = pd.DataFrame({"dataset": "random", "item_id": [str(number) for number in range(size)], "content": None})
    items["arrived_at"] = (NOW - pd.to_timedelta(generator.uniform(-2, 12, size), "D")).floor("s")
    items["shaped_at"] = after(items["arrived_at"], 5, 0.9)
    items["is_accepted"] = np.where(generator.random(size) < 0.6, generator.random(size) < 0.8, None)
    votes = items[["dataset", "item_id"]].assign(labeller="ann", labeller_kind="human")
    votes["label"] = np.where(generator.random(size) < 0.8, "yes", None)
    votes["voted_at"] = after(items["arrived_at"], 20, 0.9)
    gold = items[["dataset", "item_id"]].assign(label="yes", labelled_at=after(items["arrived_at"], 30, 1))
    return items, votes[generator.random(size) < 0.7], gold[generator.random(size) < 0.2]


def expected(items: pd.DataFrame, votes: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """The counts and lags of each day, by pandas."""
    items = items[items["arrived_at"] <= NOW].copy()
    items.loc[items["shaped_at"] > NOW, "shaped_at"] = pd.NaT
    votes = votes[votes["label"].notna() & ~(votes["voted_at"] > NOW)]
    gold = gold[~(gold["labelled_at"] > NOW)]
    first = pd.concat([votes.set_index("item_id")["voted_at"], gold.set_index("item_id")["labelled_at"]])
    items["labelled_at"] = items["item_id"].map(first.groupby(level=0).min())
    items["is_labelled"] = items["item_id"].isin(first.index)
    items["has_gold"] = items["item_id"].isin(gold["item_id"])
    items["to_shape"] = (items["shaped_at"] - items["arrived_at"]).dt.total_seconds() / 3600
    items["to_label"] = (items["labelled_at"] - items["arrived_at"]).dt.total_seconds() / 3600
    days = items.groupby(items["arrived_at"].dt.normalize())
    frame = pd.DataFrame(
        {
            "arrived": days.size(),
            "shaped": days["shaped_at"].count(),
            "accepted": days["is_accepted"].apply(lambda accepted: (accepted == True).sum()),  # noqa: E712
            "labelled": days["is_labelled"].sum(),
            "gold": days["has_gold"].sum(),
            "hours_to_shape_p50": days["to_shape"].median(),
            "hours_to_label_p50": days["to_label"].median(),
        }
    )
    for share, count in [("shaped_share", "shaped"), ("accepted_share", "accepted"), ("label_coverage", "labelled")]:
        frame[share] = frame[count] / frame["arrived"]
    return frame


def of(
    dataset: str, numbers: range, arrived: str, shaped: str | None = None, accepted: bool | None = None
) -> pd.DataFrame:
    """Items of one dataset that arrived and were shaped together."""
    rows = pd.DataFrame({"item_id": [str(number) for number in numbers]})
    rows = rows.assign(dataset=dataset, arrived_at=pd.Timestamp(arrived), content=None, is_accepted=accepted)
    return rows.assign(shaped_at=pd.Timestamp(shaped) if shaped else pd.NaT)[list(ITEMS)]


def labels_of(dataset: str, numbers: range, at: str | None, label: str | None = "yes") -> pd.DataFrame:
    """A vote on each of some items."""
    rows = pd.DataFrame({"item_id": [str(number) for number in numbers]})
    rows = rows.assign(dataset=dataset, labeller="ann", labeller_kind="human", label=label)
    return rows.assign(voted_at=pd.Timestamp(at) if at else pd.NaT)[list(VOTES)]


def stuck_items() -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
    """Datasets that are stuck somewhere, or not, by their names."""
    old, shaped, today = "2024-02-01", "2024-02-01 02:00:00", "2024-03-01 09:00:00"
    items = [
        of("at shape", range(10), old), of("at shape", range(10, 12), old, shaped, True),
        of("at acceptance", range(6), old, shaped), of("at acceptance", range(6, 10), old, shaped, False),
        of("at labels", range(20), old, shaped, True), of("at labels", range(20, 22), "2024-02-20", "2024-02-21", True),
        of("a few", range(20), old, shaped, True),
        of("on its way", range(4), today), of("by sample", range(10), old), of("slow but promised", range(4), old),
        of("done", range(4), old, shaped, True), of("done", range(4, 5), old, shaped, False),
        of("nobody shapes", range(4), old), of("nobody accepts", range(4), old, shaped),
    ]  # fmt: skip
    votes = [
        labels_of("at shape", range(10, 12), "2024-02-02"),
        labels_of("at labels", range(4), "2024-02-01 12:00:00"), labels_of("at labels", range(4, 6), "2024-02-25"),
        labels_of("at labels", range(6, 8), "2024-02-25", None),
        labels_of("a few", range(19), None), labels_of("done", range(4), "2024-02-01 05:00:00"),
        labels_of("nobody shapes", range(2), "2024-02-01 05:00:00"), labels_of("by sample", range(2), None),
        labels_of("slow but promised", range(2), "2024-02-01 05:00:00"), labels_of("only votes", range(3), old),
    ]  # fmt: skip
    return items, votes


def test_the_first_mile(project: Project) -> None:
    items, votes, gold = random_items()
    more_items, more_votes = stuck_items()
    project.map_input("items", pd.concat([items[list(ITEMS)], *more_items]), ITEMS)
    project.map_input("label_votes", pd.concat([votes[list(VOTES)], *more_votes]), VOTES)
    project.map_input("gold_labels", gold[list(GOLD)], GOLD)
    project.vars["flywheel_datasets"] = {
        "by sample": {"label_coverage": 0.2},
        "slow but promised": {"patience_hours": 24 * 60},
    }
    project.model("first_mile_measured", "{{ flywheel.first_mile_measurements() }}")
    project.vars["flywheel_measurements"] = ["first_mile_measured"]
    run = project.build("--select", "+flywheel__first_mile", "first_mile_measured", flywheel_now=str(NOW))
    assert run.success, run.messages
    found = project.relation("flywheel__first_mile").set_index(["dataset", "period_start"]).sort_index()
    assert found.index.is_unique

    wanted = expected(items, votes, gold)
    days = found.loc["random"]
    assert set(days.index) == set(wanted.index)
    for column in wanted:
        values = days[column].reindex(wanted.index).astype(float)
        np.testing.assert_allclose(values, wanted[column].astype(float), rtol=1e-9, err_msg=column)

    it_can_be_measured(found, project.relation("first_mile_measured"))

    def row(dataset: str) -> dict[str, Any]:
        first = found.loc[dataset].iloc[0].astype("object")
        return first.where(first.notna(), None).to_dict()

    shape = row("at shape")
    assert (shape["stuck_at"], shape["verdict"], shape["backlog"], shape["overdue"]) == ("shaped", "fail", 10, 10)
    assert shape["stuck_since"] == pd.Timestamp("2024-02-01")
    assert shape["days_to_clear"] is None
    assert "none has been in the last four weeks" in shape["reason"]

    acceptance = row("at acceptance")
    assert (acceptance["stuck_at"], acceptance["backlog"], acceptance["accepted"]) == ("accepted", 6, 0)
    assert acceptance["stuck_since"] == pd.Timestamp("2024-02-01 02:00:00")
    assert acceptance["days_to_clear"] is None

    # 14 of the first day and both of the other wait; two labels in four weeks are a fourteenth a day
    labels = row("at labels")
    assert (labels["stuck_at"], labels["verdict"], labels["labelled"], labels["backlog"]) == ("labelled", "fail", 6, 14)
    assert labels["days_to_clear"] == pytest.approx(16 / (2 / 28))

    few = row("a few")
    assert (few["stuck_at"], few["verdict"], few["overdue"]) == ("labelled", "warn", 1)
    assert few["hours_to_label_p50"] is None

    way = row("on its way")
    assert (way["stuck_at"], way["verdict"], way["backlog"], way["overdue"]) == (None, "not_assessed", 4, 0)
    assert "none for longer than 24 hours" in way["reason"]
    assert (row("done")["verdict"], row("done")["backlog"]) == ("pass", 0)

    # a step that a dataset has no record of is no step there
    assert row("nobody shapes")["stuck_at"] == "labelled"
    assert row("nobody accepts")["stuck_at"] == "labelled"
    assert (row("by sample")["verdict"], row("by sample")["stuck_at"]) == ("pass", None)
    assert row("slow but promised")["verdict"] == "not_assessed"
    assert "only votes" not in found.index.get_level_values("dataset")


def it_can_be_measured(found: pd.DataFrame, measured: pd.DataFrame) -> None:
    """A metric for each column, of the days that are over; but for arrived, of those that nothing is on its way of."""
    metrics = [
        "arrived",
        "shaped_share",
        "accepted_share",
        "label_coverage",
        "hours_to_shape_p50",
        "hours_to_label_p50",
    ]
    over = found[found.index.get_level_values("period_start") < NOW.normalize()]
    wanted = over[metrics].astype(float)
    wanted.loc[over["verdict"] == "not_assessed", metrics[1:]] = np.nan
    assert wanted["label_coverage"].isna().sum() > 0
    measured = measured.set_index(["subject", "period_start"])
    assert set(measured["period"]) == {"day"}
    for metric in metrics:
        of_metric = measured[measured["metric"] == metric]
        values = wanted[metric].dropna()
        assert set(of_metric.index) == set(values.index)
        np.testing.assert_allclose(of_metric["value"].loc[values.index], values, rtol=1e-9, err_msg=metric)
    coverage = measured[measured["metric"] == "label_coverage"]
    np.testing.assert_allclose(coverage["numerator"] / coverage["sample_size"], coverage["value"], rtol=1e-9)


def test_a_period_there_is_not_stops_at_compile_time(duckdb_project: Project) -> None:
    run = duckdb_project.dbt("parse", flywheel_first_mile_period="fortnight")
    assert not run.success
    assert "flywheel_first_mile_period is 'fortnight'; wanted day, week or month" in str(run.exception)
