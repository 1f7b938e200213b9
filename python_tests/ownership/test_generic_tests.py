"""The tests of owners, contracts, promises, reviews and the guide: they fail where they should, and pass elsewhere."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from harness.project import Project
from ownership.given import NOW, REVIEWS, TEST_RESULTS, exposure

MOMENT = pd.Timestamp(NOW)


def as_test(name: str, test: str, **arguments: Any) -> dict[str, Any]:
    return {test: {"name": name} | ({"arguments": arguments} if arguments else {})}


def write_tested(project: Project) -> None:
    for name in ("owned", "orphan", "closed", "open", "kept", "missed"):
        project.model(name, "select 1 as id")
    project.model("apart", "select * from {{ ref('open') }}")
    for name in ("collaboration", "guide_scores"):
        project.model(f"my_{name}", f"select * from {{{{ ref('flywheel__{name}') }}}}")
    contract = {"contract": {"enforced": True}, "group": "a"}
    products = {name: {"group": "a", "meta": {"flywheel": {"slo": 0.9}}} for name in ("kept", "missed")}
    models = {
        "owned": {"config": {"group": "a"}, "data_tests": [as_test("t_owned", "flywheel.has_owner")]},
        "orphan": {"data_tests": [as_test("t_orphan", "flywheel.has_owner")]},
        "closed": {
            "config": contract,
            "columns": [{"name": "id", "data_type": "integer"}],
            "data_tests": [as_test("t_closed", "flywheel.has_contract_across_teams")],
        },
        "open": {"config": {"group": "a"}, "data_tests": [as_test("t_open", "flywheel.has_contract_across_teams")]},
        "apart": {"config": {"group": "a"}, "data_tests": [as_test("t_apart", "flywheel.has_contract_across_teams")]},
        **{
            name: {"config": config, "data_tests": [as_test(f"t_{name}", "flywheel.within_error_budget")]}
            for name, config in products.items()
        },
        "my_collaboration": {
            "data_tests": [
                as_test("t_reviewed", "flywheel.reviewed_recently"),
                as_test("t_reviewed_in_days", "flywheel.reviewed_recently", days=5, use_cases=["reviewed"]),
                as_test("t_retro", "flywheel.reviewed_recently", kind="retro"),
            ]
        },
        "my_guide_scores": {
            "data_tests": [
                as_test("t_score_0", "flywheel.guide_score_at_least", score=0),
                as_test("t_score_1", "flywheel.guide_score_at_least", score=0.5, use_cases=["late"]),
            ]
        },
    }
    raw = {"name": "raw", "tables": [{"name": "t", "data_tests": [as_test("t_source", "flywheel.has_owner")]}]}
    project.write_yaml(
        "models/tested.yml",
        {
            "groups": [{"name": name, "owner": {"name": name}} for name in ("a", "b")],
            "sources": [raw],
            "models": [{"name": name} | text for name, text in models.items()],
            "exposures": [
                exposure("reviewed", "b", ["closed", "open"], review_every_days=10),
                exposure("late", "b", ["source('raw', 't')", "ref('orphan')"], review_every_days=5),
            ],
        },
    )
    call = "flywheel.not_reviewed(ref('flywheel__collaboration'), 'kpi_review', 7)"
    project.write("tests/all_reviewed.sql", f"-- depends_on: {{{{ ref('flywheel__end') }}}}\n{{{{ {call} }}}}")
    project.vars["flywheel_now"] = NOW
    meetings = [
        dict.fromkeys(REVIEWS) | {"use_case": use_case, "kind": "kpi_review", "person": "Ann"}
        | {"held_at": MOMENT - pd.Timedelta(days=6)} for use_case in ("reviewed", "late")
    ]  # fmt: skip
    project.map_input("reviews", pd.DataFrame(meetings, dtype="object"), REVIEWS)
    runs = [
        {"invocation_id": "i", "test_id": "t", "node_id": f"model.consumer.{name}", "status": status}
        | {"executed_at": "2024-06-30"} for name, status in (("kept", "pass"), ("missed", "fail"))
    ]  # fmt: skip
    project.map_input("test_results", runs, TEST_RESULTS)


@pytest.mark.slow
def test_they_fail_where_they_should(project: Project) -> None:
    write_tested(project)
    run = project.build()
    statuses = {
        name: status for name, status in run.statuses.items() if name.startswith("t_") or name == "all_reviewed"
    }
    assert statuses == {
        "t_owned": "pass", "t_orphan": "fail", "t_source": "fail", "t_closed": "pass", "t_open": "fail",
        "t_apart": "pass", "t_kept": "pass", "t_missed": "fail", "t_reviewed": "fail", "t_reviewed_in_days": "fail",
        "t_retro": "pass", "t_score_0": "pass", "t_score_1": "fail", "all_reviewed": "pass",
    }, run.messages  # fmt: skip
    rows = {name: project.failing_rows(run, name) for name in statuses if statuses[name] == "fail"}
    assert rows["t_orphan"][["node_id", "reason"]].to_numpy().tolist() == [
        ["model.consumer.orphan", "nobody owns it: it is in no dbt group and names no owner"]
    ]
    assert list(rows["t_source"]["node_id"]) == ["source.consumer.raw.t"]
    assert rows["t_open"][["child_id", "consumer_team"]].to_numpy().tolist() == [["exposure.consumer.reviewed", "b"]]
    assert rows["t_missed"][["node_id", "attained"]].to_numpy().tolist() == [["model.consumer.missed", 0]]
    assert list(rows["t_reviewed"]["use_case"]) == ["late"]
    assert list(rows["t_reviewed_in_days"]["use_case"]) == ["reviewed"]
    assert rows["t_score_1"][["use_case", "score"]].to_numpy().tolist() == [["late", 0]]
    for frame in rows.values():
        assert frame.filter(["remedy", "next_step"]).notna().all(axis=None)


WRONG_ARGUMENTS = [
    ("guide_score_at_least", {"score": "high"}, "score is 'high', wanted a number from 0 up"),
    ("guide_score_at_least", {"score": 1, "use_cases": "one"}, "use_cases is one, wanted a list of names"),
    ("reviewed_recently", {"kind": "party"}, "kind is 'party', wanted one of kpi_review, sign_off"),
    ("reviewed_recently", {"days": -1}, "days is '-1', wanted a number from 0 up"),
]


def test_what_is_written_wrong_stops_and_says_what_was_wanted(duckdb_project: Project) -> None:
    """What only the graph knows when it runs, and wrong arguments when it is parsed."""
    project = duckdb_project
    tests = {
        "some": [
            as_test("promises_nothing", "flywheel.within_error_budget"),
            as_test("unknown", "flywheel.reviewed_recently", use_cases=["nobody"]),
        ],
        "other": [as_test("promises_text", "flywheel.within_error_budget")],
    }
    metas: dict[str, Any] = {"some": {}, "other": {"slo": "0.99"}}

    def write() -> None:
        for name in tests:
            project.model(name, "select 1 as id")
        models = [
            {"name": name, "data_tests": tests[name], "config": {"meta": {"flywheel": metas[name]}}} for name in tests
        ]
        project.write_yaml("models/some.yml", {"models": models})

    write()
    run = project.build("--select", "some", "other", "+flywheel__data_products")
    assert "some: it promises nothing; wanted a share in its meta" in run.message("promises_nothing")
    assert 'other: its slo is "0.99", wanted a share above 0 and at most 1; ' in run.message("promises_text")
    assert "use_cases names 'nobody', which no exposure of type ml is called; declared: none." in run.message("unknown")
    metas["some"] = "platform"
    write()
    run = project.dbt("run", "--select", "flywheel__nodes")
    assert "meta.flywheel of model.consumer.some is platform; wanted a mapping" in run.message("flywheel__nodes")
    metas["some"] = {}
    for test, arguments, told in WRONG_ARGUMENTS:
        tests["some"] = [as_test("t", f"flywheel.{test}", **arguments)]
        write()
        assert told in str(project.dbt("parse").exception)
