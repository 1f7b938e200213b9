"""on_target: the newest values, held against a target of the test's own or of the model's meta."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

FIRST = pd.Timestamp("2024-01-01")
TYPES = {"day": "date", "region": "str", "on_time": "float", "cost": "float"}
EVENTS = {"subject": "str", "segment": "str", "starts_at": "ts", "ends_at": "ts", "reason": "str"}
MEASURED = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
ON_TIME = {
    "east": [0.9, 0.7, 0.9, 0.79, 0.75, 0.78],
    "west": [0.9, 0.9, 0.9, 0.9, 0.9, 0.8],
    "isle": [0.1, 0.9, 0.9, 0.9, 0.7, None],
}


def day(number: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=number)


def daily() -> pd.DataFrame:
    return pd.DataFrame(
        {"day": day(number).date(), "region": region, "on_time": value, "cost": 10.0 + number}
        for region, values in ON_TIME.items()
        for number, value in enumerate(values)
    )


def on_target(name: str, **arguments: Any) -> dict[str, Any]:
    return {"flywheel.on_target": {"name": name, "arguments": arguments}}


def on_column(project: Project, model: str, column: str, *tests: dict[str, Any], **meta: Any) -> None:
    columns = [{"name": column, "data_tests": list(tests)}]
    content = {"name": model, "columns": columns, "config": {"meta": {"flywheel": meta}}}
    project.write_yaml(f"models/{model}_{column}.yml", {"models": [content]})


def failing(project: Project, run: Any) -> set[str]:
    assert not {"error", "skipped"} & set(run.statuses.values()), run.messages
    return {name for name, status in run.statuses.items() if status == "fail"}


def test_a_column_is_held_against_the_target_of_the_test_or_of_its_meta(project: Project) -> None:
    by_region = {"time_column": "day", "segments": ["region"]}
    project.table("daily", daily(), TYPES)
    for copy in ["known", "nothing", "strict"]:
        project.model(copy, f"select * from {{{{ ref('daily') }}}} {'where 1 = 0' if copy == 'nothing' else ''}")
    low = {"target": 0.8, "direction": "down"}
    on_column(
        project, "daily", "on_time",
        on_target("below", **by_region, **low),
        on_target("below_in_two", **by_region, **low, periods=2),
        on_target("low_enough", **by_region, target=0.78, direction="down"),
        on_target("above", **by_region, target=0.79, direction="up"),
        on_target("patient", **by_region, **low, policy={"consecutive": 4}),
        on_target("delayed", **by_region, **low, policy={"delay": 1}),
        on_target("by_policy", **by_region, policy=low),
    )  # fmt: skip
    on_column(project, "known", "on_time", on_target("of_meta", **by_region), owner="ops", metrics={"on_time": low})
    on_column(project, "strict", "on_time", on_target("of_both", **by_region, target=0.9), metrics={"on_time": low})
    on_column(project, "nothing", "on_time", on_target("of_nothing", **by_region, **low))
    run = project.build("--select", "daily", "known", "strict", "nothing")
    assert failing(project, run) == {"below", "below_in_two", "above", "delayed", "by_policy", "of_meta", "of_both"}

    row = project.failing_rows(run, "below").set_index("segment").loc["east"]
    assert len(project.failing_rows(run, "below")) == 1
    assert (row["subject"], row["metric"], row["segment_by"]) == ("daily", "on_time", "region")
    assert (row["period_start"], row["off_target_since"], row["periods_off_target"]) == (day(5), day(3), 3)
    assert (row["observed"], row["target"]) == (0.78, 0.8)
    assert row["gap"] == pytest.approx(0.78 - 0.8)
    assert row["reason"] == f"0.78 is below the target of 0.8 by 0.02, since {day(3)} (3 in a row)"

    # a null is no evidence: what the isle last had is of the period before
    rows = project.failing_rows(run, "below_in_two").sort_values(["segment", "period_start"])
    assert list(zip(rows["segment"], rows["period_start"], strict=True)) == [
        ("east", day(4)),
        ("east", day(5)),
        ("isle", day(4)),
    ]
    assert set(project.failing_rows(run, "delayed")["segment"]) == {"east", "isle"}
    assert project.failing_rows(run, "above")["segment"].tolist() == ["west"]
    assert project.failing_rows(run, "of_meta")["owner"].tolist() == ["ops"]
    # the test's own target wins over that of the meta, whose direction still holds
    rows = project.failing_rows(run, "of_both")
    assert set(rows["segment"]) == {"east", "west"}
    assert set(rows["target"]) == {0.9}


def measurements() -> pd.DataFrame:
    """On-time share and cost of a shop by day, in all and by region; the shares of the west rest on few rows."""
    rows = [
        {"metric": metric, "segment": segment, "period_start": day(number), "value": value, "sample_size": size}
        for number in range(3)
        for metric, segment, value, size in [
            ("on_time", None, 0.75, 110),
            ("on_time", "east", 0.7, 100),
            ("on_time", "west", 0.5, 10),
            ("cost", None, 20.0, 110),
            ("rows", None, 3.0, 3),
        ]
    ]
    frame = pd.DataFrame(rows).assign(subject_type="data", subject="shop", numerator=np.nan, period="day")
    frame["segment_by"] = np.where(frame["segment"].notna(), "region", None)
    return frame.reindex(columns=list(MEASURED))


def test_a_measurement_model_is_judged_by_the_metrics_that_have_a_target(project: Project) -> None:
    project.table("measured", measurements(), MEASURED)
    metrics = {
        "on_time": {"target": 0.8, "direction": "down", "min_sample_size": 50},
        "cost": {"target": 20, "direction": "up"},
        "rows": {"direction": "down", "min": 5},
    }
    event = {"subject": "shop", "segment": "east", "starts_at": day(2), "ends_at": day(2), "reason": "a strike"}
    project.map_input("known_events", pd.DataFrame([event]).reindex(columns=list(EVENTS)), EVENTS)
    tests = [
        on_target("all_metrics"),
        on_target("cost_only", metric="cost"),
        on_target("cost_stricter", metric=["cost"], target=19.99),
        on_target("rows_too", metric="rows", target=3.5),
        on_target("any_metric", target=0.1, direction="down"),
    ]
    model = {"name": "measured", "data_tests": tests, "config": {"meta": {"flywheel": {"metrics": metrics}}}}
    project.write_yaml("models/measured.yml", {"models": [model]})
    run = project.build("--select", "measured", "+flywheel__input_known_events")
    assert failing(project, run) == {"all_metrics", "cost_stricter", "rows_too"}
    rows = project.failing_rows(run, "all_metrics")
    # the east is in a known event and the west too small; twenty is no more than twenty
    assert list(zip(rows["metric"], rows["segment"].isna(), strict=True)) == [("on_time", True)]
    assert project.failing_rows(run, "cost_stricter")["gap"].tolist() == [pytest.approx(20 - 19.99)]
    assert project.failing_rows(run, "rows_too")["periods_off_target"].tolist() == [3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"target": "high"}, "on_target sets target to 'high', wanted a number"),
        ({"direction": "sideways"}, "on_target sets direction to 'sideways', wanted one of down, up"),
        ({"direction": "both"}, "on_target: direction is 'both', wanted down (below the target is bad) or up"),
        ({"time_column": None}, "on_target: time_column is None and the column is on_time"),
        ({"period": "year"}, "on_target: period is 'year'"),
        ({"periods": -1}, "on_target: periods is -1, wanted a whole number from 1 up"),
    ],
)
def test_wrong_arguments_stop_while_parsing(duckdb_project: Project, arguments: dict[str, Any], said: str) -> None:
    duckdb_project.model("daily", "select 1 as on_time, current_date as day")
    given = {"time_column": "day", "target": 1, "direction": "down"} | arguments
    on_column(duckdb_project, "daily", "on_time", on_target("t", **given))
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert said in run.messages


@pytest.mark.parametrize(
    ("arguments", "metrics", "said"),
    [
        (
            {},
            {},
            "metric 'on_time' of model 'daily' has no target. Set target as an argument of the test, or in the model's",
        ),
        (
            {"target": 1},
            {},
            "metric 'on_time' of model 'daily' has the target 1 and direction 'both', which does not say",
        ),
        (
            {},
            {"on_time": {"target": 0.8}},
            "Set direction to down (below is bad) or up (above is bad) as an argument of",
        ),
        ({}, {"on_time": {"target": 0.8, "direction": "both"}}, "has the target 0.8 and direction 'both'"),
    ],
)
def test_what_neither_test_nor_meta_says_is_asked_for(
    duckdb_project: Project, arguments: dict[str, Any], metrics: dict[str, Any], said: str
) -> None:
    duckdb_project.model("daily", "select 1 as on_time, current_date as day")
    on_column(duckdb_project, "daily", "on_time", on_target("t", time_column="day", **arguments), metrics=metrics)
    run = duckdb_project.build("--select", "daily")
    assert run.statuses["t"] == "error"
    assert said in run.messages


def test_a_measurement_model_without_any_target_says_how_to_set_one(duckdb_project: Project) -> None:
    duckdb_project.table("measured", measurements(), MEASURED)
    duckdb_project.write_yaml("models/m.yml", {"models": [{"name": "measured", "data_tests": [on_target("t")]}]})
    run = duckdb_project.build("--select", "measured")
    assert run.statuses["t"] == "error"
    assert "no metric of model 'measured' has a target. Set target and direction as arguments" in run.messages
