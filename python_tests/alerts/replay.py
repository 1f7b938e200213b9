"""A history of test results, replayed: what flywheel tells when, and what Elementary's own rules would have sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from harness.project import Project

FIRST = pd.Timestamp("2024-01-01 06:00:00")
DAYS = 60
CHILDREN = [f"child_{number:02}" for number in range(1, 21)]
RESULTS = {
    "invocation_id": "str", "test_id": "str", "node_id": "str", "test_name": "str", "column_name": "str",
    "status": "str", "severity": "str", "failures": "int", "executed_at": "ts", "owner": "str", "channel": "str",
}  # fmt: skip
# What the log reads of metrics; these stand in for the models, which need a history of measurements.
INCIDENTS = {
    "series_id": "str", "metric": "str", "segment": "str", "opened_at": "ts", "last_seen_at": "ts", "resolved_at": "ts",
    "worst_verdict": "str", "relapse_of": "ts", "is_flapping": "bool", "peak_value": "float", "peak_expected": "float",
    "owner": "str", "channel": "str", "part_of": "str",
}  # fmt: skip
TOLD = ["flywheel__notable_results", "flywheel__test_incidents", "flywheel__alert_log"]
MODELS = ["my_results", "flywheel__input_test_results", "flywheel__alert_settings", "flywheel__nodes",
          "flywheel__edges", "flywheel__use_cases", *TOLD]  # fmt: skip

# What each test did, as {status: days}; it passed on all others.
STORY: dict[str, dict[str, list[int]]] = {
    "outage": {"fail": [5, 6, 7, 8]},
    "flapping": {"fail": list(range(10, 26, 2))},
    "escalation": {"warn": [12, 13], "fail": [14, 15], "skipped": [16]},
    "relapse": {"fail": [20, 22]},
    "hopeless": {"error": list(range(3, DAYS))},
    "root": {"fail": [40, 41]},
    **{child: {"fail": [40, 41]} for child in CHILDREN},
    "child_07": {"fail": [40, 41, 42, 43]},
    "quiet": {},
}
BELOW = {**dict.fromkeys(CHILDREN, "root"), "relapse": "hopeless", "outage": "escalation"}


def day(number: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=number)


def status_on(test: str, number: int) -> str:
    return next((status for status, days in STORY[test].items() if number in days), "pass")


def history() -> pd.DataFrame:
    """The results of a run a day."""
    return pd.DataFrame(
        [
            {"invocation_id": f"run {number}", "test_id": test, "node_id": f"model.consumer.{test}",
             "test_name": f"{test}_is_fine", "column_name": "id", "status": status_on(test, number),
             "severity": "error", "failures": 3, "executed_at": day(number), "owner": "Shop", "channel": "#shop"}
            for number in range(DAYS)
            for test in STORY
        ],
        columns=list(RESULTS),
    )  # fmt: skip


def metrics_incidents() -> pd.DataFrame:
    """Of two metrics: one is measured below the root of the cascade, and falls with it."""
    about = dict.fromkeys(INCIDENTS) | {"worst_verdict": "fail", "is_flapping": False, "owner": "shop"}
    sold = {
        "series_id": "sold",
        "metric": "sold",
        "opened_at": day(40).normalize(),
        "last_seen_at": day(41),
        "resolved_at": day(42),
    }
    part = sold | {"series_id": "north", "segment": "north", "part_of": "sold"}
    made = {"series_id": "made", "metric": "made", "opened_at": day(-4), "last_seen_at": day(-1), "resolved_at": None}
    rows = [about | sold, about | part, about | made | {"peak_value": 0.5, "peak_expected": 0.9123}]
    return pd.DataFrame(rows, columns=list(INCIDENTS)).astype(
        {"resolved_at": "datetime64[ns]", "relapse_of": "datetime64[ns]"}
    )


@dataclass
class Replay:
    """A project whose clock can be set: the results so far are those that were there by then."""

    project: Project
    moment: str = "2000-01-01 00:00:00"

    def start(self) -> None:
        project = self.project
        schema = project.warehouse.profile().get("schema", "main")
        self.prefix = f"{schema}."
        clock = pd.DataFrame({"moment": [pd.Timestamp(self.moment)]})
        project.warehouse.load("clock", clock, {"moment": "ts"})
        project.warehouse.load("all_results", history(), RESULTS)
        project.warehouse.load("all_incidents", metrics_incidents(), INCIDENTS)
        columns = ", ".join(name for name in INCIDENTS if name not in ("last_seen_at", "resolved_at"))
        project.warehouse.execute(
            f"create view {self.prefix}flywheel__incidents as select {columns}, "
            "case when last_seen_at > moment then moment else last_seen_at end as last_seen_at, "
            "case when resolved_at <= moment then resolved_at end as resolved_at "
            f"from {self.prefix}all_incidents cross join {self.prefix}clock where opened_at <= moment"
        )
        series = pd.DataFrame(
            [{"series_id": "sold", "from_model": "child_03"}, {"series_id": "made", "from_model": "quiet"}]
        )
        project.warehouse.load("flywheel__series", series, {"series_id": "str", "from_model": "str"})
        project.model(
            "my_results",
            '{{ config(materialized="view") }}\n'
            f"select * from {schema}.all_results where executed_at <= (select moment from {schema}.clock)",
        )
        for test in STORY:
            above = BELOW.get(test)
            project.model(test, f"select * from {{{{ ref('{above}') }}}}" if above else "select 1 as id")
        flywheel = {"metric": "auc", "baseline": "base rate", "kpi": "churned", "stakeholder": "head of sales"}
        exposure = {"name": "churn", "type": "ml", "owner": {"name": "Retention"}, "depends_on": ["ref('child_07')"]}
        project.write_yaml("models/churn.yml", {"exposures": [exposure | {"config": {"meta": {"flywheel": flywheel}}}]})
        project.vars["flywheel_inputs"] = {"test_results": "my_results"}
        run = project.dbt("run", "--select", *MODELS, flywheel_now=self.moment)
        assert run.success, run.messages
        compiled = project.dbt("compile", "--select", *MODELS[2:], flywheel_now=self.moment).results
        self.sql = {
            name: compiled[name].node.compiled_code.replace(
                f"cast('{self.moment}' as timestamp)", f"(select moment from {schema}.clock)"
            )
            for name in TOLD
        }
        self.columns = {name: ", ".join(project.relation(name).columns) for name in TOLD}
        full = project.dbt("compile", "--select", TOLD[0], "--full-refresh", flywheel_now=self.moment)
        self.read_anew = full.results[TOLD[0]].node.compiled_code

    def tell(self, moment: pd.Timestamp, *changes: str) -> None:
        """A run at that moment, after some changes, without what dbt would do besides."""
        again = f"{self.prefix}again"
        statements = [*changes, f"update {self.prefix}clock set moment = '{moment}'"]
        for model in TOLD[:2]:
            statements += [
                f"create table {again} as {self.sql[model]}",
                f"delete from {self.prefix}{model}",
                self.insert(model, f"select * from {again}"),
                f"drop table {again}",
            ]
        self.project.warehouse.execute(";\n".join([*statements, self.insert(TOLD[2], self.sql[TOLD[2]])]))

    def insert(self, model: str, rows: str) -> str:
        columns = self.columns[model]
        return f"insert into {self.prefix}{model} ({columns}) select {columns} from ({rows}) as news"

    def notable(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What is kept of the results, and what would be if all of them were read now."""
        kept, anew = self.project.relation("flywheel__notable_results"), self.project.query(self.read_anew)
        order = ["test_id", "results_so_far"]
        return tuple(rows.sort_values(order).reset_index(drop=True)[sorted(rows)] for rows in (kept, anew))

    def told(self) -> list[tuple[int, str, str]]:
        """Day of telling, test and event, in that order."""
        log = self.project.relation("flywheel__alert_log")
        return sorted(((row.told_at - FIRST).days, row.thing_id, row.event) for row in log.itertuples())


def elementary_sends(rows: pd.DataFrame, suppressed_hours: float) -> list[tuple[int, str, str]]:
    """By Elementary's rules: every result that is no pass, unless one of the test was sent within the interval."""
    sent: list[tuple[int, str, str]] = []
    last: dict[str, pd.Timestamp] = {}
    for row in rows.sort_values("executed_at", kind="stable").itertuples():
        if row.status not in ("warn", "fail", "error"):
            continue
        if row.test_id in last and row.executed_at - last[row.test_id] < pd.Timedelta(hours=suppressed_hours):
            continue
        last[row.test_id] = row.executed_at
        sent.append(((row.executed_at - FIRST).days, row.test_id, row.status))
    return sent


def openings() -> set[tuple[int, str]]:
    """Every day on which a test went wrong, a flap and a child that its parent explains left out."""
    found: set[tuple[int, str]] = set()
    for test in STORY:
        for number in range(1, DAYS):
            went_wrong = status_on(test, number) != "pass" and status_on(test, number - 1) == "pass"
            if went_wrong and test not in ("flapping", *CHILDREN):
                found.add((number, test))
    return found


def compared(told: list[tuple[int, str, str]]) -> dict[str, dict[str, Any]]:
    """What each way of telling sent, and what it did not say."""
    ways: dict[str, dict[str, Any]] = {}
    rows = history()
    escalated = (14, "escalation")
    for name, sent in {
        "flywheel": [row for row in told if row[1] in STORY],
        "Elementary, as it comes": elementary_sends(rows, 0),
        "Elementary, suppressed for 24 hours": elementary_sends(rows, 24),
        "Elementary, suppressed for 3 days": elementary_sends(rows, 72),
    }.items():
        days = {(number, test) for number, test, _ in sent}
        ways[name] = {
            "messages": len(sent),
            "on the day of the cascade": sum(number == 40 for number, _, _ in sent),
            "openings missed": len(openings() - days),
            "rise to fail told": escalated in days,
            "ends told": sum(event == "resolved" for _, _, event in sent),
        }
    return ways
