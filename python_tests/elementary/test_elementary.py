"""Elementary beside flywheel: the build stays green, and Elementary's tables hold flywheel's test results."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from harness.project import Project

FOLDER = os.environ.get("FLYWHEEL_ELEMENTARY_PACKAGES", "")


@pytest.mark.skipif(
    not FOLDER,
    reason="needs Elementary: set FLYWHEEL_ELEMENTARY_PACKAGES to a folder that holds `elementary` (elementary-data/"
    "dbt-data-reliability 0.25.1) and `dbt_utils` (dbt-labs/dbt-utils); see docs/elementary.md",
)
def test_elementary_holds_flywheels_test_results_and_flywheel_elementarys(duckdb_project: Project) -> None:
    project = duckdb_project
    for name in ("elementary", "dbt_utils"):
        package = project.folder / "dbt_packages" / name
        shutil.copytree(Path(FOLDER) / name, package, ignore=shutil.ignore_patterns("integration_tests", ".git"))
        for file in ("packages.yml", "dependencies.yml"):
            (package / file).unlink(missing_ok=True)
    project.configure(
        models={"elementary": {"+schema": "elementary"}}, **{"on-run-end": ["{{ flywheel.collect(results) }}"]}
    )
    project.model(
        "orders",
        "select 1 as id, 10.0 as amount, cast('2024-01-01' as timestamp) as made_at union all select 2, null, null",
    )
    columns = {"amount": {"completeness": {"min": 0.9}}}
    own = {"owner": ["Ann", "Bo"], "alerts_config": {"channel": "#ann", "alert_suppression_interval": 12}}
    broken = {"name": "amounts", "arguments": {"columns": columns}, "config": {"severity": "WARN", "meta": own}}
    fine = {"name": "ids", "arguments": {"columns": {"id": {"completeness": {"min": 1}}}}}
    anomalies = {"name": "rows", "arguments": {"timestamp_column": "made_at"}, "config": {"severity": "warn"}}
    tests = [{"flywheel.meets_expectations": test} for test in (broken, fine)]
    tests += [{"elementary.volume_anomalies": anomalies}]
    shop = {"name": "shop", "owner": {"name": "Shop"}, "config": {"meta": {"flywheel": {"channel": "#shop"}}}}
    orders = {"name": "orders", "group": "shop", "data_tests": tests}
    project.write_yaml("models/orders.yml", {"groups": [shop], "models": [orders]})

    created = project.dbt("run", "--select", "elementary")
    assert created.success, created.messages
    run = project.build("--exclude", "package:elementary")
    assert run.success, run.messages
    results = project.query(
        "select test_name, status from main_elementary.elementary_test_results where lower(table_name) = 'orders'"
    )
    assert dict(zip(results["test_name"], results["status"], strict=True)) == {
        "amounts": "warn", "ids": "pass", "rows": "pass",
    }  # fmt: skip

    # flywheel's own line collected the run as well: what Elementary has of it is not taken over again
    columns_of_freshness = "unique_id, status, execute_started_at, invocation_id, error"
    project.warehouse.execute(
        f"insert into main_elementary.dbt_source_freshness_results ({columns_of_freshness})"
        " values ('source.consumer.raw.late', 'runtime error', '2024-05-01 10:00:00', 'by hand', 'no such table')"
    )
    results = "main_elementary.elementary_test_results"
    project.warehouse.execute(f"update {results} set invocation_id = 'before' where status = 'pass'")
    again = ("run", "--select", "flywheel__test_history+")
    kept_days = {"flywheel_test_history_days": None}
    assert project.dbt(*again, **kept_days).success
    assert project.dbt(*again, **kept_days).success
    kept = project.relation("flywheel__input_test_results")
    assert set(kept["from_model"]) == {"flywheel__test_history"}
    history = project.relation("flywheel__test_history")
    mine = history[history["node_id"] == "model.consumer.orders"]
    names = mine["test_id"].str.split(".").str[2]
    assert sorted(zip(names, mine["status"], mine["collected_by"], strict=True)) == [
        ("amounts", "warn", "flywheel"), ("ids", "pass", "elementary"), ("ids", "pass", "flywheel"),
        ("rows", "pass", "elementary"), ("rows", "pass", "flywheel"),
    ]  # fmt: skip

    project.warehouse.execute("update main_elementary.elementary_test_results set invocation_id = 'earlier'")
    assert project.dbt(*again, **kept_days).success
    history = project.relation("flywheel__test_history").set_index("collected_by")
    theirs = history.loc["elementary"].set_index("test_name")
    amounts = theirs.loc["meets_expectations"].set_index("status").loc["warn"]
    assert (amounts["owner"], amounts["channel"], amounts["severity"]) == ("Ann, Bo", "#ann", "warn")
    assert (amounts["node_id"], amounts["failures"]) == ("model.consumer.orders", 1)
    assert amounts["executed_at"] > pd.Timestamp("2024-01-01")
    rows = theirs.loc["volume_anomalies"].iloc[0]
    assert (rows["owner"], rows["group_name"], rows["channel"]) == ("Shop", "shop", "#shop")
    late = theirs.loc["source_freshness"]
    assert (late["status"], late["severity"], late["message"]) == ("error", "error", "no such table")
    assert late["executed_at"] == pd.Timestamp("2024-05-01 10:00")

    policy = project.relation("flywheel__alert_policy")
    broken_rules = policy.groupby(policy["test_id"].str.split(".").str[2])["rule"].agg(set)
    assert "end_and_relapse_are_told" in broken_rules["amounts"]
    assert {
        "judges_what_it_did_not_learn_from", "knows_what_is_bad", "ignores_small_changes", "knows_events",
    } <= broken_rules["rows"]  # fmt: skip

    # Elementary is taken away: what it collected stays
    for name in ("elementary", "dbt_utils"):
        shutil.rmtree(project.folder / "dbt_packages" / name)
    shutil.rmtree(project.folder / "target")
    orders["data_tests"] = tests[:2]
    project.write_yaml("models/orders.yml", {"groups": [shop], "models": [orders]})
    assert project.dbt(*again, **kept_days).success
    after = project.relation("flywheel__test_history")
    assert sorted(after["collected_by"]) == sorted(history.index)
