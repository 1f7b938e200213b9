"""Every rule of how alerts are set: what breaks it is found, with a remedy; what breaks none is left alone."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pandas as pd
import pytest
import yaml
from harness.project import PACKAGE, Project

NOW = "2024-06-30 12:00:00"
RESULTS = {"invocation_id": "str", "test_id": "str", "status": "str", "executed_at": "ts", "channel": "str"}
ACTIONS = {"test_id": "str", "acted_at": "ts", "action": "str"}
GOOD: dict[str, Any] = {
    "description": "Orders without a number cannot be shipped: ask the shop.",
    "config": {
        "severity": "error",
        "error_if": ">0",
        "meta": {"owner": "Shop", "channel": "#shop", "alerts_config": {"alert_suppression_interval": 24}},
    },
}
POLICY = {
    "direction": "down", "min_effect": 0.1, "consecutive": 2, "grace": 7, "delay": 1, "min_sample_size": 30,
}  # fmt: skip


def good(name: str, kind: str = "unique", arguments: dict[str, Any] | None = None, **config: Any) -> dict[str, Any]:
    """A test that breaks no rule, with another config; None takes a key away. `meta` likewise."""
    test = deepcopy(GOOD) | {"name": name} | ({"arguments": arguments} if arguments else {})
    meta = test["config"]["meta"] | config.pop("meta", {})
    settings = test["config"] | config | {"meta": meta}
    test["config"] = {key: value for key, value in settings.items() if value is not None}
    test["config"]["meta"] = {key: value for key, value in meta.items() if value is not None}
    return {kind: test}


def baseline(name: str, policy: dict[str, Any] | None = None, **arguments: Any) -> dict[str, Any]:
    policy = POLICY | (policy or {})
    return good(
        name,
        "flywheel.within_baseline",
        {"time_column": "at", "policy": {k: v for k, v in policy.items() if v is not None}} | arguments,
        severity="warn",
    )


def write_project(project: Project) -> dict[tuple[str, str], str]:
    """Tests that each break what their name says; what is to be found of them, as {(test, rule): verdict}."""
    silent = good("is_described")
    del silent["unique"]["description"]
    nothing_set = good("severity_on_purpose", severity=None, error_if=None)
    counts = good("counts_rows", "not_null", error_if=None)
    own_words = good("described_in_meta", meta={"description": "What to do."})
    del own_words["unique"]["description"]
    reference = {"method": "reference", "reference_from": "2024-05-01"}
    columns = {
        "orders": [
            good("fine"), own_words, silent, nothing_set, counts,
            good("one_owner", meta={"owner": ["Ann", "Bo"]}),
            good("two_owners_of_a_warning", severity="warn", meta={"owner": "Ann, Bo"}),
            good("suppression_is_set", meta={"alerts_config": {}}),
            good("suppression_too_short", meta={"alerts_config": {"alert_suppression_interval": 23}}),
            good("suppression_is_flat", meta={"alerts_config": {}, "alert_suppression_interval": 24}),
            good("channel_within_budget", meta={"channel": "#loud"}),
            good("loud_but_silent_now", meta={"channel": "#loud"}),
            *(good(name, severity="warn") for name in ("always_fails", "unanswered", "answered", "never_ran")),
        ],
        "bare": [good("owner_has_channel", meta={"owner": None, "channel": None})],
        "ungrouped": [good(f"alerts_are_grouped_{n}") for n in range(5)],
        "grown": [
            good("looks_at_what_is_new"),
            good("wraps_its_column", where="cast(at as date) >= '2024-01-01'"),
            good("compares_plainly", where="at >= '2024-01-01'"),
        ],
        "parent": [good("on_the_parent", "accepted_values", {"values": [1, 2]})],
        "child": [
            good("alerts_once", "accepted_values", {"values": [1, 2]}),
            good("another_rule", "accepted_values", {"values": [1]}),
        ],
        "series": [
            baseline("baseline_is_fine"),
            baseline("covers_a_season", {"min_history": 3, "season": "day_of_week"}),
            baseline("ignores_small_changes", {"min_effect": 0}),
            baseline("knows_what_is_bad", {"direction": None}),
            baseline("both_on_purpose", {"direction": "both"}),
            baseline("learns_from_what_it_judges", reference | {"reference_to": "2024-07-31"}),
            baseline("reference_has_ended", reference | {"reference_to": "2024-05-31"}),
            baseline("bounds_segments", {"grace": 0}, segments=["country"]),
        ],
        "labelled": [baseline("waits_for_late_data", {"delay": 0}), baseline("waits_for_labels")],
    }  # fmt: skip
    proven = baseline("proven")
    proven["flywheel.within_baseline"]["config"]["severity"] = "error"
    unproven = deepcopy(proven)
    unproven["flywheel.within_baseline"]["name"] = "starts_at_warn"
    hasty = baseline("waits_before_a_page", {"consecutive": None})
    hasty["flywheel.within_baseline"]["config"]["severity"] = "error"
    columns["series"] += [proven, unproven, hasty]
    sql = dict.fromkeys(columns, "select 1 as id, current_timestamp as at")
    sql["child"] = "select * from {{ ref('parent') }}"
    sql["labelled"] = "select * from {{ ref('my_outcomes') }}"
    sql["grown"] = "{{ config(materialized='incremental') }} select 1 as id, current_timestamp as at"
    for name, text in sql.items():
        project.model(name, text)
    grouped = {"meta": {"slack_group_alerts_by": "table"}}
    project.write_yaml(
        "models/models.yml",
        {
            "groups": [{"name": "shop", "owner": {"name": "Shop", "email": "shop@example.com"}}],
            "models": [
                {"name": name, "columns": [{"name": "id", "data_tests": tests}]}
                | ({"config": grouped} if name != "ungrouped" else {})
                for name, tests in columns.items()
            ],
        },
    )
    return {
        ("is_described", "is_described"): "fail",
        ("severity_on_purpose", "severity_on_purpose"): "fail",
        ("counts_rows", "severity_on_purpose"): "warn",
        ("one_owner", "one_owner"): "fail",
        ("suppression_is_set", "suppression_is_set"): "fail",
        ("suppression_too_short", "suppression_is_set"): "fail",
        ("channel_within_budget", "channel_within_budget"): "fail",
        ("always_fails", "is_acted_on"): "warn",
        ("unanswered", "is_acted_on"): "warn",
        ("never_ran", "is_acted_on"): "not_assessed",
        ("owner_has_channel", "one_owner"): "fail",
        ("owner_has_channel", "owner_has_channel"): "fail",
        **{(f"alerts_are_grouped_{n}", "alerts_are_grouped"): "fail" for n in range(5)},
        ("looks_at_what_is_new", "looks_at_what_is_new"): "fail",
        ("wraps_its_column", "looks_at_what_is_new"): "fail",
        ("alerts_once", "alerts_once_along_the_lineage"): "warn",
        ("covers_a_season", "covers_a_season"): "warn",
        ("ignores_small_changes", "ignores_small_changes"): "warn",
        ("knows_what_is_bad", "knows_what_is_bad"): "warn",
        ("learns_from_what_it_judges", "judges_what_it_did_not_learn_from"): "warn",
        ("bounds_segments", "bounds_segments"): "warn",
        ("waits_for_late_data", "waits_for_late_data"): "warn",
        ("starts_at_warn", "starts_at_warn"): "fail",
        ("waits_before_a_page", "waits_before_a_page"): "fail",
        ("waits_before_a_page", "starts_at_warn"): "fail",
    }


def test_ids(project: Project) -> dict[str, str]:
    run = project.dbt("parse")
    assert run.success, run.messages
    nodes = json.loads((project.folder / "target" / "manifest.json").read_text())["nodes"]
    return {
        node["name"]: id
        for id, node in nodes.items()
        if node["resource_type"] == "test" and node["package_name"] == "consumer"
    }


test_ids.__test__ = False  # type: ignore[attr-defined]


def stories(ids: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Results of a run a day for a hundred days, and reactions: most pass, and four do what they are named for."""
    now = pd.Timestamp(NOW)
    results, actions = [], []
    for name, id in ids.items():
        if name == "never_ran":
            continue
        for ago in range(100 if name != "waits_before_a_page" else 5, 0, -1):
            fails = (
                name == "always_fails"
                or (name in ("unanswered", "answered") and ago in (95, 40))
                or (name == "proven" and ago == 50)
                or (name == "starts_at_warn" and ago == 13)
                or (name == "loud_but_silent_now" and ago == 50)
            )
            results.append(
                {"invocation_id": f"run {ago}", "test_id": id, "status": "fail" if fails else "pass",
                 "executed_at": now - pd.Timedelta(days=ago), "channel": "#shop"}
            )  # fmt: skip
    loud = {"test_id": ids["channel_within_budget"], "status": "fail", "channel": "#loud"}
    results += [
        loud | {"invocation_id": f"again {n}", "executed_at": now - pd.Timedelta(hours=n)} for n in range(1, 45)
    ]
    for name in ("answered", "proven", "starts_at_warn", "channel_within_budget", "loud_but_silent_now"):
        actions.append({"test_id": ids[name], "acted_at": now - pd.Timedelta(days=10), "action": "fixed"})
    return results, actions


@pytest.mark.slow
def test_each_rule_finds_what_breaks_it_and_nothing_else(project: Project) -> None:
    outcomes = {"use_case": "str", "entity_id": "str", "observed_at": "ts", "outcome": "float"}
    events = {"starts_at": "ts", "ends_at": "ts"}
    inputs = {"outcomes": outcomes, "known_events": events, "test_results": RESULTS, "alert_actions": ACTIONS}
    for name, types in inputs.items():
        project.map_input(name, [], types)
    wanted = write_project(project)
    ids = test_ids(project)
    results, actions = stories(ids)
    project.map_input("test_results", results, RESULTS)
    project.map_input("alert_actions", actions, ACTIONS)
    run = project.dbt("run", "--select", "+flywheel__alert_policy", flywheel_now=NOW)
    assert run.success, run.messages
    policy = project.relation("flywheel__alert_policy")
    names = {id: name for name, id in ids.items()}
    found = {(names[row.test_id], row.rule): row.verdict for row in policy.itertuples()}
    assert found == wanted
    assert (policy["reason"].str.len() > 20).all()
    for row in policy.itertuples():
        assert row.remedy.startswith(f"# models/models.yml, the test {names[row.test_id]}\n")
        for document in row.remedy.split("\n# or\n"):
            yaml.safe_load(document)

    settings = project.relation("flywheel__alert_settings").set_index("name")
    assert set(settings.index) == set(ids)
    assert (settings.loc["one_owner", "owner"], settings.loc["one_owner", "owners"]) == ("Ann, Bo", 2)
    assert "nobody acted on it for 90 days" in policy.set_index("rule").loc["is_acted_on", "reason"].str.cat()

    # what nobody told of, and a calendar that is nobody's
    project.vars["flywheel_inputs"] = {"outcomes": "my_outcomes"}
    project.vars["flywheel_alerts"] = {"fallback_channel": "#data", "tests_to_group": 6}
    assert project.dbt("run", "--select", "+flywheel__alert_policy", flywheel_now=NOW).success
    policy = project.relation("flywheel__alert_policy")
    found = {(names[row.test_id], row.rule): row.verdict for row in policy.itertuples()}
    assert found[("owner_has_channel", "owner_has_channel")] == "warn"
    assert not {rule for _, rule in found} & {"alerts_are_grouped"}
    assert {name for name in ids if found[(name, "is_acted_on")] == "not_assessed"} == set(ids)
    assert found[("starts_at_warn", "starts_at_warn")] == "not_assessed"
    assert found[("baseline_is_fine", "knows_events")] == "warn"


def test_the_rules_are_twenty_and_each_is_explained(duckdb_project: Project) -> None:
    project = duckdb_project
    project.write(
        "macros/show.sql",
        """
        {% macro show(what) %}
            {% set rules = flywheel.alert_rules() | map(attribute='rule') | list %}
            {{ return(tojson(rules if what == 'rules' else flywheel.alert_thresholds())) }}
        {% endmacro %}
        """,
    )
    project.model("shown", "select '{{ show('rules') }}' as rules, '{{ show('thresholds') }}' as thresholds")
    policy = {"test_id": "str", "rule": "str", "verdict": "str", "reason": "str", "remedy": "str"}
    rows = [
        {"test_id": "t", "rule": rule, "verdict": verdict, "reason": "r", "remedy": "y"}
        for rule, verdict in [("one_owner", "fail"), ("is_described", "warn"), ("is_acted_on", "not_assessed")]
    ]
    project.table("policy", rows, policy)

    def check(**arguments: Any) -> Any:
        test = {"flywheel.alert_policy_clean": {"name": "clean", "arguments": arguments}}
        project.write_yaml("models/policy.yml", {"models": [{"name": "policy", "data_tests": [test]}]})
        return project.build("--select", "policy", "shown")

    run = check()
    assert set(project.failing_rows(run, "clean")["rule"]) == {"one_owner", "is_described"}
    shown = project.relation("shown").iloc[0]
    rules = json.loads(shown["rules"])
    assert len(rules) == 20
    guide = (PACKAGE / "docs" / "alerts.md").read_text()
    assert [rule for rule in rules if f"`{rule}`" not in guide] == []
    listed = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text())["vars"]["flywheel_alerts"]
    assert json.loads(shown["thresholds"]) == listed

    run = check(verdicts=["warn", "not_assessed"], ignore=["is_described"])
    assert set(project.failing_rows(run, "clean")["rule"]) == {"is_acted_on"}
    assert check(rules=["knows_events"]).success
    assert "rules names 'nonsense', wanted some of one_owner" in check(rules=["nonsense"]).messages
    assert "ignore is 'one_owner', wanted a list" in check(ignore="one_owner").messages


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"budget": 3}, "sets 'budget', which is not a setting. Settings: fallback_channel, remind_after_days"),
        ({"alerts_per_week": "few"}, "sets alerts_per_week to 'few', wanted a number from 0 up"),
        ({"min_precision": 50}, "sets min_precision to '50', wanted a number from 0 to 1"),
        ({"remind_after_days": [0, 3]}, "wanted a list of numbers of days above 0"),
        ("loud", "the var flywheel_alerts is loud; wanted a mapping"),
    ],
)
def test_a_setting_that_is_none_stops_with_its_name(duckdb_project: Project, given: Any, wanted: str) -> None:
    run = duckdb_project.dbt("compile", "--select", "flywheel__alert_health", flywheel_alerts=given)
    assert not run.success
    assert wanted in run.messages
