"""Shots, goals and how long they take: by pandas for a random history, by hand where it could be doubted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from models.given import declare_use_cases, map_input
from models.test_leaderboard import DEPLOYMENTS, RUNS
from models.test_promotion import MEASUREMENTS
from scipy.stats import spearmanr
from velocity import over_time

NOW = "2024-07-15 00:00:00"
OUTCOMES = {"use_case": "str", "entity_id": "str", "observed_at": "ts", "outcome": "float"}
PREDICTIONS = {
    "use_case": "str", "version": "str", "entity_id": "str", "predicted_at": "ts", "score": "float", "segment": "str",
}  # fmt: skip
KPI_VALUES = {"kpi": "str", "period_start": "date", "value": "float", "numerator": "float", "denominator": "float"}
MEMBERS = {"team": "str", "person": "str", "role": "str", "since": "ts", "until": "ts"}
LOG_LOSS = {"metric": "log_loss", "metric_direction": "lower_is_better", "kpi_direction": "higher_is_better"}
AUC = {"metric": "auc", "kpi_direction": "lower_is_better"}
USE_CASES = {
    "random": {}, "by_hand": {}, "abandoned": {}, "never_deployed": {}, "not_started": {},
    "goodhart": {**LOG_LOSS, "kpi": "sales"}, "aligned": {**AUC, "kpi": "returns"}, "few": {**AUC, "kpi": "visits"},
    "unrelated": {**LOG_LOSS, "kpi": "clicks"}, "tied": {**AUC, "kpi": "refunds"}, "constant": {**AUC, "kpi": "rent"},
    "no_direction": {"metric": "auc", "kpi": "sales"},
    "changes": {"team": "crew", "kpi": "uptime"}, "changes_too": {"team": "crew"},
    **{use_case: {**LOG_LOSS, "kpi": f"kpi of {use_case}"} for use_case in over_time.SERIES},
}  # fmt: skip
# validation metric of each release, and the KPI of its month
RELEASES = {
    "goodhart": ([0.50, 0.45, 0.47, 0.40, 0.35], [100, 90, 95, 80, 70]),
    "aligned": ([0.70, 0.72, 0.71, 0.80], [9, 7, 8, 5]),
    "few": ([0.70, 0.72], [9, 7]),
    "unrelated": ([0.50, 0.40, 0.45, 0.42], [10, 9, 12, 11]),
    "tied": ([0.70, 0.75, 0.75, 0.80], [9, 8, 9, 8]),
    "constant": ([0.70, 0.75, 0.80], [4, 4, 4]),
}


def run(use_case: str, run_id: str, started_at: Any, **more: Any) -> dict[str, Any]:
    """A finished run."""
    row = dict.fromkeys(RUNS) | {"use_case": use_case, "run_id": run_id, "candidate": "model", "metric": "log_loss"}
    return row | {"value": 0.5, "started_at": started_at, "ended_at": started_at, "status": "FINISHED"} | more


def deployment(use_case: str, version: str, deployed_at: Any, **more: Any) -> dict[str, Any]:
    """A release that is live."""
    row = dict.fromkeys(DEPLOYMENTS) | {"use_case": use_case, "version": version, "deployed_at": deployed_at}
    return row | {"outcome": "live"} | more


def random_history() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Three hundred runs and forty releases over half a year, with whatever that brings."""
    generator = np.random.default_rng(5)
    start = pd.Timestamp("2024-01-03")

    def moments(count: int) -> pd.Series:
        return start + pd.to_timedelta(generator.integers(0, 180 * 86400, count), "s").to_series(index=range(count))

    runs = pd.DataFrame({"started_at": moments(300)})
    runs["run_id"] = [f"r{number}" for number in runs.index]
    runs["status"] = generator.choice(["FINISHED", "FAILED", "KILLED", None], 300, p=[0.6, 0.2, 0.1, 0.1])
    runs["author"] = generator.choice(["ann", "bob", "cyd", None], 300)
    deployments = pd.DataFrame({"deployed_at": moments(40).sort_values().to_numpy()})
    deployments["version"] = [str(number) for number in deployments.index]
    deployments["run_id"] = [
        generator.choice(runs.loc[runs["started_at"] <= moment, "run_id"].to_numpy())
        if (runs["started_at"] <= moment).any() else None
        for moment in deployments["deployed_at"]
    ]  # fmt: skip
    deployments["deployed_by"] = generator.choice(["dan", "ann", None], 40)
    deployments["outcome"] = generator.choice(["superseded", "rolled_back", None], 40)
    return runs, deployments


def days(difference: Any) -> Any:
    """Days, from a difference of timestamps."""
    return difference / pd.Timedelta(days=1)


def expected_of_random_history() -> pd.DataFrame:
    """Velocity by month, as the contract words it."""
    runs, deployments = random_history()
    rows = {}
    for number, release in deployments.iterrows():
        before = deployments["deployed_at"][number - 1] if number else pd.Timestamp(0)
        since = runs["started_at"][(runs["started_at"] > before) & (runs["started_at"] <= release["deployed_at"])]
        later = deployments[(deployments.index > number) & (deployments["outcome"] != "rolled_back")]
        started = runs.set_index("run_id")["started_at"].get(release["run_id"], pd.NaT)
        deployments.loc[number, "lead"] = days(release["deployed_at"] - since.min())
        deployments.loc[number, "cycle"] = days(release["deployed_at"] - started)
        if release["outcome"] == "rolled_back" and len(later):
            deployments.loc[number, "recovery"] = days(later["deployed_at"].iloc[0] - release["deployed_at"])
    for month in pd.date_range("2024-01-01", "2024-07-01", freq="MS"):
        shots = runs[runs["started_at"].dt.to_period("M").dt.start_time == month]
        goals = deployments[deployments["deployed_at"].dt.to_period("M").dt.start_time == month]
        rows[month] = {
            "shots": len(shots),
            "failed_shots": shots["status"].isin(["FAILED", "KILLED"]).sum(),
            "goals": len(goals),
            "people": len({*shots["author"].dropna(), *goals["deployed_by"].dropna()}),
            "lead_time_days": goals["lead"].median(),
            "cycle_time_days_p50": goals["cycle"].median(),
            "change_fail_rate": (goals["outcome"] == "rolled_back").mean(),
            "recovery_days_p50": goals["recovery"].median(),
            "time_to_mvp_days": days(deployments["deployed_at"].min() - runs["started_at"].min()),
        }
    return pd.DataFrame(rows).T


def runs_by_hand() -> list[dict[str, Any]]:
    """What could be doubted."""
    runs = [
        run("by_hand", "first", "2024-01-10", author="ann"),
        # one run, three metrics, started again under its own name in the next month, and then finished
        run("by_hand", "again", "2024-01-31", status="FAILED", author="ann"),
        run("by_hand", "again", "2024-01-31", status="FAILED", metric="auc", author="ann"),
        run("by_hand", "again", "2024-02-01", author="ann"),
        run("by_hand", "lost", "2024-02-10", status="FAILED"),
        run("by_hand", "going", "2024-02-11", status="RUNNING", author="bob"),
        # before the release of the month after, and after that of this one
        run("by_hand", "late", "2024-02-20", author="ann"),
        run("by_hand", "nameless", "2024-04-02"),
        run("by_hand", "tomorrow", "2024-07-16", author="eve"),
        run("abandoned", "only", "2024-01-10"),
        run("never_deployed", "a", "2024-02-10"),
        run("never_deployed", "b", "2024-07-01"),
    ]
    runs += [
        run("changes", "c", "2024-03-02", author="ann"),
        run("changes_too", "d", "2024-03-05", author="ann"),
        run("changes_too", "e", "2024-03-06", author="bob", status="FAILED"),
    ]
    for use_case, (metrics, _) in RELEASES.items():
        name = USE_CASES[use_case]["metric"]
        for number, value in enumerate(metrics):
            month = f"2024-{number + 1:02}"
            runs.append(run(use_case, f"{use_case} {number}", f"{month}-02", metric=name, value=value))
    return runs


def deployments_by_hand() -> list[dict[str, Any]]:
    """The releases of those runs."""
    releases = [
        deployment("by_hand", "1", "2024-02-05", run_id="again", deployed_by="ann", outcome="superseded"),
        deployment("by_hand", "2", "2024-02-15", run_id="unknown", outcome="rolled_back", retired_at="2024-02-25"),
        # two at once: one turn, two goals, and the same forerunner
        deployment("by_hand", "3", "2024-02-25", run_id="late", deployed_by="mia", is_automated=False),
        deployment("by_hand", "3b", "2024-02-25", run_id="late", deployed_by="pipeline", is_automated=True),
        # back to an older version without any run in between, and rolled back only after now
        deployment("by_hand", "1", "2024-03-01", run_id="again", outcome="rolled_back", retired_at="2024-08-01"),
        deployment("by_hand", "4", "2024-07-16"),
        deployment("abandoned", "1", "2024-01-20", run_id="only"),
    ]
    releases += [
        deployment("changes", "1", "2024-03-10 10:00:00"),
        deployment("changes", "2", "2024-03-20 09:00:00", outcome="rolled_back", retired_at="2024-03-21 18:00:00"),
        deployment("changes", "3", "2024-03-21 18:00:00"),
        deployment("changes", "4", "2024-05-01 08:00:00"),
        deployment("changes_too", "1", "2024-03-15", outcome="rolled_back", retired_at="2024-03-16"),
        deployment("changes_too", "2", "2024-04-10 12:00:00"),
        deployment("changes_too", "2b", "2024-04-20"),
        deployment("changes_too", "3", "2024-06-30", outcome="rolled_back", retired_at="2024-07-01"),
        *(deployment(use_case, "live", "2023-12-20") for use_case in over_time.RELEASED),
    ]
    for use_case, (metrics, _) in RELEASES.items():
        releases += [
            deployment(use_case, f"v{number}", f"2024-{number + 1:02}-05", run_id=f"{use_case} {number}")
            for number in range(len(metrics))
        ]
    return releases


# what failed and when: before the first release, with one, with one that was rolled back, long after one, and until now
DOWN = [*pd.date_range("2024-03-10", periods=2), *pd.date_range("2024-03-20", periods=2)]
DOWN += [pd.Timestamp("2024-03-01"), pd.Timestamp("2024-04-20"), *pd.date_range("2024-05-05", "2024-07-14")]
BAD_WEEKS = [pd.Timestamp("2024-04-08"), pd.Timestamp("2024-05-06")]
BAD_MONTHS = [pd.Timestamp("2024-05-01")]


def watched(subject: str, bad: list[pd.Timestamp], metric: str = "score", period: str = "week") -> list[dict[str, Any]]:
    """Something that is measured by the week, or by the month, and was bad at times."""
    row = dict.fromkeys(MEASUREMENTS) | {"subject_type": "data", "subject": subject, "metric": metric, "period": period}
    starts = pd.date_range("2024-03-04", "2024-07-08", freq="7D")
    if period == "month":
        starts = pd.date_range("2024-02-01", "2024-07-01", freq="MS")
    return [row | {"period_start": str(start), "value": 0 if start in bad else 1} for start in starts]


def judge_by_bounds(project: Project) -> None:
    """At least one of each, or it fails. Of goals too, so that a month without one is an incident."""
    judged = {"my_kpi_values": ["uptime"], "watched": ["score", "cost"], "velocity_measured": ["goals"]}
    settings = {
        model: {metric: {"method": "fixed", "min": 1} for metric in metrics} for model, metrics in judged.items()
    }
    models = [
        {"name": model, "config": {"meta": {"flywheel": {"metrics": metrics}}}} for model, metrics in settings.items()
    ]
    project.write_yaml("models/judged.yml", {"models": models})


@pytest.fixture
def built(project: Project) -> Project:
    """A project in which all that is about velocity is built."""
    declare_use_cases(project, USE_CASES)
    runs, deployments = random_history()
    history = [
        run("random", row.run_id, row.started_at, status=row.status, author=row.author) for row in runs.itertuples()
    ]
    released = [
        deployment(
            "random", row.version, row.deployed_at, run_id=row.run_id, deployed_by=row.deployed_by, outcome=row.outcome
        )
        for row in deployments.itertuples()
    ]
    clean = [{c: None if pd.isna(v) else v for c, v in row.items()} for row in [*history, *runs_by_hand()]]
    map_input(project, "training_runs", clean, RUNS)
    clean = [{c: None if pd.isna(v) else v for c, v in row.items()} for row in [*released, *deployments_by_hand()]]
    map_input(project, "deployments", clean, DEPLOYMENTS)
    kpis = [
        {"kpi": USE_CASES[use_case]["kpi"], "period_start": f"2024-{number + 1:02}-01", "value": value}
        for use_case, (_, values) in RELEASES.items()
        for number, value in enumerate(values)
    ]
    days = pd.date_range("2024-02-25", "2024-07-14")
    kpis += [{"kpi": "uptime", "period_start": day.date(), "value": 0 if day in DOWN else 1} for day in days]
    kpis += over_time.kpi_values()
    map_input(project, "kpi_values", [dict.fromkeys(KPI_VALUES) | row for row in kpis], KPI_VALUES)
    predicted = [("1", "x", "2024-02-06"), ("2", "y", "2024-02-16"), ("2", "z", "2024-02-17")]
    scores = [
        dict.fromkeys(PREDICTIONS)
        | {"use_case": "by_hand", "version": version, "entity_id": entity, "predicted_at": at}
        for version, entity, at in predicted
    ]
    weekly, seen_weekly = over_time.predictions_and_outcomes()
    project.map_input("predictions", pd.concat([pd.DataFrame(scores).assign(score=0.5), weekly]), PREDICTIONS)
    seen = {"use_case": "by_hand", "entity_id": "x", "observed_at": "2024-02-10", "outcome": 1}
    project.map_input("outcomes", pd.concat([pd.DataFrame([seen]), seen_weekly]), OUTCOMES)
    roles = {"ann": "data_scientist", "mia": "ml_engineer", "bob": "data_scientist"}
    members = [dict.fromkeys(MEMBERS) | {"team": "t", "person": person, "role": role} for person, role in roles.items()]
    map_input(project, "team_members", members, MEMBERS)
    project.model("velocity_measured", "{{ flywheel.velocity_measurements() }}")
    rows = [row for subject in ("changes", "changes_too", "orders") for row in watched(subject, BAD_WEEKS)]
    project.table("watched", rows + watched("changes_too", BAD_MONTHS, "cost", "month"), MEASUREMENTS)
    project.model("team_velocity_measured", "{{ flywheel.velocity_measurements(by='team') }}")
    project.vars["flywheel_measurements"] = ["velocity_measured", "team_velocity_measured", "watched"]
    judge_by_bounds(project)
    outcome = project.dbt(
        "run", "--select", "+flywheel__velocity", "+flywheel__team_velocity", "+flywheel__wheels",
        "+flywheel__metric_kpi_alignment", flywheel_now=NOW, flywheel_performance_period="week",
    )  # fmt: skip
    assert outcome.success, outcome.messages
    return project


def test_velocity_turns_and_alignment(built: Project) -> None:
    velocity = built.relation("flywheel__velocity").set_index(["use_case", "month"]).sort_index()
    assert velocity.index.is_unique
    a_random_history_is_as_pandas_has_it(velocity)
    what_could_be_doubted_is_decided(velocity)
    velocity_can_be_measured(velocity, built.relation("velocity_measured"), "use_case")
    failed_changes = built.relation("flywheel__failed_changes")
    a_change_fails_once(failed_changes.set_index(["use_case", "version"]).sort_index(), velocity)
    teams = built.relation("flywheel__team_velocity").set_index(["team", "month"]).sort_index()
    a_team_is_all_its_use_cases(teams, built, failed_changes)
    velocity_can_be_measured(teams, built.relation("team_velocity_measured"), "team")
    turns_are_told(built.relation("flywheel__turns").set_index(["use_case", "turn"]).sort_index())
    wheels_stand_where_they_do(built.relation("flywheel__wheels").set_index("use_case"))
    alignment = built.relation("flywheel__metric_kpi_alignment").set_index("use_case")
    metrics_are_held_against_kpis(alignment)
    over_time.metrics_are_held_against_kpis_over_time(
        built.relation("flywheel__metric_kpi_over_time").set_index("use_case"), alignment
    )
    # nothing is built after this
    built.model("velocity_measured", "{{ flywheel.velocity_measurements(by='person') }}")
    assert "velocity_measurements: by is 'person', wanted use_case or team." in str(built.dbt("parse").exception)


def a_random_history_is_as_pandas_has_it(velocity: pd.DataFrame) -> None:
    expected = expected_of_random_history()
    found = velocity.loc["random", list(expected)].astype(float)
    found.index = pd.to_datetime(found.index)
    assert expected.notna().to_numpy().mean() > 0.8
    pd.testing.assert_frame_equal(found, expected.astype(float), check_names=False, check_freq=False, rtol=1e-9)


def what_could_be_doubted_is_decided(velocity: pd.DataFrame) -> None:
    rows = velocity.loc["by_hand"]
    rows.index = pd.to_datetime(rows.index).month
    assert list(rows.index) == [1, 2, 3, 4, 5, 6, 7]
    assert rows["shots"].tolist() == [2, 3, 0, 1, 0, 0, 0]
    assert rows["failed_shots"].tolist() == [0, 1, 0, 0, 0, 0, 0]
    assert rows["goals"].tolist() == [0, 4, 1, 0, 0, 0, 0]
    # nobody did anything in March but an unnamed person, and in April an unnamed one
    assert rows["people"].astype(float).fillna(-1).tolist() == [1, 3, -1, -1, 0, 0, 0]
    assert set(rows["time_to_mvp_days"]) == {26}
    february = rows.loc[2]
    assert february["lead_time_days"] == np.median([26, 5, 5, 5])
    assert february["cycle_time_days_p50"] == np.median([5, 5, 5])
    assert february["change_fail_rate"] == 0.25
    assert february["recovery_days_p50"] == 10
    assert february["hand_offs"] == 1
    assert february["automated_share"] == 0.5
    assert february["failed_share"] == pytest.approx(1 / 3)
    assert [february["lead_time_band"], february["change_fail_band"], february["recovery_band"]] == [
        "high",
        "low",
        "low",
    ]
    march = rows.loc[3]
    assert march["change_fail_rate"] == 0
    assert march[["lead_time_days", "recovery_days_p50", "failed_share"]].isna().all()
    undefined = ["lead_time_days", "cycle_time_days_p50", "change_fail_rate", "recovery_days_p50", "lead_time_band"]
    assert rows.loc[[1, 4, 5, 6, 7], undefined].isna().all(axis=None)
    assert velocity.loc["abandoned", "shots"].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert velocity.loc["never_deployed", "time_to_mvp_days"].isna().all()
    assert "not_started" not in velocity.index.get_level_values("use_case")


def velocity_can_be_measured(velocity: pd.DataFrame, measured: pd.DataFrame, by: str) -> None:
    assert set(measured["subject_type"]) == {by}
    for metric in ("shots", "lead_time_days", "change_fail_rate"):
        rows = measured[measured["metric"] == metric].set_index(["subject", "period_start"])["value"].sort_index()
        assert rows.astype(float).tolist() == velocity[metric].dropna().astype(float).tolist()


def a_change_fails_once(failed: pd.DataFrame, velocity: pd.DataFrame) -> None:
    assert failed.index.is_unique
    wanted = {
        ("changes", "1"): ("2024-03-10 10:00", "2024-03-12", 1),  # its first failing day began before it
        ("changes", "2"): ("2024-03-20 09:00", "2024-03-22", 1),  # rolled back before the day of the incident was over
        ("changes", "4"): ("2024-05-05", None, 2),  # one is over, one is not
        ("changes_too", "1"): ("2024-03-15", "2024-04-10 12:00", 0),
        ("changes_too", "2"): ("2024-04-10 12:00", "2024-04-15", 1),
        ("changes_too", "2b"): ("2024-05-01", "2024-06-01", 1),  # the first month in whose middle it was live
        ("changes_too", "3"): ("2024-06-30", None, 0),
    }
    found = failed.loc[["changes", "changes_too"]]
    assert set(found.index) == set(wanted)
    for key, (failed_at, restored_at, incidents) in wanted.items():
        row = found.loc[key]
        assert (row["failed_at"], row["incidents"]) == (pd.Timestamp(failed_at), incidents), key
        assert row["restored_at"] == pd.Timestamp(restored_at) if restored_at else pd.isna(row["restored_at"]), key
        span = days(pd.Timestamp(restored_at) - pd.Timestamp(failed_at)) if restored_at else np.nan
        np.testing.assert_allclose(row["restore_days"], span, rtol=1e-9)
    reasons = found["reason"]
    assert reasons[("changes", "1")] == "Version 1 was followed by 1 incident, restored after 1.5833 days."
    assert reasons[("changes", "2")].startswith("Version 2 was rolled back, and was followed by 1 incident, restored")
    assert reasons[("changes", "4")] == "Version 4 was followed by 2 incidents, 1 still open."
    assert reasons[("changes_too", "3")] == "Version 3 was rolled back, and nothing that holds came after it yet."

    march, april, may = (velocity.loc[("changes", pd.Timestamp(f"2024-0{month}-01"))] for month in (3, 4, 5))
    assert [march["goals"], march["failed_changes"], march["failed_change_rate"]] == [3, 2, pytest.approx(2 / 3)]
    assert march["restore_days_p50"] == pytest.approx(np.median([38, 39]) / 24)
    assert [march["change_fail_rate"], march["recovery_days_p50"]] == [pytest.approx(1 / 3), 33 / 24]
    assert [march["failed_change_band"], march["restore_band"]] == ["low", "medium"]
    assert april["failed_changes"] == 0 and april[["failed_change_rate", "restore_days_p50"]].isna().all()
    assert may["failed_change_rate"] == 1 and pd.isna(may["restore_days_p50"])
    # where no incident is of a use case, what failed is what was rolled back, also if its own velocity is an incident
    rows = velocity.loc["random"]
    pd.testing.assert_series_equal(rows["failed_change_rate"], rows["change_fail_rate"], check_names=False)
    pd.testing.assert_series_equal(rows["restore_days_p50"], rows["recovery_days_p50"], check_names=False)


def a_team_is_all_its_use_cases(teams: pd.DataFrame, built: Project, failed: pd.DataFrame) -> None:
    assert teams.index.is_unique and set(teams.index.get_level_values("team")) == {"crew"}
    of_team = ["changes", "changes_too"]

    def rows_of(rows: pd.DataFrame, moment: str) -> pd.DataFrame:
        rows = rows[rows["use_case"].isin(of_team)]
        return rows.assign(month=rows[moment].dt.to_period("M").dt.start_time)

    shots = rows_of(built.relation("flywheel__shots"), "started_at")
    releases = rows_of(built.relation("flywheel__releases"), "deployed_at")
    changes = rows_of(failed, "deployed_at")
    for month, row in teams.loc["crew"].iterrows():
        tried, released, broken = (rows[rows["month"] == month] for rows in (shots, releases, changes))
        assert row[["shots", "failed_shots", "goals", "failed_changes"]].tolist() == [
            len(tried), tried["is_failed"].sum(), len(released), len(broken),
        ]  # fmt: skip
        medians = {
            "lead_time_days": released["lead_time_days"], "recovery_days_p50": released["recovery_days"],
            "restore_days_p50": broken["restore_days"],
        }  # fmt: skip
        found = row[list(medians)].astype(float)
        np.testing.assert_allclose(found, [of.astype(float).median() for of in medians.values()], rtol=1e-9)
    march = teams.loc[("crew", pd.Timestamp("2024-03-01"))]
    assert march[["shots", "failed_shots", "goals", "people", "failed_changes"]].tolist() == [3, 1, 4, 2, 3]
    assert set(teams["time_to_mvp_days"]) == {np.median([8 + 10 / 24, 10])}


def turns_are_told(turns: pd.DataFrame) -> None:
    assert turns.index.is_unique
    rows = turns.loc["by_hand"]
    assert rows["version"].tolist() == ["1", "2", "3b", "1"]
    assert rows["days"].astype(float).fillna(-1).tolist() == [10, 10, 5, -1]
    assert rows["is_observed"].tolist() == [True, False, False, False]
    assert rows["new_labels"].tolist() == [1, 0, 0, 0]
    assert rows["runs"].tolist() == [2, 1, 0, 1]
    assert set(rows["owner"]) == {"Tests"}
    assert turns.loc["abandoned", "new_labels"].isna().all()
    goodhart = turns.loc["goodhart"]
    metrics, kpis = (np.array(values, dtype=float) for values in RELEASES["goodhart"])
    assert goodhart["metric_before"].astype(float).tolist() == metrics.tolist()
    assert goodhart["kpi_before"].astype(float).tolist() == kpis.tolist()
    assert goodhart["gain"].astype(float).tolist()[:-1] == pytest.approx(list(-np.diff(metrics)))
    assert goodhart["kpi_gain"].astype(float).tolist()[:-1] == pytest.approx(list(np.diff(kpis)))
    assert pd.isna(goodhart["gain"].iloc[-1])


def wheels_stand_where_they_do(wheels: pd.DataFrame) -> None:
    wanted = {
        "by_hand": ("abandoned", "fail", "nothing was trained or deployed for 104 days; version 1 is the last."),
        "abandoned": ("abandoned", "fail", "nothing was trained or deployed for 177 days; version 1 is the last."),
        "never_deployed": ("stuck", "warn", "Stuck at deploy: 2 runs in 156 days, none deployed."),
        "not_started": ("not started", "not_assessed", "Nothing was trained or deployed yet."),
        "goodhart": ("stuck", "warn", "Stuck at observe: version v4 is out for 71 days, a turn usually takes 30; no "),
    }  # fmt: skip
    for use_case, (state, verdict, reason) in wanted.items():
        row = wheels.loc[use_case]
        assert (row["state"], row["verdict"]) == (state, verdict), row["reason"]
        assert reason in row["reason"], row["reason"]


def metrics_are_held_against_kpis(alignment: pd.DataFrame) -> None:
    assert alignment.index.is_unique
    signs = {"log_loss": -1, "auc": 1}
    for use_case, (metrics, kpis) in RELEASES.items():
        row = alignment.loc[use_case]
        declared = USE_CASES[use_case]
        metric = signs[declared["metric"]] * np.array(metrics, dtype=float)
        kpi = np.array(kpis, dtype=float) * (1 if declared["kpi_direction"] == "higher_is_better" else -1)
        assert row["releases"] == len(metrics)
        if use_case == "constant":
            assert pd.isna(row["rank_correlation"])
        else:
            assert row["rank_correlation"] == pytest.approx(spearmanr(metric, kpi).statistic)
        assert row["metric_gain"] == pytest.approx(metric[-1] - metric[0])
        assert row["kpi_gain"] == pytest.approx(kpi[-1] - kpi[0])
    verdicts = {
        "goodhart": "fail", "aligned": "pass", "few": "not_assessed", "unrelated": "warn", "tied": "pass",
        "constant": "not_assessed", "no_direction": "not_assessed", "by_hand": "not_assessed",
    }  # fmt: skip
    assert alignment.loc[list(verdicts), "verdict"].to_dict() == verdicts
    reasons = alignment["reason"]
    assert reasons["goodhart"] == (
        "Goodhart: over 5 releases, from version v0 to v4, log_loss got better by 0.15 and sales worse by 30 "
        "(rank correlation -1). The metric got better and the KPI worse with versions v1, v3, v4."
    )
    assert reasons["few"].startswith("Too few releases: of 2 both auc and visits are known, 3 are wanted")
    assert "one of auc and rent never changed" in reasons["constant"]
    assert "not known whether a higher or a lower sales is better" in reasons["no_direction"]
    assert reasons["by_hand"] == "The use case does not name both a metric and a KPI."
