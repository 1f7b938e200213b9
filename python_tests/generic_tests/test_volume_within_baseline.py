"""volume_within_baseline: rows per period, judged as a count; a period without a row is a count of zero."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

FIRST = pd.Timestamp("2024-01-01")  # a Monday
DAYS = 90
NOW = FIRST + pd.Timedelta(days=DAYS, hours=6)
NEWEST = FIRST + pd.Timedelta(days=DAYS - 1)
TYPES = {"ordered_at": "ts", "region": "str"}
EVENTS = {"subject": "str", "segment": "str", "starts_at": "ts", "ends_at": "ts", "reason": "str"}
SIZES = {"east": 300, "west": 60}


def counted(**changes: dict[int, int]) -> dict[str, np.ndarray]:
    """Orders by region and day, at random; `changes` sets days of regions."""
    rng = np.random.default_rng(0)
    counts = {region: rng.poisson(size, DAYS) for region, size in SIZES.items()}
    for region, days in changes.items():
        for day, count in days.items():
            counts[region][day] = count
    return counts


def rows_of(counts: dict[str, np.ndarray], hours: int = 24) -> pd.DataFrame:
    """One row per order, spread over its period of so many hours."""
    frames = []
    for region, per_period in counts.items():
        period = np.repeat(np.arange(len(per_period)), per_period)
        moments = FIRST + pd.to_timedelta(
            (period + np.random.default_rng(1).uniform(0, 1, len(period))) * hours, unit="h"
        )
        frames.append(pd.DataFrame({"ordered_at": moments.floor("s"), "region": region}))
    return pd.concat(frames)


def volume(name: str, **arguments: Any) -> dict[str, Any]:
    return {"flywheel.volume_within_baseline": {"name": name, "arguments": {"time_column": "ordered_at"} | arguments}}


def test_the_last_complete_period_is_judged_and_a_dead_segment_fails(project: Project) -> None:
    counts = counted(west=dict.fromkeys(range(DAYS - 5, DAYS), 0))
    running = pd.DataFrame({"ordered_at": [NOW.floor("D"), NOW, NOW + pd.Timedelta(days=3), None], "region": "east"})
    project.table("orders", pd.concat([rows_of(counts), running]), TYPES)
    project.model("healthy", "select * from {{ ref('orders') }} where region = 'east'")
    project.model("dead", "select * from {{ ref('orders') }} where region = 'west'")
    project.model("empty", "select * from {{ ref('orders') }} where 1 = 0")
    meta = {"flywheel": {"owner": "shop", "metrics": {"row_count": {"direction": "up"}}}}
    project.write_yaml(
        "models/orders.yml",
        {
            "models": [
                {
                    "name": "orders",
                    "data_tests": [
                        volume("whole"),
                        volume("by_region", segments=["region"]),
                        volume("young", segments=["region"], policy={"min_history": 200}),
                        volume("weekly", period="week", segments="region", policy={"min_history": 8}),
                    ],
                },
                {"name": "healthy", "data_tests": [volume("healthy_days"), volume("quiet_hours", period="hour")]},
                {"name": "dead", "data_tests": [volume("dead_days")]},
                {"name": "empty", "data_tests": [volume("empty_days"), volume("empty_by", segments=["region"])]},
                {"name": "rising", "config": {"meta": meta}, "data_tests": [
                    volume("only_up", segments="region"),
                    volume("both_say_down", segments="region", policy={"direction": "down"}),
                ]},
            ]
        },
    )  # fmt: skip
    project.model("rising", "select * from {{ ref('orders') }}")
    run = project.build(
        "--select",
        "orders",
        "healthy",
        "dead",
        "empty",
        "rising",
        flywheel_now=str(NOW),
    )
    failing = {name for name, status in run.statuses.items() if status == "fail"}
    assert "error" not in run.statuses.values(), run.messages
    # the last hour that is over is the sixth of a day of which nearly nothing has come yet
    assert failing == {"by_region", "dead_days", "quiet_hours", "both_say_down"}, run.messages

    row = project.failing_rows(run, "dead_days").iloc[0]
    assert (row["subject"], row["metric"], row["period_start"], row["value"]) == ("dead", "row_count", NEWEST, 0)
    assert counts["west"][:80].mean() == pytest.approx(row["expected"], rel=0.1)
    assert row["reason"].startswith("0 is below ")
    rows = project.failing_rows(run, "by_region")
    assert list(rows["segment"].fillna("the whole")) == ["west"]
    assert set(project.failing_rows(run, "both_say_down")["owner"]) == {"shop"}
    # in one scan
    assert run.results["by_region"].node.compiled_code.count('orders"') == 1


def test_zeros_run_from_the_first_row_of_a_segment_and_the_whole_tells_for_its_parts(project: Project) -> None:
    """The first 60 days have no west; on the last, the east, most of the whole, is gone."""
    counts = counted(west=dict.fromkeys(range(60), 0), east={DAYS - 1: 20})
    project.table("orders", rows_of(counts), TYPES)
    project.write_yaml(
        "models/orders.yml",
        {"models": [{"name": "orders", "data_tests": [
            volume("by_region", segments="region"), volume("of_two", segments="region", periods=2),
            volume("late_data", segments="region", policy={"delay": 1}),
        ]}]},
    )  # fmt: skip
    run = project.build("--select", "orders", flywheel_now=str(NOW))
    assert run.statuses["late_data"] == "pass", run.messages
    rows = project.failing_rows(run, "by_region")
    assert list(rows["segment"].isna()) == [True]
    assert rows["value"][0] == counts["east"][-1] + counts["west"][-1]
    assert "most of it in region east" in rows["reason"][0]
    assert len(project.failing_rows(run, "of_two")) == 1
    measured = run.results["by_region"].node.compiled_code.split("policies as (")[0].rstrip().rstrip(",")
    measured = project.query(measured + " select segment, period_start, value, sample_size from measurements")
    west = measured[measured["segment"] == "west"].sort_values("period_start")
    np.testing.assert_array_equal(west["value"].astype(float), counts["west"][60:])
    assert (measured["value"].astype(float) == measured["sample_size"].astype(float)).all()


@pytest.mark.parametrize("period", ["hour", "week", "month"])
def test_periods_of_every_length_are_counted_as_pandas_counts(project: Project, period: str) -> None:
    """Fewer than one row a day, so that there are hours and weeks without any."""
    rng = np.random.default_rng(5)
    moments = (FIRST + pd.to_timedelta(np.sort(rng.uniform(0, 200, 40)), unit="D")).floor("s")
    project.table("orders", pd.DataFrame({"ordered_at": moments, "region": None}), TYPES)
    project.write_yaml(
        "models/orders.yml", {"models": [{"name": "orders", "data_tests": [volume("v", period=period)]}]}
    )
    now = FIRST + pd.Timedelta(days=230, hours=5)
    run = project.build("--select", "orders", flywheel_now=str(now))
    assert run.success, run.messages
    code = run.results["v"].node.compiled_code.split("policies as (")[0].rstrip().rstrip(",")
    measured = project.query(code + " select period_start, value from measurements order by 1")
    rule = {"hour": "h", "week": "W-SUN", "month": "M"}[period]
    starts = pd.period_range(moments[0], now, freq=rule)[:-1]
    wanted = pd.Series(1, moments.to_period(rule)).groupby(level=0).sum().reindex(starts, fill_value=0)
    assert list(measured["period_start"]) == list(wanted.index.start_time)
    np.testing.assert_array_equal(measured["value"].astype(float), wanted)


def test_weekends_without_rows_are_expected_and_known_events_excuse(project: Project) -> None:
    is_weekday = np.array([(FIRST + pd.Timedelta(days=day)).weekday() < 5 for day in range(DAYS)])
    counts = {"east": np.where(is_weekday, counted()["east"], 0)}
    sunday = DAYS - 7 + 6 - (FIRST + pd.Timedelta(days=DAYS - 1)).weekday()
    sunday = next(day for day in range(DAYS - 1, 0, -1) if (FIRST + pd.Timedelta(days=day)).weekday() == 6)
    monday = sunday - 6
    project.table("orders", rows_of(counts), TYPES)
    project.table("strike", rows_of({"east": np.where(np.arange(DAYS) == monday, 0, counts["east"])}), TYPES)
    project.model("planned", "select * from {{ ref('strike') }}")
    event = {
        "subject": "planned",
        "starts_at": FIRST + pd.Timedelta(days=monday),
        "ends_at": FIRST + pd.Timedelta(days=monday),
        "reason": "a strike",
    }
    project.map_input("known_events", pd.DataFrame([event]).reindex(columns=list(EVENTS)), EVENTS)
    names = ["orders", "strike", "planned"]
    project.write_yaml("models/orders.yml", {"models": [{"name": n, "data_tests": [volume(f"of_{n}")]} for n in names]})

    def failing(day: int) -> set[str]:
        now = str(FIRST + pd.Timedelta(days=day + 1))
        run = project.build("--select", *names, "+flywheel__input_known_events", flywheel_now=now)
        assert "error" not in run.statuses.values(), run.messages
        return {name for name, status in run.statuses.items() if status == "fail"}

    assert failing(sunday) == set()
    assert failing(monday) == {"of_strike"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"time_column": None}, "volume_within_baseline: time_column is None, wanted the name of the column"),
        ({"period": "year"}, "volume_within_baseline: period is 'year', wanted one of hour, day, week, month"),
        ({"policy": {"sensitivity": 3}}, "volume_within_baseline sets 'sensitivity', which is not a setting"),
        ({"periods": 0}, "volume_within_baseline: periods is 0, wanted a whole number from 1 up"),
    ],
)
def test_wrong_arguments_stop_with_their_name(duckdb_project: Project, arguments: dict[str, Any], said: str) -> None:
    duckdb_project.model("orders", "select current_timestamp as ordered_at")
    duckdb_project.write_yaml(
        "models/o.yml", {"models": [{"name": "orders", "data_tests": [volume("v", **arguments)]}]}
    )
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert said in run.messages
