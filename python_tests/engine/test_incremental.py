"""One more day, late data, a backfill: the same as if everything were judged at once, and nothing else is touched."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

FIRST = pd.Timestamp("2024-01-01")
DAYS = 130
TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip


def measured() -> pd.DataFrame:
    """Counts with a week, shares, an autocorrelated real; gaps, a null, an outage and a lasting change."""
    rng = np.random.default_rng(5)
    day = np.arange(DAYS)
    week = np.where(day % 7 >= 5, 0.6, 1.0)
    noise = np.zeros(DAYS)
    for number in day[1:]:
        noise[number] = 0.7 * noise[number - 1] + rng.normal()
    counts = rng.poisson(200 * week).astype(float)
    counts[100:102] = 0
    counts[115:] = rng.poisson(120 * week[115:])
    trials = rng.poisson(60, DAYS).astype(float)
    cases = rng.binomial(trials.astype(int), 0.2).astype(float)
    reals = 50 + noise
    reals[60] = np.nan
    frames = [
        pd.DataFrame({"metric": "orders", "value": counts, "sample_size": counts}),
        pd.DataFrame({"metric": "paid", "value": cases / trials, "sample_size": trials, "numerator": cases}),
        pd.DataFrame({"metric": "amount", "value": reals, "sample_size": 10.0}).drop(index=[40, 41, 90]),
    ]
    rows = pd.concat(frame.assign(day=frame.index) for frame in frames)
    rows = rows.assign(subject_type="data", subject="shop", segment_by=None, segment=None, period="day")
    rows["sample_size"] = rows["sample_size"].astype("Int64")
    return rows.assign(period_start=FIRST + pd.to_timedelta(rows["day"], unit="D")).reset_index(drop=True)


def build(project: Project, rows: pd.DataFrame, *arguments: str) -> pd.DataFrame:
    project.table("measurements", rows, TYPES)
    project.vars |= {"flywheel_measurements": ["measurements"], "flywheel_verdict_severity": "warn"}
    run = project.build("--select", "+flywheel__verdicts", *arguments)
    assert run.success, run.messages
    return project.relation("flywheel__expectations").sort_values(["series_id", "period_number"]).reset_index(drop=True)


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert list(one.columns) == list(other.columns)
    assert len(one) == len(other)
    for column in one.columns.drop("learned_at"):
        if column in ("period_start", "series_id", "settings", "signal", "known_event"):
            assert (one[column].fillna("-").astype(str) == other[column].fillna("-").astype(str)).all(), column
        else:
            np.testing.assert_allclose(
                one[column].astype(float), other[column].astype(float), rtol=1e-7, atol=1e-9, err_msg=column
            )


@pytest.mark.parametrize("in_steps", [True, False], ids=["in steps", "at once"])
@pytest.mark.slow
def test_what_is_learned_day_by_day_is_what_is_learned_at_once(project: Project, in_steps: bool) -> None:
    """Few rows are learned at once, whatever changed; where a step is no more work than a row, period by period."""
    rows = measured()
    if in_steps:
        project.override("default___rows_of_a_step", "{{ return(1) }}")
    build(project, rows[rows["day"] < 98])
    before = build(project, rows[rows["day"] < 101])  # three more days
    for day in (102, 118, DAYS):  # a day, a fortnight, the rest
        after = build(project, rows[rows["day"] < day])
    untouched = after[after["period_start"] < FIRST + pd.Timedelta(days=101)]
    assert list(untouched["learned_at"]) == list(before["learned_at"])

    late = rows.copy()  # late data for one series, and a row that is gone
    late.loc[(late["metric"] == "paid") & (late["day"] == 125), ["value", "numerator"]] = [0.5, 30.0]
    late = late[~((late["metric"] == "orders") & (late["day"] == 128))]
    changed = build(project, late)
    assert len(changed) == len(after) - 1

    backfilled = late.copy()
    backfilled.loc[(backfilled["metric"] == "amount") & (backfilled["day"] == 20), "value"] = 55.0
    filled = build(project, backfilled)  # and nothing but one series: the others are as the late data left them
    others = filled[~filled["series_id"].str.contains("amount")]
    assert_same(filled, build(project, backfilled, "--full-refresh"))
    assert len(others) == (late["metric"] != "amount").sum()


POLICIES: dict[str, dict[str, Any]] = {
    "storm": {"consecutive": 4, "max": 150},
    "strict": {"consecutive": 2, "max": 150},
    "owned": {"owner": "sales"},
    "pending": {"delay": 2},
    "backfilled": {"grace": 20},
    "referred": {"method": "reference", "reference_segment": "north"},
}
METRICS = ("steady", "late", "wide", "gone", "eventful", *POLICIES, "resized", "recounted")
EVENT_TYPES = {"subject": "str", "segment": "str", "starts_at": "ts", "ends_at": "ts", "reason": "str"}
EVENT = {"subject": "fair", "segment": "south", "starts_at": FIRST + pd.Timedelta(days=33), "reason": "a feast"}


def by_segment() -> pd.DataFrame:
    """Metrics of a whole and three segments; two are in a storm of nine days, of which one has no value."""
    rng = np.random.default_rng(8)
    frames = []
    for metric in METRICS:
        for segment in (None, "north", "south", "west"):
            values = rng.normal(100, 5, 39)
            values[rng.integers(16, 39, 4)] += 40
            if metric in ("storm", "strict") and segment != "south":
                values[33:] = 200
                values[36] = np.nan
            about = {"metric": metric, "segment": segment, "segment_by": segment and "region"}
            frames.append(pd.DataFrame({"value": values, "day": range(39)}).assign(**about))
    rows = pd.concat(frames).assign(subject_type="data", sample_size=10, numerator=None, period="day")
    rows["subject"] = np.where(rows["metric"] == "eventful", "fair", "shop")
    rows.loc[rows["metric"] == "recounted", "numerator"] = -1.0  # no share
    return rows.assign(period_start=FIRST + pd.to_timedelta(rows["day"], unit="D")).reset_index(drop=True)


def judge(project: Project, rows: pd.DataFrame, *arguments: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    project.table("measurements", rows, TYPES)
    run = project.dbt("run", "--select", "+flywheel__incidents", *arguments)
    assert run.success, run.messages
    verdicts = project.relation("flywheel__verdicts").sort_values(["series_id", "period_start"])
    incidents = project.relation("flywheel__incidents").sort_values(["series_id", "opened_at"])
    return verdicts.reset_index(drop=True), incidents.reset_index(drop=True)


def settle(project: Project, policies: dict[str, dict[str, Any]], events: list[dict[str, Any]]) -> None:
    meta = {"flywheel": {"metrics": policies}}
    project.write_yaml("models/metrics.yml", {"models": [{"name": "measurements", "config": {"meta": meta}}]})
    project.map_input("known_events", events, EVENT_TYPES)


@pytest.mark.slow
def test_only_what_changed_is_judged_again_and_all_is_as_if_judged_at_once(project: Project) -> None:
    project.vars["flywheel_measurements"] = ["measurements"]
    project.vars["flywheel_policy"] = {"method": "rolling", "training_periods": 14, "min_history": 14}
    schema = project.warehouse.profile().get("schema", "main")

    def assert_judged_again(rows: pd.DataFrame, otherwise: int, **first_days: int) -> None:
        """From these days on, and `otherwise` for the other metrics. What stands is known by a mark."""
        project.warehouse.execute(f"update {schema}.flywheel__verdicts set training_size = training_size + 1000")
        verdicts, incidents = judge(project, rows)
        day = (pd.to_datetime(verdicts["period_start"]) - FIRST).dt.days
        stands = verdicts["training_size"] >= 1000
        for metric, metric_stands in stands.groupby(verdicts["metric"]):
            wanted = day[metric_stands.index] < first_days.get(metric, otherwise)
            assert list(metric_stands) == list(wanted), metric
        verdicts["training_size"] -= 1000 * stands
        assert verdicts["breaches_in_a_row"].max() >= 3 and incidents["series_id"].nunique() > 10
        at_once = judge(project, rows, "--full-refresh")
        for grown, other in ((verdicts.drop(columns=["learned_at", "judged_at"]), at_once[0]), (incidents, at_once[1])):
            pd.testing.assert_frame_equal(grown, other[grown.columns], rtol=1e-9)

    rows = by_segment()
    is_whole, is_west = rows["segment"].isna(), rows["segment"] == "west"
    of = {metric: rows["metric"] == metric for metric in METRICS}
    narrow = rows[~(of["wide"] & is_west)]
    settle(project, POLICIES, [])
    judge(project, narrow[narrow["day"] < 36])
    # a day more, without a value where there is a storm, and one more: what was held back is judged, the storm goes on
    assert_judged_again(narrow[narrow["day"] < 37], otherwise=36, pending=34)
    assert_judged_again(narrow[narrow["day"] < 38], otherwise=37, pending=35)

    # late values, a late reference, sample and numerator alone; an earlier first day, a metric less, a segment more,
    # a newest day gone, other settings, an event
    rows.loc[of["late"] & is_whole & (rows["day"] == 30), "value"] = 170.0
    rows.loc[of["storm"] & is_whole & (rows["day"] == 36), "value"] = 180.0
    rows.loc[of["referred"] & (rows["segment"] == "north") & (rows["day"] == 32), "value"] = 120.0
    rows.loc[of["resized"] & is_west & (rows["day"] == 35), "sample_size"] = 11
    rows.loc[of["recounted"] & is_west & (rows["day"] == 34), "numerator"] = -2.0
    earlier = rows[of["backfilled"] & is_whole & (rows["day"] == 3)]
    earlier = earlier.assign(day=-4, period_start=FIRST - pd.Timedelta(days=4))
    wide = rows[~(of["wide"] & is_west & (rows["day"] < 31))]
    changed = pd.concat([wide, earlier])
    less = changed[(changed["metric"] != "gone") & (changed["day"] < 38 - (changed["metric"] == "pending"))]
    settle(
        project,
        POLICIES | {"strict": {"consecutive": 3, "max": 150}, "owned": {"owner": "growth"}},
        [EVENT | {"ends_at": EVENT["starts_at"]}],
    )
    assert_judged_again(
        less, otherwise=38, late=30, storm=36, backfilled=-4, wide=31, pending=35, strict=0, owned=0, eventful=33,
        referred=32, resized=35, recounted=34,
    )  # fmt: skip

    # all of it back again, without the event, and a day more
    settle(project, POLICIES, [])
    assert_judged_again(changed, otherwise=38, gone=0, pending=35, strict=0, owned=0, eventful=33)
