"""within_baseline: the newest values of any model, or of a measurement model, judged as flywheel__verdicts judges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

DAYS = 90
TYPES = {"day": "date", "region": "str", "on_time": "float", "orders": "float"}


def daily(last_orders_of_west: float) -> pd.DataFrame:
    """One row per day and region; the orders of the west end as given."""
    rng = np.random.default_rng(0)
    days = pd.date_range("2024-01-01", periods=DAYS).date
    frames = []
    for region in ["east", "west"]:
        orders = rng.normal(1000, 20, DAYS)
        if region == "west":
            orders[-1] = last_orders_of_west
        frames.append(
            pd.DataFrame({"day": days, "region": region, "on_time": rng.normal(0.9, 0.01, DAYS), "orders": orders})
        )
    return pd.concat(frames)


def test_the_newest_value_is_judged_and_the_row_says_what_was_expected(project: Project) -> None:
    project.table("daily", daily(last_orders_of_west=400), TYPES)
    project.model(
        "measured",
        """
        {{ flywheel.measure(ref('daily'), 'orders', time_column='day', segments='region', metrics={
            'orders': {'measure': 'mean', 'column': 'orders'}, 'on_time': {'measure': 'mean', 'column': 'on_time'},
        }) }}
        """,
    )

    def within(name: str, **arguments: object) -> dict[str, object]:
        return {"flywheel.within_baseline": {"name": name, "arguments": arguments}}

    by_region = {"time_column": "day", "segments": ["region"]}
    columns = [
        {"name": "on_time", "data_tests": [within("on_time", **by_region)]},
        {
            "name": "orders",
            "data_tests": [
                within("orders", **by_region),
                within("orders_rise", **by_region, policy={"direction": "up"}),
                within("orders_small", **by_region, policy={"min_effect": 0.7}),
                within("orders_too_young", **by_region, policy={"min_history": 500}),
                within("orders_fixed", **by_region, policy={"method": "fixed", "min": 300}),
            ],
        },
    ]
    measured = [
        within("measured_on_time", metric="on_time"),
        within("measured_all"),
        within("measured_strictly", metric="on_time", policy={"min": 0.99}),
    ]
    # what the model's own meta says holds for its tests as it holds for its verdicts
    project.model("lenient", "select * from {{ ref('measured') }}")
    meta = {"flywheel": {"owner": "somebody", "metrics": {"orders": {"min_effect": 0.7}}}}
    lenient = [within("leniently"), within("strictly_after_all", policy={"min_effect": 0.1})]
    project.write_yaml(
        "models/daily.yml",
        {
            "models": [
                {"name": "daily", "columns": columns},
                {"name": "measured", "data_tests": measured},
                {"name": "lenient", "data_tests": lenient, "config": {"meta": meta}},
            ]
        },
    )
    run = project.build("--select", "daily", "measured", "lenient")
    failing = {name for name, status in run.statuses.items() if status == "fail"}
    assert failing == {"orders", "measured_all", "measured_strictly", "strictly_after_all"}, run.messages
    assert "error" not in run.statuses.values()

    rows = project.failing_rows(run, "orders")
    assert list(rows["segment"]) == ["west"]
    assert rows["value"][0] == 400
    assert 900 < rows["lower"][0] < rows["expected"][0] < 1100
    assert rows["reason"][0].startswith("400 is below ")
    assert set(project.failing_rows(run, "strictly_after_all")["owner"]) == {"somebody"}
    # one cause is told once: the west's part of it is told by the whole
    rows = project.failing_rows(run, "measured_all")
    assert list(rows["segment"].isna()) == [True]
    assert list(rows["metric"]) == ["orders"]
    assert rows["reason"][0].endswith("; most of it in region west")
    assert list(rows["subject"]) == ["orders"]


def test_a_season_that_only_the_test_names_is_judged_by(duckdb_project: Project) -> None:
    """High on the first five of each month, and not so on the last first: a fault only to who knows of months."""
    days = pd.date_range("2023-01-01", "2024-01-01")
    orders = np.random.default_rng(4).normal(1000, 10, len(days)) + np.where(days.day <= 5, 300, 0)
    orders[-1] -= 300
    daily = pd.DataFrame({"day": days.date, "orders": orders})
    duckdb_project.table("daily", daily, {"day": "date", "orders": "float"})
    tests = [
        {
            "flywheel.within_baseline": {
                "name": season,
                "arguments": {"time_column": "day", "policy": {"season": season, "direction": "down"}},
            }
        }
        for season in ["day_of_month", "day_of_week", "none"]
    ]
    columns = [{"name": "orders", "data_tests": tests}]
    duckdb_project.write_yaml("models/daily.yml", {"models": [{"name": "daily", "columns": columns}]})
    run = duckdb_project.build("--select", "daily")
    assert {name for name, status in run.statuses.items() if status == "fail"} == {"day_of_month"}, run.messages
    row = duckdb_project.failing_rows(run, "day_of_month").iloc[0]
    assert row["expected"] == pytest.approx(1300, rel=0.03)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "Set the test on the column that holds the value and give it a time_column"),
        ({"time_column": "day", "period": "year"}, "period is 'year', wanted one of hour, day, week, month"),
        (
            {"time_column": "day", "policy": {"sensitivity": 3}},
            "within_baseline sets 'sensitivity', which is not a setting",
        ),
        ({"time_column": "day", "periods": 0}, "periods is 0, wanted a whole number from 1 up"),
    ],
)
def test_wrong_arguments_stop_with_their_name(duckdb_project: Project, arguments: dict[str, object], said: str) -> None:
    duckdb_project.model("daily", "select 1 as orders, current_date as day")
    test = {"flywheel.within_baseline": {"arguments": arguments}}
    columns = [{"name": "orders", "data_tests": [test]}]
    duckdb_project.write_yaml("models/daily.yml", {"models": [{"name": "daily", "columns": columns}]})
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert said in run.messages
