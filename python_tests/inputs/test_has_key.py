"""has_key: every key once, and no null in it but where the key says so."""

from __future__ import annotations

from typing import Any

import pytest
from harness.project import Project

TYPES = {"dataset": "str", "item_id": "str", "segment": "str"}
ROWS = [
    {"dataset": "a", "item_id": "1", "segment": None},
    {"dataset": "a", "item_id": "2", "segment": "x"},
    {"dataset": "a", "item_id": "2", "segment": None},
    {"dataset": "b", "item_id": "2", "segment": None},
    {"dataset": "b", "item_id": "2", "segment": None},
    {"dataset": "c", "item_id": None, "segment": "x"},
    {"dataset": None, "item_id": None, "segment": "x"},
    {"dataset": None, "item_id": None, "segment": "x"},
]


def keys(project: Project, tests: dict[str, dict[str, Any]]) -> None:
    """Put has_key on the model `things`, once for each name; `where` is a config, the rest arguments."""
    blocks = []
    for name, given in tests.items():
        arguments = {key: value for key, value in given.items() if key != "where"}
        config = {"where": given["where"]} if "where" in given else {}
        blocks.append({"flywheel.has_key": {"name": name, "arguments": arguments, "config": config}})
    project.write_yaml("models/things.yml", {"models": [{"name": "things", "data_tests": blocks}]})


def test_each_problem_of_a_key_is_a_row_that_says_what_it_is(project: Project) -> None:
    project.table("things", ROWS, TYPES)
    whole = ["dataset", "item_id", "segment"]
    keys(
        project,
        {
            "key": {"columns": whole, "nullable": ["segment"]},
            "anything_null": {"columns": whole, "nullable": whole},
            "good": {"columns": whole, "nullable": ["segment"], "where": "dataset = 'a'"},
            "one_column": {"columns": ["item_id"], "where": "dataset = 'b'"},
            "of_no_row": {"columns": ["item_id"], "where": "1 = 0"},
        },
    )
    run = project.build("--select", "things")
    tests = {name: status for name, status in run.statuses.items() if name != "things"}
    assert tests == {"key": "fail", "anything_null": "fail", "good": "pass", "one_column": "fail", "of_no_row": "pass"}

    def problems(test: str) -> set[tuple[int, str]]:
        rows = project.failing_rows(run, test)
        return set(zip(rows["row_count"], rows["problem"], strict=True))

    assert problems("key") == {
        (2, "2 rows have this key"),
        (1, "null in item_id"),
        (2, "null in dataset, item_id"),
    }
    assert run.results["key"].failures == 3
    assert list(project.failing_rows(run, "key").columns) == [*whole, "row_count", "problem"]
    assert len(project.failing_rows(run, "anything_null")) == 2
    assert problems("one_column") == {(2, "2 rows have this key")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"columns": "dataset"}, "columns is dataset, wanted the list of all the columns of the key"),
        ({"columns": []}, "columns is [], wanted the list of all the columns of the key"),
        ({"columns": ["dataset"], "nullable": "dataset"}, "nullable is dataset, wanted a list of those columns"),
        ({"columns": ["dataset"], "nullable": ["segment"]}, "nullable names 'segment', which is not in the key"),
    ],
)
def test_a_key_that_makes_no_sense_stops_with_its_argument(
    duckdb_project: Project, arguments: dict[str, Any], said: str
) -> None:
    duckdb_project.model("things", "select 1 as dataset")
    keys(duckdb_project, {"wrong": arguments})
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert said in run.messages
