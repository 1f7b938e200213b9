"""One more day, late data, a backfill: the same as if everything were judged at once, and nothing else is touched."""

from __future__ import annotations

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
    assert_same(changed, build(project, late, "--full-refresh"))

    backfilled = late.copy()
    backfilled.loc[(backfilled["metric"] == "amount") & (backfilled["day"] == 20), "value"] = 55.0
    filled = build(project, backfilled)
    others = filled[~filled["series_id"].str.contains("amount")]
    assert_same(filled, build(project, backfilled, "--full-refresh"))
    assert len(others) == (late["metric"] != "amount").sum()
