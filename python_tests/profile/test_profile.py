"""The operations profile and suggest_expectations: what is in a relation, and a test that passes on it with room."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import yaml
from harness.project import Project
from measures.references import TYPES, real_flights


def operation(project: Project, name: str, capsys: pytest.CaptureFixture, **arguments: str) -> str:
    """What a run-operation prints."""
    capsys.readouterr()
    run = project.dbt("run-operation", f"flywheel.{name}", "--args", yaml.safe_dump(arguments))
    printed = capsys.readouterr().out
    assert run.success, printed
    return printed


def flights() -> pd.DataFrame:
    """Three thousand flights as they came, and columns of a quoted name, of no value, and of one value."""
    frame = real_flights().head(3000)
    return frame.assign(**{"Air Time": frame["air"], "never": None, "ever": 7.0, "seen": frame["delay"] > 15})


FLIGHT_TYPES = TYPES | {"Air Time": "float", "never": "str", "ever": "float", "seen": "bool"}


def test_a_profile_agrees_with_pandas(project: Project, capsys: pytest.CaptureFixture) -> None:
    frame = flights()
    project.table("flights", frame, FLIGHT_TYPES)
    assert project.build("--select", "flights").success
    printed = operation(project, "profile", capsys, model="flights", where="id >= 1000")
    lines = [re.split(r"  +", line) for line in printed.splitlines() if line.strip()]
    frame = frame[frame["id"] >= 1000]
    assert [line[0] for line in lines if ": " not in line[0]] == ["column", *FLIGHT_TYPES]
    counts = frame["origin"].value_counts()
    bars = [f"{origin} {n:,} ({n / 20:.2f}%)" for origin, n in counts.items()]
    assert f"origin: {', '.join(bars)}" in printed.splitlines()
    delay = next(line for line in lines if line[0] == "delay")
    known = frame["delay"].dropna()
    figures = [float(text.rstrip("%").replace(",", "")) for text in delay[2:]]
    wanted = [2000, 100 * len(known) / 2000, known.nunique(), known.min(), known.max(), known.mean(), known.std()]
    wanted += list(np.quantile(known, [0.05, 0.25, 0.5, 0.75, 0.95]))
    assert figures == pytest.approx(wanted, rel=1e-3)
    day = next(line for line in lines if line[0] == "day")
    assert str(frame["day"].min()) in " ".join(day)
    assert next(line for line in lines if line[0] == "never")[2:] == ["2,000", "0.00%", "0"]


@pytest.mark.slow
def test_what_is_suggested_passes_today_and_breaks_when_the_data_does(
    project: Project, capsys: pytest.CaptureFixture
) -> None:
    frame = flights()
    project.table("flights", frame, FLIGHT_TYPES)
    project.model("few", "select * from {{ ref('flights') }} where id < 5")
    project.model("none_at_all", "select * from {{ ref('flights') }} where id < 0")
    assert project.build("--select", "flights", "few", "none_at_all").success
    suggested = yaml.safe_load(operation(project, "suggest_expectations", capsys, model="flights"))
    test = suggested["models"][0]["data_tests"][0]["flywheel.meets_expectations"]
    columns = test["arguments"]["columns"]
    assert columns["id"] == {"not_null": True, "unique": True}
    assert columns["origin"]["accepted_values"] == {"values": ["EWR", "JFK", "LGA"], "mostly": 0.99}
    assert columns["delay"]["not_null"] < frame["delay"].notna().mean()
    assert columns["distance"]["in_range"][0] == 0
    assert columns['"Air Time"']["in_range"][1] > frame["air"].max()
    assert "never" not in columns
    assert set(columns["ever"]) == {"not_null"}
    assert test["arguments"]["table"] == {"row_count": {"min": 1500}}

    for name in ("few", "none_at_all"):
        little = yaml.safe_load(operation(project, "suggest_expectations", capsys, model=name))
        of_little = little["models"][0]["data_tests"][0]["flywheel.meets_expectations"]["arguments"]
        assert "columns" not in of_little
        project.write_yaml(f"models/{name}.yml", little)

    test["name"] = "suggested"
    project.write_yaml("models/suggested.yml", suggested)
    run = project.build("--select", "flights", "few", "none_at_all")
    assert set(run.statuses.values()) <= {"success", "pass"}, run.messages

    broken = frame.assign(delay=frame["delay"] * 20, origin="EWR").head(1400)
    broken.loc[:20, "origin"] = "Newark"
    broken.loc[:2, "tail"] = None
    project.table("flights", pd.concat([broken, broken.head(1)]), FLIGHT_TYPES)
    run = project.build("--select", "flights")
    rows = project.failing_rows(run, "suggested")
    assert {
        "row_count", "unique of id", "accepted_values of origin", "in_range of delay", "mean of delay",
    } <= set(rows["expectation"])  # fmt: skip


def test_an_unknown_model_stops_with_what_there_is(duckdb_project: Project, capsys: pytest.CaptureFixture) -> None:
    duckdb_project.model("flights", "select 1 as id")
    for model, said in (("flight", "wanted the name of a model"), ("flights", "Build it first")):
        for name in ("profile", "suggest_expectations"):
            run = duckdb_project.dbt("run-operation", f"flywheel.{name}", "--args", f"model: {model}")
            assert not run.success
            told = str(run.exception or "") + capsys.readouterr().out
            assert f"flywheel.{name}" in told and said in told, told
