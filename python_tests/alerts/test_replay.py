"""A replayed history: the right alerts, once each, at the root, and fewer of them than Elementary's own rules send."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import PACKAGE, Project
from replay import CHILDREN, DAYS, Replay, compared, day


@pytest.fixture(scope="module")
def replay(shared_project: Project) -> Replay:
    replay = Replay(shared_project)
    replay.start()
    return replay


def test_the_right_alerts_once_each_with_the_root_named(replay: Replay) -> None:
    for number in range(DAYS):
        replay.tell(day(number))
    told = replay.told()
    outage = [(5, "outage", "opened"), (8, "outage", "still_open"), (9, "outage", "resolved")]
    escalation = [
        (12, "escalation", "opened"), (14, "escalation", "worsened"), (15, "escalation", "still_open"),
        (17, "escalation", "resolved"),
    ]  # fmt: skip
    relapse = [
        (20, "relapse", "opened"), (21, "relapse", "resolved"), (22, "relapse", "opened"), (23, "relapse", "resolved"),
    ]  # fmt: skip
    made = [(0, "made", "opened"), *((days - 4, "made", "still_open") for days in (7, 14, 30))]
    hopeless = [(3, "hopeless", "opened"), *((3 + days, "hopeless", "still_open") for days in (3, 7, 14, 30))]
    # twice as anything else; from the third time on once, and its end when it was calm for three days
    flapping = [
        *((number, "flapping", event) for number, event in ((10, "opened"), (11, "resolved"), (12, "opened"))),
        (13, "flapping", "resolved"), (14, "flapping", "opened"), (18, "flapping", "still_open"),
        (22, "flapping", "still_open"), (28, "flapping", "resolved"),
    ]  # fmt: skip
    cascade = [(40, "root", "opened"), (42, "root", "resolved")]
    left_over = [(42, "child_07", "opened"), (43, "child_07", "still_open"), (44, "child_07", "resolved")]
    assert told == sorted(outage + escalation + relapse + made + hopeless + flapping + cascade + left_over)

    log = replay.project.relation("flywheel__alert_log").sort_values("told_at")

    def of(thing: str, event: str) -> Any:
        return log[(log["thing_id"] == thing) & (log["event"] == event)].iloc[-1]

    root = of("root", "opened")
    assert root["also_failing"] == 21  # twenty children, and a metric of one of them; its segment is told by the whole
    assert root["also_failing_names"] == ", ".join([*(f"{child}_is_fine" for child in CHILDREN), "sold"])
    assert (root["use_cases"], root["kpis"], root["owner"], root["channel"]) == ("churn", "churned", "Shop", "#shop")
    assert of("relapse", "opened")["is_relapse"] and not of("outage", "opened")["is_relapse"]
    assert (of("escalation", "opened")["verdict"], of("escalation", "worsened")["verdict"]) == ("warn", "fail")
    assert of("made", "opened")["what"] == "made, 0.5 at worst where 0.9123 was expected"

    ways = compared(told)
    mine, plain, suppressed, long = ways.values()
    assert mine["openings missed"] == 0 and mine["rise to fail told"]
    assert plain["openings missed"] == 0 and plain["messages"] > 3 * mine["messages"]
    assert mine["messages"] < min(suppressed["messages"], long["messages"])
    assert long["openings missed"] > 0 and not long["rise to fail told"]
    said = {True: "yes", False: "no"}
    rows = [["", *mine], *([name, *(said[value] if isinstance(value, bool) else str(value)
             for value in way.values())] for name, way in ways.items())]  # fmt: skip
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    table = "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])
    assert table in (PACKAGE / "docs" / "alerts.md").read_text(), table


def test_what_changes_in_the_past_is_as_if_it_had_always_been_so_and_nothing_is_told_twice(replay: Replay) -> None:
    """Late, changed and forgotten results, a test that is renamed, and one run more: as if all were read anew."""
    results, log = f"{replay.prefix}all_results", f"{replay.prefix}flywheel__alert_log"
    rng = np.random.default_rng(8)

    def rows(test: str, story: str, first: float = 0, node: str = "quiet") -> str:
        """A result every six hours, a letter each; of the first two at one moment."""
        status = {".": "pass", "w": "warn", "f": "fail", "e": "error", "s": "skipped"}
        values = [
            f"('run {first + number}', '{test}', '{status[letter]}', {'4' if letter in 'wf' else 'null'},"
            f" timestamp '{day(100) + pd.Timedelta(hours=6 * max(first + number, 1))}', 'Ann', 'model.consumer.{node}')"
            for number, letter in enumerate(story)
            if letter in status
        ]
        columns = "invocation_id, test_id, status, failures, executed_at, owner, node_id"
        return f"insert into {results} ({columns}) values {', '.join(values)}"

    def at(number: int) -> pd.Timestamp:
        return day(100) + pd.Timedelta(hours=6 * number)

    def then(number: int, *changes: str) -> pd.DataFrame:
        replay.tell(at(number), *changes)
        kept, anew = replay.notable()
        pd.testing.assert_frame_equal(kept, anew, check_dtype=False)
        return kept

    def told(test: str) -> list[str]:
        tellings = replay.project.relation("flywheel__alert_log").sort_values("told_at")
        return list(tellings[tellings["thing_id"] == test]["event"])

    def chance(letters: int) -> str:
        return "".join(rng.choice(list(".wfes"), size=letters, p=[0.6, 0.1, 0.15, 0.05, 0.1]))

    names = [f"chance_{number}" for number in range(12)]
    assert len(then(0, f"delete from {results}", f"delete from {log}")) == 0  # no result at all
    then(20, *(rows(name, chance(20)) for name in names), rows("long", "f" * 20), rows("early", "." * 15 + "ff"),
         rows("only_skipped", "sss"), rows("renamed", ".ff.f"), rows("brief", "." * 18 + "f."),
         rows("mild", "." * 18 + "ww", node="root"), rows("harsh", "." * 18 + "ff", node="child_01"),
         *(rows(name, ".ws.") for name in ("rises", "pales", "grows", "goes", "not_skipped", "earlier")))  # fmt: skip
    then(20)
    then(30, *(rows(name, chance(10), 20) for name in names), rows("long", "f" * 9, 20), rows("early", "fff", 17))
    # failures from before the first that is known, and a pass between two
    then(31, rows("early", "f", 14.5), rows(names[0], "f.f.f", 3), rows(names[1], chance(4), 26))
    then(32, f"update {results} set test_id = 'new_name' where test_id = 'renamed'")
    then(33, f"delete from {results} where test_id in ('{names[2]}', '{names[3]}') and invocation_id = 'run 21'")
    one = "invocation_id = 'run {}' and test_id = '{}'".format
    then(34, f"update {results} set status = 'fail' where {one(1, 'rises')} or {one(3, names[4])}",
         f"update {results} set status = 'warn' where {one(3, 'pales')}",
         f"update {results} set failures = 9 where {one(1, 'grows')}",
         f"delete from {results} where {one(2, 'goes')}",
         f"update {results} set status = 'warn' where {one(2, 'not_skipped')}",
         f"update {results} set executed_at = executed_at - interval '1 hour' where {one(0, 'earlier')}")  # fmt: skip
    then(35, f"delete from {results} where executed_at < '{at(8)}'", *(rows(name, ".f", 33) for name in names))
    then(36, f"delete from {results} where executed_at < '{at(16)}'", rows("long", "ff", 34), rows("back", "f", 35))
    then(37, f"delete from {results} where test_id = 'back'")
    assert told("long") == ["opened", "still_open"]  # its beginning is forgotten, and what was told of it is not
    assert told("early") == ["opened", "still_open"]
    assert "opened" in told("mild") and "opened" in told("harsh")  # a warning explains no failure below it
    then(38, rows("long", ".", 36), rows("early", ".", 36))
    assert told("long") == told("early") == ["opened", "still_open", "resolved"]
    # what is kept is not read again, or it would have another owner now
    replay.tell(at(39), f"update {results} set owner = 'Bo'", rows("long", ".", 37))
    kept = replay.notable()[0]
    assert (kept[kept["executed_at"] <= at(36)]["owner"] == "Ann").all()
