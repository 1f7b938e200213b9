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
def test_elementary_holds_flywheels_test_results(duckdb_project: Project) -> None:
    project = duckdb_project
    for name in ("elementary", "dbt_utils"):
        package = project.folder / "dbt_packages" / name
        shutil.copytree(Path(FOLDER) / name, package, ignore=shutil.ignore_patterns("integration_tests", ".git"))
        for file in ("packages.yml", "dependencies.yml"):
            (package / file).unlink(missing_ok=True)
    project.configure(models={"elementary": {"+schema": "elementary"}})
    project.model("orders", "select 1 as id, 10.0 as amount union all select 2, null")
    columns = {"amount": {"completeness": {"min": 0.9}}}
    broken = {"name": "amounts", "arguments": {"columns": columns}, "config": {"severity": "warn"}}
    fine = {"name": "ids", "arguments": {"columns": {"id": {"completeness": {"min": 1}}}}}
    tests = [{"flywheel.meets_expectations": test} for test in (broken, fine)]
    project.write_yaml("models/orders.yml", {"models": [{"name": "orders", "data_tests": tests}]})

    created = project.dbt("run", "--select", "elementary")
    assert created.success, created.messages
    run = project.build("--exclude", "package:elementary")
    assert run.success, run.messages
    results = project.query(
        "select test_name, status from main_elementary.elementary_test_results "
        "where table_name = 'ORDERS' or lower(table_name) = 'orders'"
    )
    assert dict(zip(results["test_name"], results["status"], strict=True)) == {"amounts": "warn", "ids": "pass"}
    kept = project.relation("flywheel__input_test_results").set_index("test_name")
    assert {name: kept.loc[name, "status"] for name in ("amounts", "ids")} == {"amounts": "warn", "ids": "pass"}
    assert kept.loc["amounts", "node_id"] == "model.consumer.orders"
    assert kept.loc["amounts", "failures"] == 1
    assert kept.loc["amounts", "executed_at"] > pd.Timestamp("2024-01-01")
    assert kept.loc["amounts", "from_model"] == "flywheel__elementary_test_results"
