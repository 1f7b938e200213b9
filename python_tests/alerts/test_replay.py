"""A replayed history: the right alerts, once each, at the root, and fewer of them than Elementary's own rules send."""

from __future__ import annotations

from typing import Any

import pytest
from harness.project import PACKAGE, Project
from replay import CHILDREN, DAYS, Replay, compared, day


@pytest.fixture
def replay(project: Project) -> Replay:
    replay = Replay(project)
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
