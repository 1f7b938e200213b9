"""The collector: what dbt says of each test is kept, whatever it says, and nothing that goes wrong stops the build."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import harness.project
import pandas as pd
import pytest
from dbt.cli.main import dbtRunner
from harness.project import Project

AWKWARD = "O'Neil \"quotes\" back\\slash \n line; ünïcödé 漢字 %s $1 $$ {{ '}}{{' }} -- /* }{"
FULL_DISK = """
create or replace function public.no_space() returns trigger language plpgsql as $$ begin
    raise disk_full using message = 'could not extend file: No space left on device';
end $$;
create trigger full_disk before insert on {table} for each row execute function public.no_space();
"""
HOOK = "{{ flywheel.collect(results) }}"


def write_tests(project: Project) -> None:
    """One test of each status, and a message that nobody would type."""
    project.configure(**{"on-run-end": [HOOK]})
    project.model("orders", "select 1 as id, cast(null as integer) as amount")
    project.model("broken", "select 1 / a from nowhere as nothing")
    own = {"meta": {"owner": ["Ann", "Bo"], "alerts_config": {"channel": "#orders"}}}
    tests: list[Any] = [
        {"not_null": {"name": "late", "config": {"severity": "warn"} | own}},
        {"not_null": {"name": "strict"}},
        {
            "accepted_values": {
                "name": "wrong",
                "arguments": {"values": ["x"]},
                "config": {"where": "no_such_column = 1"},
            }
        },
    ]
    skipped = {"name": "skipped", "config": {"meta": {"owner": "l@shop.eu"}}}
    project.write_yaml(
        "models/orders.yml",
        {
            "groups": [
                {"name": "shop", "owner": {"name": "Shop"}, "config": {"meta": {"flywheel": {"channel": "#shop"}}}},
                {"name": "law", "owner": {"email": "l@shop.eu"}, "config": {"meta": {"flywheel": {"channel": "#law"}}}},
            ],
            "models": [
                {
                    "name": "orders",
                    "group": "shop",
                    "columns": [
                        {"name": "id", "data_tests": [{"unique": {"name": "fine"}}]},
                        {"name": "amount", "data_tests": tests},
                    ],
                },
                {"name": "broken", "columns": [{"name": "nothing", "data_tests": [{"unique": skipped}]}]},
            ],
        },
    )
    project.write("tests/told.sql", "select id from {{ ref('orders') }} where id = 2\n")


def history(project: Project) -> pd.DataFrame:
    return project.relation("flywheel__test_history").sort_values(["executed_at", "test_id"])


def test_a_run_is_kept_as_dbt_tells_of_it(project: Project) -> None:
    write_tests(project)
    run = project.build("--select", "orders", "broken", "flywheel__test_history")
    assert run.statuses["strict"] == "fail"
    assert run.exception is None
    kept = history(project)
    tests = {name: result for name, result in run.results.items() if result.node.resource_type == "test"}
    mine = kept[kept["test_id"].str.startswith("test.consumer")]
    assert len(kept) == len(tests)
    assert dict(zip(kept["test_id"], kept["status"], strict=True)) == {
        result.node.unique_id: str(result.status) for result in tests.values()
    }
    assert set(mine["status"]) == {"pass", "warn", "fail", "error", "skipped"}
    assert kept["invocation_id"].nunique() == 1
    rows = {row.test_id.split(".")[2]: row for row in mine.itertuples()}
    late = rows["late"]
    assert (late.node_id, late.test_name, late.column_name) == ("model.consumer.orders", "not_null", "amount")
    assert (late.severity, late.failures, late.collected_by, late.command) == ("warn", 1, "flywheel", "build")
    assert (late.owner, late.group_name, late.channel) == ("Ann, Bo", "shop", "#orders")
    assert (rows["strict"].owner, rows["strict"].channel) == ("Shop", "#shop")
    assert (rows["skipped"].owner, rows["skipped"].channel) == ("l@shop.eu", "#law")  # of the group of its owner
    assert "no_such_column" in rows["wrong"].message
    assert pd.isna(rows["wrong"].failures) and pd.isna(rows["skipped"].failures)
    assert (rows["told"].test_name, rows["told"].node_id) == ("told", "model.consumer.orders")
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert ((now - mine["executed_at"]) < pd.Timedelta(minutes=5)).all()
    assert (rows["late"].execution_seconds > 0) and rows["late"].execution_seconds < 60


@pytest.mark.slow
def test_all_that_a_message_may_hold_and_as_many_statements_as_it_takes(project: Project) -> None:
    """The rows go the whole way to the table, in one statement and in many."""
    project.model("one", "select 1 as id")
    names = [f"test.consumer.t{number}" for number in range(40)]
    message = f"{AWKWARD} {'x' * 3000}"
    recipient = [None, None, None]
    ends = ["error", 1, "2024-01-01", 0.5, *recipient, message, "test", "dev", "2024-01-01", "flywheel"]
    rows = [["i", name, None, "t", None, "fail", *ends] for name in names]
    engine = project.warehouse.name
    project.write(
        "macros/store.sql",
        f"{{% macro {engine}___statement_bytes() %}} {{{{ return(10000) }}}} {{% endmacro %}}\n"
        """
        {% macro store() %}
            {% set batches = flywheel._statement_batches(var('rows')) %}
            {% if batches | length < 10 or batches | sum(start=[]) | length != 40 %}
                {{ exceptions.raise_compiler_error('not in batches') }}
            {% endif %}
            {% do flywheel._store_results(var('rows')) %}
        {% endmacro %}
        """,
    )
    run = project.build("--select", "flywheel__test_history", "flywheel__input_test_results")
    assert run.success, run.messages
    assert project.dbt("run-operation", "store", rows=rows).success
    kept = history(project)
    assert sorted(kept["test_id"]) == sorted(names)
    assert set(kept["message"]) == {message}


@pytest.mark.slow
def test_nothing_is_lost_by_a_rebuild_and_what_is_old_is_forgotten(project: Project) -> None:
    write_tests(project)
    for moment in ("2024-01-01 06:00:00", "2024-01-02 06:00:00"):
        project.build(
            "--select", "orders", "flywheel__test_history", "flywheel__input_test_results", flywheel_now=moment
        )
    days = history(project).groupby("executed_at").size()
    assert list(days.index) == [pd.Timestamp("2024-01-01 06:00"), pd.Timestamp("2024-01-02 06:00")]
    assert days.nunique() == 1

    again = ("run", "--full-refresh", "--select", "flywheel__test_history+1")
    # the oldest is 42 hours old: too old, and not by a fiftieth
    assert project.dbt(*again, flywheel_now="2024-01-03", flywheel_test_history_days=1.74).success
    pd.testing.assert_series_equal(history(project).groupby("executed_at").size(), days)
    read = project.relation("flywheel__input_test_results")
    assert len(read) == days.sum() and set(read["from_model"]) == {"flywheel__test_history"}
    assert project.dbt(*again, flywheel_now="2024-01-11 12:00:00", flywheel_test_history_days=10).success
    assert list(history(project)["executed_at"].unique()) == [pd.Timestamp("2024-01-02 06:00")]
    invocations = project.relation("flywheel__invocations")
    assert list(invocations["tests"]) == [days.iloc[0]]
    assert not project.dbt(*again, flywheel_test_history_days="long").success


@contextmanager
def locked(project: Project) -> Iterator[None]:
    """Somebody else holds the table."""
    connection = project.warehouse._connect()
    with connection.cursor() as cursor:
        cursor.execute(f"lock table {project.warehouse.schema}.flywheel__test_history in access exclusive mode")
        yield
    connection.rollback()
    connection.close()


def apart(project: Project, at_a_result: Callable[[], object]) -> int | None:
    """A run of one test in a process of its own, in which something happens once its result is there: its exit code."""

    def run() -> None:
        def on_event(event: Any) -> None:
            if event.info.name == "NodeFinished":
                at_a_result()

        harness.project.dbtRunner = partial(dbtRunner, callbacks=[on_event])
        os._exit(0 if project.dbt("test", "--select", "fine").success else 1)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join(120)
    return process.exitcode


def fill_the_disk() -> None:
    """From now on nothing can be written."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def test_whatever_is_in_the_way_the_build_ends_as_it_would_have(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tests(project)
    table = f"{project.warehouse.profile().get('schema', 'main')}.flywheel__test_history"
    said: list[str] = []
    monkeypatch.setattr(
        harness.project, "dbtRunner", partial(dbtRunner, callbacks=[lambda event: said.append(event.info.msg)])
    )

    def check(warning: str, kept: int, *arguments: str) -> None:
        """A run that ends well and one that does not end so whatever becomes of their results."""
        said.clear()
        for test, ends_well in (("fine", True), ("strict", False)):
            run = project.dbt(*arguments, "test", "--select", test)
            assert run.exception is None and run.success is ends_well, run.messages
        warnings = [line for line in said if "flywheel: warning" in line]
        assert len(warnings) == (2 if warning else 0)
        assert all(warning in line and "1 test results of this run were not kept" in line for line in warnings)
        if kept:
            assert len(history(project)) == kept

    assert project.dbt("run", "--select", "orders").success
    check("is not there yet", 0)
    assert project.dbt("run", "--select", "flywheel__test_history").success
    check("", 2)
    if project.warehouse.name == "postgres":
        with locked(project):
            said.clear()
            assert project.dbt("test", "--select", "fine").success
        assert any("lock timeout" in line for line in said)

    # a run that is killed is not kept, and all before it is
    assert apart(project, lambda: os.kill(os.getpid(), signal.SIGKILL)) == -signal.SIGKILL
    assert len(history(project)) == 2

    # the disk is full, and a column must be filled that nobody knows: the engine refuses what looked well
    if project.warehouse.name == "duckdb":
        assert apart(project, fill_the_disk) == 0
        assert len(history(project)) == 2
        project.warehouse.execute(f"alter table {table} add column more integer")
        project.warehouse.execute(f"update {table} set more = 1")
        project.warehouse.execute(f"alter table {table} alter column more set not null")
        check("refused", 2, "--warn-error")
        project.warehouse.execute(f"alter table {table} drop column more")
    else:
        project.warehouse.execute(FULL_DISK.format(table=table))
        check("No space left on device", 2, "--warn-error")
        project.warehouse.execute(f"drop trigger full_disk on {table}")

    project.warehouse.execute(f"alter table {table} drop column message")
    check("it has no column 'message'", 2)
    project.warehouse.execute(f"alter table {table} alter column failures type varchar")
    check("column 'failures': found", 2)
