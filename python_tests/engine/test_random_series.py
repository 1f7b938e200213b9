"""Learned by random steps or at once: the same, for random series that repeat, stand still, step and stop."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from harness.warehouse import DuckDB
from hypothesis import given, seed, settings
from hypothesis import strategies as st

DAYS, BORN = 100, 84
FIRST = pd.Timestamp("2024-01-01")
TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
LEVELS = st.sampled_from([0.0, 0.1, 0.3, 1 / 3, 0.7, 1.1, 7.0, 12.7, 1e6])
CHANGES = st.sampled_from([0.0, 0.25, 0.5, 0.9, 0.95, 1.0, 1.05, 1.1, 1.5, 2.0])


@st.composite
def values(draw: st.DrawFn) -> np.ndarray:
    """Constant, scheduled, rounded or stepped, with a change somewhere, and holes."""
    kind = draw(st.sampled_from(["constant", "schedule", "rounded", "steps", "counts"]))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    days = np.arange(DAYS)
    if kind == "constant":
        found = np.full(DAYS, draw(LEVELS))
    elif kind == "schedule":
        found = np.array(draw(st.lists(LEVELS, min_size=7, max_size=7)))[days % 7]
    elif kind == "rounded":
        found = np.round(rng.normal(50, 3, DAYS), draw(st.integers(0, 1)))
    elif kind == "steps":
        found = np.repeat(rng.choice([0.1, 0.3, 0.7, 1.1], 20), rng.integers(5, 30, 20))[:DAYS]
    else:
        found = rng.poisson(draw(st.sampled_from([0.3, 3.0, 300.0])) * np.where(days % 7 >= 5, 0.5, 1)).astype(float)
    begin = draw(st.integers(40, DAYS - 1))
    found[begin : begin + draw(st.integers(1, 60))] *= draw(CHANGES)
    found[rng.random(DAYS) < draw(st.sampled_from([0, 0.05]))] = np.nan
    return np.floor(found) if kind == "counts" else found


@st.composite
def measurements(draw: st.DrawFn) -> pd.DataFrame:
    """A dozen series of reals, counts and shares, and some that have days without a row."""
    frames = []
    for number in range(12):
        frame = pd.DataFrame({"value": draw(values()), "sample_size": 10.0, "day": range(DAYS), "metric": f"m{number}"})
        as_kind = draw(st.sampled_from(["real", "real", "count", "share"]))
        if as_kind != "real":
            frame["value"] = frame["value"].round()
            frame["sample_size"] = frame["value"]
        if as_kind == "share":
            frame["sample_size"] = draw(st.sampled_from([24.0, 1e6])) + frame["value"]
            frame["numerator"] = frame["value"]
            frame["value"] = frame["numerator"] / frame["sample_size"]
        if draw(st.booleans()):
            frame = frame[~frame["day"].isin(draw(st.sets(st.integers(1, DAYS - 2), max_size=5)))]
        frames.append(frame)
    rows = pd.concat(frames).assign(subject_type="data", subject="shop", period="day")
    rows["period_start"] = FIRST + pd.to_timedelta(rows["day"], unit="D")
    rows["sample_size"] = rows["sample_size"].astype("Int64")
    return rows.reindex(columns=[*TYPES, "day"])


def built(project: Project, rows: pd.DataFrame, *arguments: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    project.table("measurements", rows, TYPES)
    run = project.build("--select", "+flywheel__verdicts", "--exclude", "resource_type:test", *arguments)
    assert run.success, run.messages
    key = ["series_id", "period_start"]
    tables = [project.relation(name).sort_values(key) for name in ("flywheel__expectations", "flywheel__verdicts")]
    return tables[0].reset_index(drop=True), tables[1].reset_index(drop=True)


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert len(one) == len(other)
    # texts hold rounded numbers, which may round either way
    for column in one.columns.drop(["learned_at", "judged_at", "signal", "reason"], errors="ignore"):
        if pd.api.types.is_numeric_dtype(one[column]) and pd.api.types.is_numeric_dtype(other[column]):
            np.testing.assert_allclose(one[column], other[column], rtol=1e-6, atol=1e-8, err_msg=column)
        else:
            unlike = one[column].fillna("-").astype(str) != other[column].fillna("-").astype(str)
            assert not unlike.any(), (column, one[unlike].head().to_dict("records"))


def consumer(folder: Path, **policy: Any) -> Project:
    project = Project(folder / "project", DuckDB(folder / "warehouse.duckdb"))
    project.vars |= {
        "flywheel_measurements": ["measurements"],
        "flywheel_verdict_severity": "warn",
        "flywheel_policy": policy,
    }
    project.map_input(
        "known_events",
        [{"starts_at": FIRST + pd.Timedelta(days=60), "ends_at": FIRST + pd.Timedelta(days=61), "reason": "a feast"}],
        {"starts_at": "ts", "ends_at": "ts", "reason": "str"},
    )
    return project


def assert_grown_is_learned_at_once(project: Project, rows: pd.DataFrame, steps: list[int]) -> None:
    built(project, rows[rows["day"] < steps[0]], "--full-refresh")
    for number in [*steps[1:], DAYS]:
        grown = built(project, rows[rows["day"] < number])
    at_once = built(project, rows, "--full-refresh")
    for one, other in zip(grown, at_once, strict=True):
        assert_same(one, other)


@seed(1)
@settings(max_examples=2, deadline=None, database=None)
@given(measurements(), st.sets(st.integers(BORN, DAYS - 1), min_size=2, max_size=3).map(sorted))
def test_what_is_grown_by_random_steps_is_what_is_learned_at_once(rows: pd.DataFrame, steps: list[int]) -> None:
    with TemporaryDirectory() as folder:
        assert_grown_is_learned_at_once(consumer(Path(folder)), rows, steps)


@pytest.mark.parametrize("min_effect", [0.05, 0])
def test_what_is_equal_but_for_the_last_digit_is_equal(duckdb_project: Project, min_effect: float) -> None:
    """Series that sit exactly on what they are compared with: half, a tenth more, the mean of their own week."""
    days = np.arange(DAYS)
    frames = []
    for level in (0.1, 0.3, 0.7, 1 / 3, 12.7):
        for change in (0.0, 0.5, 0.9, 0.95, 1.0, 1.05, 1.1, 1.5):
            for begin in (40, 60, 85):
                found = np.where(days >= begin, level * change, level)
                frames.append(pd.DataFrame({"value": found, "metric": f"{level}_{change}_{begin}", "day": days}))
    for number in range(60):
        rng = np.random.default_rng(number)
        found = np.repeat(rng.choice([0.1, 0.3, 0.7, 1.1], 20), rng.integers(3, 30, 20))[:DAYS]
        frames.append(pd.DataFrame({"value": found, "metric": f"steps_{number}", "day": days}))
    rows = pd.concat(frames).assign(subject_type="data", subject="shop", period="day", sample_size=10)
    rows = rows.assign(period_start=FIRST + pd.to_timedelta(rows["day"], unit="D")).reindex(columns=[*TYPES, "day"])
    project = duckdb_project
    project.vars |= {
        "flywheel_measurements": ["measurements"],
        "flywheel_verdict_severity": "warn",
        "flywheel_policy": {"min_effect": min_effect},
    }
    assert_grown_is_learned_at_once(project, rows, [70])
