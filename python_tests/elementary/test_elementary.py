"""Elementary beside flywheel: the build stays green, Elementary's tables hold flywheel's test results, and its page
shows them."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from harness.project import PACKAGE, Project

sys.path.append(str(PACKAGE / "demo"))

import with_elementary

FOLDER = os.environ.get("FLYWHEEL_ELEMENTARY_PACKAGES", "")


def results_on(page: Path) -> dict[str, dict]:
    """What the page embeds of each test, by name."""
    data = json.loads(base64.b64decode(re.search(r"atob\('([^']*)'\)", page.read_text())[1]))
    owners = {name: node["owners"] for name, node in data["models"].items()}
    results = [result for of_model in data["test_results"].values() for result in of_model]
    return {
        result["metadata"]["test_name"]: result["metadata"]
        | result["test_results"]
        | {"owners": owners.get(result["metadata"]["model_unique_id"])}
        for result in results
    }


def shown_on(page: Path, folder: Path) -> str:
    """The page's list of results as headless Chromium draws it."""
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync", f"--user-data-dir={folder}"]
    arguments += ["--virtual-time-budget=20000", "--dump-dom", f"{page.as_uri()}#/report/test-results"]
    browser = shutil.which("chromium")
    return subprocess.run([browser, *arguments], capture_output=True, text=True, check=True, timeout=300).stdout


@contextmanager
def webhook() -> Iterator[tuple[str, list[str]]]:
    """The address of something that takes messages, and what it took."""
    taken: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", taken
        server.shutdown()


@pytest.mark.skipif(
    not FOLDER,
    reason="needs Elementary: set FLYWHEEL_ELEMENTARY_PACKAGES to a folder that holds `elementary` (elementary-data/"
    "dbt-data-reliability 0.25.1) and `dbt_utils` (dbt-labs/dbt-utils); and `edr` (elementary-data 0.25.1) "
    "and `chromium` in the PATH for its page; see docs/elementary.md",
)
def test_elementary_holds_flywheels_test_results_and_flywheel_elementarys(
    duckdb_project: Project, tmp_path: Path
) -> None:
    project = duckdb_project
    for name in ("elementary", "dbt_utils"):
        package = project.folder / "dbt_packages" / name
        shutil.copytree(Path(FOLDER) / name, package, ignore=shutil.ignore_patterns("integration_tests", ".git"))
        for file in ("packages.yml", "dependencies.yml"):
            (package / file).unlink(missing_ok=True)
    project.configure(
        models={"elementary": {"+schema": "elementary"}}, **{"on-run-end": ["{{ flywheel.collect(results) }}"]}
    )
    project.write("macros/test_in_elementary.sql", with_elementary.ROWS_AND_REASONS)
    project.model(
        "orders",
        "select 1 as id, 10.0 as amount, cast('2024-01-01' as timestamp) as made_at union all select 2, null, null",
    )
    columns = {"amount": {"completeness": {"min": 0.9}}}
    own = {"owner": ["Ann", "Bo"], "alerts_config": {"channel": "#ann", "alert_suppression_interval": 12}}
    config = {"severity": "WARN", "meta": own, "tags": ["money"]}
    broken = {"name": "amounts", "description": "Ask.", "arguments": {"columns": columns}, "config": config}
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

    reason = "Got 1 result: completeness of amount was 0.5, expected at least 0.9. Owner: Ann, Bo"
    page = with_elementary.report(project.folder, project.warehouse.profile())
    if page:
        on_page = results_on(page)
        amounts = on_page["amounts"]
        assert (amounts["latest_run_status"], amounts["error_message"]) == ("warn", reason)
        assert (amounts["description"], amounts["test_tags"], amounts["owners"]) == ("Ask.", ["money"], ["Shop"])
        assert [row["expectation"] for row in amounts["results_sample"]] == ["completeness of amount"]
        assert on_page["ids"]["latest_run_status"] == "pass"
        if shutil.which("chromium"):
            assert "amounts" in shown_on(page, tmp_path / "chromium")
        with webhook() as (address, taken):
            edr = ("monitor", "--slack-webhook", address)
            assert with_elementary.edr(project.folder, project.warehouse.profile(), *edr)
        [message] = taken
        assert "completeness of amount was 0.5, expected at least 0.9" in message
        assert "Ann, Bo" in message and "Ask." in message and "money" in message

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
    assert amounts["message"] == reason
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
