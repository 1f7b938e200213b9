"""A replayed history: the right alerts, once each, at the root, and fewer of them than Elementary's own rules send."""

from __future__ import annotations

import pytest
from harness.project import PACKAGE, Project
from replay import DAYS, Replay, compared, day


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
        (20, "relapse", "opened"), (22, "relapse", "resolved"), (23, "relapse", "opened"), (24, "relapse", "resolved"),
    ]  # fmt: skip
    hopeless = [(3, "hopeless", "opened"), *((3 + days, "hopeless", "still_open") for days in (3, 7, 14, 30))]
    # twice as anything else; from the third time on once, and its end when it was calm for three days
    flapping = [
        *((number, "flapping", event) for number, event in ((10, "opened"), (11, "resolved"), (12, "opened"))),
        (13, "flapping", "resolved"), (14, "flapping", "opened"), (17, "flapping", "still_open"),
    ]  # fmt: skip
    cascade = [(40, "root", "opened"), (42, "root", "resolved")]
    left_over = [(42, "child_07", "opened"), (43, "child_07", "still_open"), (44, "child_07", "resolved")]
    mine = [row for row in told if row[1] == "flapping"]
    assert mine[: len(flapping)] == flapping
    assert mine[-1] == (28, "flapping", "resolved")
    assert [row for row in told if row[1] != "flapping"] == sorted(
        outage + escalation + relapse + hopeless + cascade + left_over
    )

    log = replay.project.relation("flywheel__alert_log").set_index(["thing_id", "event"])
    root = log.loc[("root", "opened")]
    assert root["also_failing"] == 20 and root["also_failing_names"].split(", ") == ["not_null"] * 20
    assert (root["use_cases"], root["kpis"], root["owner"], root["channel"]) == ("churn", "churned", "Shop", "#shop")
    assert log.loc[("relapse", "opened"), "is_relapse"].tolist() == [False, True]
    assert log.loc[("escalation", "opened"), "verdict"] == "warn"
    assert log.loc[("escalation", "worsened"), "verdict"] == "fail"
    assert not log.loc["quiet":"quiet"].shape[0]

    ways = compared(told)
    mine, plain, suppressed, long = ways.values()
    assert mine["openings missed"] == 0 and mine["rise to fail told"]
    assert plain["openings missed"] == 0 and plain["messages"] > 4 * mine["messages"]
    assert mine["messages"] < min(suppressed["messages"], long["messages"])
    assert long["openings missed"] > 0 and not long["rise to fail told"]
    table = "\n".join(
        ["| " + " | ".join(["", *mine]) + " |", "|---" * (len(mine) + 1) + "|"]
        + ["| " + " | ".join([name, *("yes" if v is True else "no" if v is False else str(v) for v in way.values())]) + " |"
           for name, way in ways.items()]
    )  # fmt: skip
    assert table in (PACKAGE / "docs" / "alerts.md").read_text(), table
