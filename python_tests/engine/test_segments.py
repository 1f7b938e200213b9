"""Many segments and one cause: the budget is shared, and the whole says where its change sits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from scipy import stats

FIRST = pd.Timestamp("2024-01-01")
DAYS, BROKEN, GRACE = 100, 90, 40
TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
SIZES = {"north": 900, "east": 300, "south": 200, "west": 100, "isle": 10}


def measured() -> pd.DataFrame:
    """Orders by region, and in all; on one day the north loses nine tenths; a last region is new."""
    rng = np.random.default_rng(3)
    counts = {region: rng.poisson(size, DAYS).astype(float) for region, size in SIZES.items()}
    counts["north"][BROKEN] = 90
    whole = sum(counts.values())
    rows = [pd.DataFrame({"value": whole, "day": range(DAYS)})]
    rows += [
        pd.DataFrame({"value": c, "day": range(DAYS), "segment": r, "segment_by": "region"}) for r, c in counts.items()
    ]
    fresh = np.where(np.arange(45) == 38, 0, rng.poisson(200, 45)).astype(float)
    rows.append(pd.DataFrame({"value": fresh, "day": range(55, DAYS), "segment": "new", "segment_by": "region"}))
    frame = pd.concat(rows).assign(subject_type="data", subject="shop", metric="orders", numerator=None, period="day")
    frame["sample_size"] = frame["value"].astype("int64")
    return frame.assign(period_start=FIRST + pd.to_timedelta(frame["day"], unit="D")).reindex(columns=list(TYPES))


def judged(project: Project) -> pd.DataFrame:
    project.table("measurements", measured(), TYPES)
    run = project.build(
        "--select", "+flywheel__incidents",
        flywheel_measurements=["measurements"], flywheel_verdict_severity="warn", flywheel_policy={"grace": GRACE},
    )  # fmt: skip
    assert run.success, run.messages
    rows = project.relation("flywheel__verdicts")
    return rows.assign(day=(pd.to_datetime(rows["period_start"]) - FIRST).dt.days)


@pytest.mark.slow
def test_q_values_are_those_of_scipy_times_the_ways_of_splitting(project: Project) -> None:
    rows = judged(project)
    with_q = rows[rows["q_value"].notna()]
    assert len(with_q) > 300
    assert with_q["p_value"].notna().all()
    assert (with_q["verdict"] != "not_assessed").all()
    for _, period in with_q.groupby("day"):
        families = period.groupby(period["segment_by"].fillna("-"))
        for _, family in families:
            wanted = stats.false_discovery_control(family["p_value"].astype(float)) * families.ngroups
            np.testing.assert_allclose(family["q_value"].astype(float), np.minimum(wanted, 1), rtol=1e-9)


def test_one_cause_is_told_once_and_says_where_it_sits(project: Project) -> None:
    rows = judged(project)
    whole = rows[rows["segment"].isna()].set_index("day")
    parts = rows[rows["segment"].notna()].set_index(["segment", "day"])
    assert whole.loc[BROKEN, "verdict"] == "fail"
    assert "; most of it in region north (" in whole.loc[BROKEN, "reason"]
    assert parts.loc[("north", BROKEN), "verdict"] == "fail"
    assert parts.loc[("north", BROKEN), "part_of"] == whole.loc[BROKEN, "series_id"]
    assert rows[rows["verdict"] == "pass"]["part_of"].isna().all()

    incidents = project.relation("flywheel__incidents").set_index("segment")
    assert incidents.loc["north", "part_of"] == whole.loc[BROKEN, "series_id"]
    assert incidents[incidents.index.isna()]["part_of"].isna().all()

    # a segment that is new is not judged in its first periods, whatever happens to it
    assert parts.loc[("new", 55 + 38), "verdict"] == "not_assessed"
    assert parts.loc[("new", 55 + 38), "reason"] == "in its first 40 periods"
    assert parts.loc[("new", 55 + 41), "verdict"] == "pass"
