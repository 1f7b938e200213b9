"""The registry: what the dbt graph says, in tables, whatever is written in it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from harness.project import Project

AWKWARD = 'O\'Neil "quotes" back\\slash \n line; ünïcödé 漢字 %s $1 -- }{ '
LONG = "x" * 100_000

USE_CASE = {
    "team": "punctuality", "metric": "log_loss", "metric_direction": "lower_is_better", "baseline": "majority class",
    "kpi": "on_time_rate", "kpi_direction": "higher_is_better", "stakeholder": "head of operations", "task": "binary",
    "positive_outcome": 1, "review_every_days": 30, "mlflow_experiment": "flight-delay",
}  # fmt: skip


def exposure(name: str, meta: dict[str, Any], kind: str = "ml") -> dict[str, Any]:
    return {
        "name": name, "type": kind, "owner": {"name": "Punctuality", "email": "p@example.com"},
        "depends_on": ["ref('fct_flights')"], "config": {"meta": {"flywheel": meta}},
    }  # fmt: skip


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in USE_CASE.items() if key not in keys}


def write_graph(project: Project) -> None:
    project.model("fct_flights", "select 1 as id from {{ source('raw', 'flights') }} where 1 = 0")
    project.model("late", "select * from {{ ref('fct_flights') }}")
    project.write("seeds/airports.csv", "faa\nEWR\n")
    text = {
        "version": 2,
        "groups": [
            {
                "name": "punctuality",
                "owner": {"name": "Punctuality", "email": "p@example.com"},
                "config": {"meta": {"flywheel": {"kind": "embedded", "channel": "#punctuality"}}},
            },
            {"name": "platform", "owner": {"email": "platform@example.com"}},
        ],
        "sources": [
            {"name": "raw", "schema": "main", "tables": [{"name": "flights", "config": {"meta": {"owner": "ops"}}}]}
        ],
        "models": [
            {
                "name": "fct_flights",
                "description": "Flights.",
                "access": "public",
                "group": "platform",
                "config": {
                    "contract": {"enforced": True},
                    "tags": ["core"],
                    "meta": {"awkward": AWKWARD, "long": LONG},
                },
                "columns": [{"name": "id", "data_type": "integer", "data_tests": ["not_null", "unique"]}],
            },
            {"name": "late", "group": "punctuality", "config": {"meta": {"flywheel": {"owner": "Ann O'Neil"}}}},
        ],
        "exposures": [
            exposure("flight_delay", USE_CASE),
            exposure("names_nothing", {}),
            exposure("no_kpi", without("kpi", "stakeholder", "metric_direction", "positive_outcome")),
            exposure("wrong_words", USE_CASE | {"team": "nobody", "task": "magic", "positive_outcome": "yes"}),
            exposure("a_dashboard", {}, kind="dashboard"),
        ],
    }
    project.write_yaml("models/graph.yml", text)


def test_the_graph_in_tables(project: Project) -> None:
    write_graph(project)
    run = project.build("--select", "flywheel__use_cases", "flywheel__teams", "flywheel__nodes", "flywheel__edges")
    assert run.success, run.messages

    teams = project.relation("flywheel__teams").set_index("team").sort_index()
    assert list(teams.index) == ["platform", "punctuality"]
    assert list(teams.loc["punctuality", ["kind", "owner_name", "owner_email", "channel"]]) == [
        "embedded", "Punctuality", "p@example.com", "#punctuality",
    ]  # fmt: skip
    assert teams.loc["platform", ["kind", "owner_name", "channel"]].isna().all()

    cases = project.relation("flywheel__use_cases").set_index("use_case").sort_index()
    assert list(cases.index) == ["flight_delay", "names_nothing", "no_kpi", "wrong_words"]
    fine = cases.loc["flight_delay"]
    assert {key: fine[key] for key in USE_CASE} == USE_CASE
    assert (fine["verdict"], fine["owner"]) == ("pass", "Punctuality")
    assert dict(cases["verdict"].drop("flight_delay")) == dict.fromkeys(
        ["names_nothing", "no_kpi", "wrong_words"], "fail"
    )
    assert cases.loc["no_kpi", "reason"].startswith("no kpi is named; no stakeholder is named. Set it in the meta")
    assert cases.loc["names_nothing", "reason"].startswith("no metric is named; no baseline is named; no kpi is named")
    wrong = cases.loc["wrong_words", "reason"]
    assert "team 'nobody' is not a dbt group; groups: p" in wrong
    assert "task is 'magic', wanted one of binary, multiclass, regression" in wrong
    assert "positive_outcome is 'yes', wanted a number" in wrong

    nodes = project.relation("flywheel__nodes").set_index("node_id")
    assert nodes.index.is_unique
    flights = nodes.loc["model.consumer.fct_flights"]
    columns = ["resource_type", "name", "package_name", "group_name", "owner", "access", "materialized"]
    assert list(flights[columns]) == [
        "model", "fct_flights", "consumer", "platform", "platform@example.com", "public", "view",
    ]  # fmt: skip
    assert (bool(flights["is_contracted"]), bool(flights["is_described"]), flights["tests"]) == (True, True, 2)
    assert json.loads(flights["tags"]) == ["core"]
    assert json.loads(flights["meta"]) == {"awkward": AWKWARD, "long": LONG}
    late = nodes.loc["model.consumer.late"]
    assert (late["owner"], bool(late["is_contracted"]), bool(late["is_described"]), late["tests"]) == (
        "Ann O'Neil", False, False, 0,
    )  # fmt: skip
    assert nodes.loc["source.consumer.raw.flights", "owner"] == "ops"
    assert nodes.loc["exposure.consumer.flight_delay", "owner"] == "Punctuality"
    assert pd.isna(nodes.loc["seed.consumer.airports", "owner"])
    assert (nodes["resource_type"] == "test").sum() > 2

    edges = project.relation("flywheel__edges")
    pairs = set(zip(edges["parent_id"], edges["child_id"], strict=True))
    assert len(pairs) == len(edges)
    assert {
        ("source.consumer.raw.flights", "model.consumer.fct_flights"),
        ("model.consumer.fct_flights", "model.consumer.late"),
        ("model.consumer.fct_flights", "exposure.consumer.flight_delay"),
    } <= pairs
    assert {node for pair in pairs for node in pair} <= set(nodes.index)


def test_a_project_that_declares_nothing_has_empty_tables(project: Project) -> None:
    run = project.build("--select", "flywheel__use_cases", "flywheel__teams")
    assert run.success, run.messages
    assert len(project.relation("flywheel__use_cases")) == 0
    assert len(project.relation("flywheel__teams")) == 0
