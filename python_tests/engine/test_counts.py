"""Counts: judged against what chance makes of them, and none is as good a count as any."""

from __future__ import annotations

import numpy as np
import pandas as pd
from harness.project import Project
from scipy import stats

DAYS = 100
FIRST = pd.Timestamp("2024-01-01")


def test_a_day_with_no_row_is_a_count_of_zero_that_fails(project: Project) -> None:
    """`b` sends three rows a day, then none for one day; `a` sends two hundred, so that the day exists."""
    counts = {"a": np.random.default_rng(0).poisson(200, DAYS), "b": np.random.default_rng(1).poisson(3, DAYS)}
    counts["a"][90] = 0
    rows = [
        {"happened_at": FIRST + pd.Timedelta(days=day), "source": source}
        for source, series in counts.items()
        for day in range(DAYS)
        for _ in range(series[day])
    ]
    project.table("events", rows, {"happened_at": "ts", "source": "str"})
    project.model(
        "measured",
        """
        {{ flywheel.measure(ref('events'), 'events', time_column='happened_at', metrics={
            'of_a': {'measure': 'row_count', 'where': "source = 'a'"},
            'of_b': {'measure': 'row_count', 'where': "source = 'b'"},
        }) }}
        """,
    )
    run = project.build("--select", "+flywheel__verdicts", flywheel_measurements=["measured"])
    assert run.success, run.messages
    rows = project.relation("flywheel__verdicts").set_index("metric")
    alarms = rows[rows["verdict"].isin(["warn", "fail"])]
    assert list(alarms.index) == ["of_a"]
    assert alarms["period_start"].iloc[0] == FIRST + pd.Timedelta(days=90)
    assert alarms["value"].iloc[0] == 0
    judged = rows.loc["of_b"]
    assert (judged["value"] == 0).any()
    assert set(judged[judged["value"] == 0]["verdict"]) <= {"pass", "not_assessed"}
    assert set(judged["verdict"].iloc[60:]) <= {"pass", "not_assessed"}
    # never tighter than chance alone: the Poisson quantile of the budget, split over both sides
    tail = 1 / 365.25 / 2
    quiet = rows.loc["of_a"].sort_values("period_start").iloc[60:90]
    assert (quiet["upper"] > stats.poisson.isf(tail, 190)).mean() > 0.9
