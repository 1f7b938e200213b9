"""From dbt's own results to a message: told once, printed once, remembered through a full refresh."""

from __future__ import annotations

import json

import pytest
from harness.project import Project


def write_shop(project: Project, orders: str, refunds_test: str) -> None:
    """A model with two tests and one below it, and a model that fails a test, in a team with a channel."""
    project.configure(**{"on-run-end": ["{{ flywheel.collect(results) }}"]})
    project.model("orders", f"select {orders} as id, 'Ann O''Neil' as customer")
    project.model("shipped", "select * from {{ ref('orders') }}")
    project.model("refunds", "select cast(null as int) as id")
    warns = {"config": {"severity": "warn"}}
    project.write_yaml(
        "models/shop.yml",
        {
            "groups": [
                {"name": "shop", "owner": {"name": "Shop"}, "config": {"meta": {"flywheel": {"channel": "#shop"}}}}
            ],
            "models": [
                {
                    "name": name,
                    "group": "shop",
                    "columns": [
                        {
                            "name": "id",
                            "data_tests": [
                                {"not_null": {"name": f"{name}_ids"} | warns},
                                {"accepted_values": {"name": f"{name}_values", "arguments": {"values": [1]}} | warns},
                            ],
                        }
                    ],
                }
                for name in ("orders", "shipped")
            ]
            + [
                {
                    "name": "refunds",
                    "group": "shop",
                    "columns": [{"name": "id", "data_tests": [{"not_null": {"name": refunds_test} | warns}]}],
                }
            ],
        },
    )


@pytest.mark.slow
def test_a_failing_test_is_told_once_and_printed_once(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_shop(project, "2", "refunds_ids")

    def run(now: str, *arguments: str) -> None:
        """The user's build, and what follows it."""
        assert project.dbt("build", "--select", "orders", "shipped", "refunds", flywheel_now=now).exception is None
        outcome = project.dbt("run", "--select", "+flywheel__alerts", *arguments, flywheel_now=now)
        assert outcome.success, outcome.messages

    def printed(now: str, **arguments: object) -> str:
        capsys.readouterr()
        outcome = project.dbt("run-operation", "flywheel.alerts", "--args", json.dumps(arguments), flywheel_now=now)
        assert outcome.success, outcome.exception
        return capsys.readouterr().out.strip()

    assert project.dbt("run", "--select", "+flywheel__alerts", "+flywheel__alert_policy", "orders").success
    run("2024-01-01 06:00:00")
    looked = printed("2024-01-01 07:00:00", format="json", deliver=False)
    told, other = json.loads(looked)
    assert other["root"] == "model.consumer.refunds"
    assert (told["event"], told["verdict"], told["root"]) == ("opened", "warn", "model.consumer.orders")
    assert (told["owner"], told["channel"], told["also_failing"]) == ("Shop", "#shop", 1)
    assert told["opened_at"] == "2024-01-01 06:00:00"
    text, _ = printed("2024-01-01 07:00:00").splitlines()
    assert text == (
        "#shop: Opened (warn): model.consumer.orders: accepted_values of id, 1 row at most, since 2024-01-01 06:00. "
        "Explains 1 more below it: shipped_values. Owner: Shop"
    )
    assert printed("2024-01-01 08:00:00") == ""
    run("2024-01-02 06:00:00", "--full-refresh")
    assert printed("2024-01-02 07:00:00", format="json") == "[]"

    # what is right again is told, what is still wrong but under another name is not told as still open
    write_shop(project, "1", "refunds_have_ids")
    run("2024-01-05 06:00:00")
    text, other = printed("2024-01-05 07:00:00").splitlines()
    assert text.startswith("#shop: Resolved: model.consumer.orders: accepted_values of id")
    assert text.endswith("from 2024-01-01 06:00 to 2024-01-05 06:00. Owner: Shop")
    assert other.startswith("#shop: Opened (warn): model.consumer.refunds: not_null of id")
    log = project.relation("flywheel__alert_log").sort_values(["told_at", "node_id"])
    assert list(log["event"]) == ["opened", "opened", "resolved", "opened"]
    assert list(log["delivered_at"].dt.day) == [1, 1, 5, 5]
    assert not project.dbt("run-operation", "flywheel.alerts", "--args", "{format: xml}").success


def test_without_a_ledger_the_operation_says_how_to_make_it(duckdb_project: Project) -> None:
    run = duckdb_project.dbt("run-operation", "flywheel.alerts")
    assert not run.success
