"""How noisy a test was and how well it was answered, worked out by hand and by pandas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project

FIRST = pd.Timestamp("2024-03-04 06:00:00")  # a Monday
NOW = "2024-06-30 12:00:00"
RESULTS = {
    "invocation_id": "str", "test_id": "str", "node_id": "str", "test_name": "str", "status": "str",
    "executed_at": "ts", "owner": "str", "channel": "str",
}  # fmt: skip
ACTIONS = {"test_id": "str", "acted_at": "ts", "action": "str"}
LETTERS = {".": "pass", "w": "warn", "f": "fail", "e": "error", "s": "skipped"}
MODELS = [
    "flywheel__input_test_results", "flywheel__input_alert_actions", "flywheel__notable_results",
    "flywheel__test_incidents", "flywheel__alert_health", "flywheel__alert_noise", "flywheel__alert_settings",
    "my_test_results", "my_alert_actions",
]  # fmt: skip


def results_of(test: str, story: str, **more: Any) -> list[dict[str, Any]]:
    """One result a day, one letter each."""
    return [
        {"invocation_id": f"run {n}", "test_id": test, "node_id": "model.m", "test_name": "not_null",
         "status": LETTERS[c], "executed_at": FIRST + pd.Timedelta(days=n), "owner": "Shop", "channel": "#shop"} | more
        for n, c in enumerate(story)
    ]  # fmt: skip


def hours(*numbers: float) -> list[pd.Timestamp]:
    return [FIRST + pd.Timedelta(hours=number) for number in numbers]


def acted(test: str, **actions: float) -> list[dict[str, Any]]:
    return [{"test_id": test, "acted_at": hours(at)[0], "action": action} for action, at in actions.items()]


def build(project: Project, results: list[dict[str, Any]], actions: list[dict[str, Any]] | None) -> pd.DataFrame:
    project.map_input("test_results", pd.DataFrame(results, columns=list(RESULTS)), RESULTS)
    if actions is not None:
        project.map_input("alert_actions", pd.DataFrame(actions, columns=list(ACTIONS)), ACTIONS)
    run = project.build("--select", *(model for model in MODELS if actions is not None or model != "my_alert_actions"),
                        flywheel_now=NOW)  # fmt: skip
    assert run.success, run.messages
    return project.relation("flywheel__alert_health").set_index("test_id")


def test_noise_and_answers_worked_out_by_hand(project: Project) -> None:
    results = [
        *results_of("quiet", "....."),
        *results_of("only_skipped", "sss"),
        *results_of("outage", "..wfse...", channel="#night"),
        *results_of("flapping", ".f.f.f.f."),
        *results_of("hopeless", "ffffff"),
        *results_of("cried_wolf", "f..ff..f."),
        *results_of("new_owner", ".f") + results_of("new_owner", ".f.", owner="Bo", channel=None)[2:],
        *results_of("one_row", "f"),
    ]
    actions = [
        *acted("outage", acknowledged=50, fixed=90),
        *acted("cried_wolf", false_alarm=1, muted=73),
        *acted("cried_wolf", fixed=7 * 24 + 6),
        *acted("flapping", ACKNOWLEDGED=24 + 3),
        *acted("flapping", snoozed=30),
    ]
    health = build(project, results, actions)
    none = np.nan
    wanted = {
        #               runs alerts incidents flaps precision ack  resolve finding
        "quiet": (5, 0, 0, 0, none, none, none, "quiet"),
        "only_skipped": (0, 0, 0, 0, none, none, none, "quiet"),
        "outage": (8, 3, 1, 0, 1.0, 2.0, 96.0, "repeating"),
        "flapping": (9, 4, 4, 3, 1.0, 3.0, 24.0, "flapping"),
        "hopeless": (6, 6, 1, 0, none, none, none, "always_failing"),
        "cried_wolf": (9, 4, 3, 2, 1 / 3, 6.0, 24.0, "imprecise"),
        "new_owner": (3, 1, 1, 0, none, none, 24.0, "fine"),
        "one_row": (1, 1, 1, 0, none, none, none, "fine"),
    }
    columns = [
        "runs", "alerts", "incidents", "flaps", "precision", "hours_to_acknowledge_p50", "hours_to_resolve_p50",
        "finding",
    ]  # fmt: skip
    assert set(health.index) == set(wanted)
    for test, row in wanted.items():
        found = health.loc[test, columns]
        assert list(found[:4]) == list(row[:4]) and found["finding"] == row[7], (test, list(found))
        np.testing.assert_allclose(found[4:7].astype(float), row[4:7], err_msg=test)
    assert (health.loc["new_owner", "owner"], pd.isna(health.loc["new_owner", "channel"])) == ("Bo", True)
    assert health.loc["outage", "hours_between_runs"] == pytest.approx(8 * 24 / 7)
    saved = health["alerts_saved"]
    assert (saved["hopeless"], saved["flapping"], saved["cried_wolf"], saved["outage"]) == (5, 4, 3, 2)
    assert "3 of 4 alerts would have been saved" in health.loc["cried_wolf", "advice"]
    assert health["advice"].notna().all()

    noise = project.relation("flywheel__alert_noise")
    shop = noise[(noise["channel"] == "#shop") & (noise["week_start"] == FIRST.normalize())].iloc[0]
    frame = pd.DataFrame(results)
    alerts = frame[
        frame["status"].isin(["warn", "fail", "error"]) & (frame["executed_at"] < FIRST + pd.Timedelta(days=7))
    ]
    mine = alerts[alerts["channel"] == "#shop"]
    assert (shop["alerts"], shop["tests"]) == (len(mine), mine["test_id"].nunique())
    assert noise["alerts"].sum() == health["alerts"].sum()
    assert noise["incidents"].sum() == health["incidents"].sum()


@pytest.mark.slow
def test_random_histories_agree_with_a_loop(project: Project) -> None:
    rng = np.random.default_rng(8)
    stories = {f"t{n}": "".join(rng.choice(list(".wfes"), size=60, p=[0.6, 0.1, 0.15, 0.05, 0.1])) for n in range(40)}
    health = build(project, [row for test, story in stories.items() for row in results_of(test, story)], None)
    for test, story in stories.items():
        assessed = [(n, c) for n, c in enumerate(story) if c != "s"]
        runs: list[tuple[int, int | None, int]] = []  # opened, resolved, results since the one before was resolved
        since, is_open = 10**9, False
        for n, c in assessed:
            since += 1
            if c != "." and not is_open:
                runs.append((n, None, since))
                is_open = True
            elif c == "." and is_open:
                runs[-1] = (runs[-1][0], n, runs[-1][2])
                is_open, since = False, 0
        row = health.loc[test]
        assert row["alerts"] == sum(c != "." for _, c in assessed)
        assert row["incidents"] == len(runs)
        assert row["flaps"] == sum(since <= 28 for _, _, since in runs)
        lengths = [24.0 * (end - start) for start, end, _ in runs if end is not None]
        assert row["hours_to_resolve_p50"] == pytest.approx(np.median(lengths))
    assert health["precision"].isna().all() and health["is_unanswered"].isna().all()


def test_a_channel_that_is_too_loud_fails_and_wrong_arguments_stop(duckdb_project: Project) -> None:
    project = duckdb_project
    now = pd.Timestamp(NOW)
    rows = [
        {"week_start": now.normalize() - pd.Timedelta(days=days), "channel": channel, "owner": owner, "alerts": alerts,
         "incidents": 1}
        for days, channel, owner, alerts in [
            (6, "#shop", "Ann", 3), (6, "#shop", "Bo", 3), (13, "#shop", "Ann", 5), (20, None, None, 9),
            (34, "#shop", "Ann", 99),
        ]
    ]  # fmt: skip
    types = {"week_start": "ts", "channel": "str", "owner": "str", "alerts": "int", "incidents": "int"}
    project.table("noise", rows, types)

    def check(**arguments: Any) -> Any:
        test = {"flywheel.alert_noise_below": {"name": "quiet_enough", "arguments": arguments}}
        project.write_yaml("models/noise.yml", {"models": [{"name": "noise", "data_tests": [test]}]})
        return project.build("--select", "noise", flywheel_now=NOW)

    run = check(max_per_week=5)
    assert run.statuses["quiet_enough"] == "fail"
    rows = project.failing_rows(run, "quiet_enough").astype(object).fillna("")
    assert sorted(zip(rows["channel"], rows["alerts"].astype(int), strict=True)) == [("", 9), ("#shop", 6)]
    assert check().success  # 40, as the var has it
    assert not check(max_per_week=5, weeks=10).success
    assert "max_per_week is 'many', wanted a number" in check(max_per_week="many").messages
    assert "weeks is '0', wanted a whole number" in check(weeks=0).messages
