"""The leaderboard: hand-worked use cases and a random one by day, all in one build."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from models.given import declare_use_cases, map_input
from scipy.stats import norm

RUNS = {
    "use_case": "str", "run_id": "str", "candidate": "str", "complexity": "int", "metric": "str", "value": "float",
    "standard_error": "float", "sample_size": "int", "started_at": "ts", "ended_at": "ts", "author": "str",
    "status": "str",
}  # fmt: skip
DEPLOYMENTS = {
    "use_case": "str", "version": "str", "run_id": "str", "candidate": "str", "deployed_at": "ts", "retired_at": "ts",
    "deployed_by": "str", "outcome": "str", "is_automated": "bool",
}  # fmt: skip
LOWER = {"metric": "log_loss", "metric_direction": "lower_is_better", "baseline": "naive", "kpi": "on_time_rate"}
USE_CASES = {
    "simple_wins": LOWER,
    "best_wins": {**LOWER, "metric": "revenue", "metric_direction": "higher_is_better"},
    "nothing_beats": LOWER,
    "no_standard_error": LOWER,
    "no_baseline_run": LOWER,
    "no_baseline_named": {"metric": "log_loss", "metric_direction": "lower_is_better", "baseline": None},
    "latest_counts": LOWER,
    "ties": LOWER,
    "unknown_complexity": LOWER,
    "ruled_complexity": LOWER,
    "other_metrics": LOWER,
    "random": LOWER,
}
DAY = pd.Timedelta(days=1)


def run(use_case: str, candidate: str, complexity: int | None, value: float | None, **more: Any) -> dict[str, Any]:
    """One training run, finished at noon unless it says otherwise."""
    row = dict.fromkeys(RUNS) | {
        "use_case": use_case, "run_id": f"{use_case} {candidate}", "candidate": candidate, "complexity": complexity,
        "metric": "log_loss", "value": value, "standard_error": 0.01, "started_at": "2024-01-01 11:00:00",
        "ended_at": "2024-01-01 12:00:00", "status": "FINISHED",
    }  # fmt: skip
    return row | more


TRAINING_RUNS = [
    # boosted is best; logistic is within one standard error of it and simpler; forest is too, and more complex
    run("simple_wins", "naive", 0, 0.60),
    run("simple_wins", "logistic", 1, 0.409),
    run("simple_wins", "boosted", 2, 0.40),
    run("simple_wins", "forest", 3, 0.41),
    run("simple_wins", "tree", 1, 0.45),
    # higher is better, and the simple one is more than one standard error behind
    run("best_wins", "naive", 0, 10.0, metric="revenue", standard_error=0.5),
    run("best_wins", "logistic", 1, 13.0, metric="revenue", standard_error=0.5),
    run("best_wins", "boosted", 2, 13.6, metric="revenue", standard_error=0.5),
    # better by 1.6 combined standard errors (z is 1.645), worse, the same
    run("nothing_beats", "naive", 0, 0.50, standard_error=0.03),
    run("nothing_beats", "nearly", 1, 0.42, standard_error=0.04),
    run("nothing_beats", "worse", 2, 0.60),
    run("nothing_beats", "same", 1, 0.50),
    run("no_standard_error", "naive", 0, 0.50),
    run("no_standard_error", "logistic", 1, 0.10, standard_error=None),
    run("no_standard_error", "odd", 1, 0.20, standard_error=float("nan")),
    run("no_standard_error", "negative", 1, 0.20, standard_error=-0.01),
    run("no_standard_error", "worse", 2, 0.60, standard_error=None),
    run("no_baseline_run", "logistic", 1, 0.40),
    run("no_baseline_run", "naive", 0, 0.60, status="FAILED"),
    run("no_baseline_named", "logistic", 1, 0.40),
    # the latest finished run with a value counts, whatever is better
    run("latest_counts", "naive", 0, 0.60),
    run("latest_counts", "logistic", 1, 0.30, run_id="older", ended_at="2024-01-01 11:30:00"),
    run("latest_counts", "logistic", 1, 0.40, run_id="a", started_at="2024-01-01 10:00:00"),
    run("latest_counts", "logistic", 1, 0.41, run_id="b"),
    run("latest_counts", "logistic", 1, 0.42, run_id="c", status=None),
    run("latest_counts", "logistic", 1, 0.20, run_id="d", ended_at="2024-01-02 00:00:00", status="FAILED"),
    run("latest_counts", "logistic", 1, 0.21, run_id="e", ended_at="2024-01-02 00:00:00", status="RUNNING"),
    run("latest_counts", "logistic", 1, float("nan"), run_id="f", ended_at="2024-01-03 00:00:00"),
    run("latest_counts", "logistic", 1, None, run_id="g", ended_at="2024-01-04 00:00:00"),
    run("latest_counts", "logistic", 1, 0.22, run_id="h", ended_at=None, started_at=None),
    run("latest_counts", "logistic", 1, 0.23, run_id="i", ended_at="2999-01-01 00:00:00"),
    # the same value, the same complexity
    run("ties", "naive", 0, 0.60),
    run("ties", "b", 1, 0.40),
    run("ties", "a", 1, 0.40),
    run("unknown_complexity", "naive", None, 0.60),
    run("unknown_complexity", "unknown", None, 0.40),
    run("unknown_complexity", "known", 9, 0.405),
    # a rule for those whose run does not say: the longest pattern counts
    run("ruled_complexity", "naive", 0, 0.60),
    run("ruled_complexity", "Ruled by name", None, 0.405),
    run("ruled_complexity", "ruled by its run", 9, 0.40),
    # metrics beside the use case's own
    run("other_metrics", "naive", 0, 0.50, metric="auc"),
    run("other_metrics", "logistic", 1, 0.70, metric="auc"),
    run("other_metrics", "naive", 0, 3.0, metric="happiness"),
    run("other_metrics", "logistic", 1, 4.0, metric="happiness"),
    run("not_declared", "naive", 0, 0.60),
    run("not_declared", "logistic", 1, 0.40),
]


def deployment(use_case: str, version: str, day: int, **more: Any) -> dict[str, Any]:
    """One deployment, live unless it says otherwise."""
    row = dict.fromkeys(DEPLOYMENTS) | {"use_case": use_case, "version": version, "outcome": "live"}
    return row | {"deployed_at": f"2024-02-{day:02} 00:00:00"} | more


RELEASES = [
    deployment("simple_wins", "1", 1, candidate="logistic", retired_at="2024-02-02 00:00:00", outcome="superseded"),
    deployment("simple_wins", "2", 2, run_id="simple_wins boosted"),
    deployment("best_wins", "1", 1, candidate="logistic"),
    deployment("best_wins", "2", 2, candidate="boosted", outcome="rolled_back"),
    deployment("best_wins", "3", 3, candidate="naive", deployed_at="2999-01-01 00:00:00"),
    deployment("ties", "1", 1, candidate="a", retired_at="2024-02-02 00:00:00", outcome=None),
]


def random_history() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Runs and releases of two months: values tie, runs fail or say no time, releases end in every way."""
    generator = np.random.default_rng(7)
    start = pd.Timestamp("2024-03-01")
    runs = []
    for number in range(120):
        candidate = generator.choice(["naive", "logistic", "boosted", "forest"], p=[0.1, 0.3, 0.3, 0.3])
        began = start + pd.Timedelta(seconds=int(generator.integers(0, 60 * 86400)))
        ended = began + pd.Timedelta(hours=int(generator.integers(1, 40)))
        timed = generator.random() > 0.05
        runs.append(
            run(
                "random", candidate, {"naive": 0, "logistic": 1, "boosted": 2, "forest": None}[candidate],
                (0.6 if candidate == "naive" else 0.5) + generator.integers(-4, 9) / 50,
                run_id=f"random {number}", standard_error=float(generator.choice([0.01, 0.03])),
                started_at=str(began) if timed else None, ended_at=str(ended) if timed else None,
                status=generator.choice(["FINISHED", "FAILED"], p=[0.8, 0.2]),
            )
        )  # fmt: skip
    releases = []
    for number in range(12):
        deployed = start + pd.Timedelta(days=5 * number, hours=int(generator.integers(0, 24)))
        retired = deployed + pd.Timedelta(days=int(generator.integers(0, 9))) if generator.random() < 0.7 else None
        releases.append(
            deployment(
                "random", str(number), 1, candidate=generator.choice(["logistic", "boosted", None]),
                run_id=f"random {number}", deployed_at=str(deployed), retired_at=retired and str(retired),
                outcome=generator.choice(["live", "superseded", "rolled_back", None]),
            )
        )  # fmt: skip
    return runs, releases


RANDOM_RUNS, RANDOM_RELEASES = random_history()


def board_by_hand(day: pd.Timestamp) -> pd.DataFrame:
    """The random use case's board as of the end of a day, rule by rule."""
    runs = pd.DataFrame(RANDOM_RUNS).query("status == 'FINISHED'")
    runs = runs.assign(ended=pd.to_datetime(runs["ended_at"]), started=pd.to_datetime(runs["started_at"]))
    known = runs[runs["ended"].isna() | (runs["ended"] < day + DAY)]
    latest = known.sort_values(["ended", "started", "run_id"], na_position="first").groupby("candidate").tail(1)
    board = latest.set_index("candidate")[["complexity", "value", "standard_error"]].astype(float)
    releases = pd.DataFrame(RANDOM_RELEASES)
    deployed, retired = pd.to_datetime(releases["deployed_at"]), pd.to_datetime(releases["retired_at"])
    out = (deployed < day + DAY) & ~(retired < day + DAY) & (retired.notna() | ~releases["outcome"].isin(OVER))
    candidates = releases["candidate"].fillna(
        releases["run_id"].map(pd.DataFrame(RANDOM_RUNS).set_index("run_id")["candidate"])
    )
    board["is_live"] = board.index == (candidates[out].iloc[-1] if out.any() else None)
    board["rank"] = board["value"].rank(method="min")
    board["is_recommended"] = False
    if "naive" in board.index:
        gain = board.loc["naive", "value"] - board["value"]
        chance = norm.ppf(0.95) * (board["standard_error"] ** 2 + board.loc["naive", "standard_error"] ** 2) ** 0.5
        better = board[gain > chance].rename_axis("name").reset_index().fillna({"complexity": np.inf})
        recommended = "naive"
        if len(better):
            best = better.sort_values(["value", "complexity", "name"]).iloc[0]
            adequate = better[better["value"] <= best["value"] + best["standard_error"]]
            recommended = adequate.sort_values(["complexity", "value", "name"]).iloc[0]["name"]
        board["is_recommended"] = board.index == recommended
        board["baseline_value"] = board.loc["naive", "value"]
    return board


OVER = ["superseded", "rolled_back"]


@pytest.fixture
def built(project: Project) -> Project:
    """A project in which the leaderboards of all use cases are built."""
    declare_use_cases(project, USE_CASES)
    map_input(project, "training_runs", TRAINING_RUNS + RANDOM_RUNS, RUNS)
    map_input(project, "deployments", RELEASES + RANDOM_RELEASES, DEPLOYMENTS)
    rules = {"ruled %": 1, "Ruled b%": 8}
    outcome = project.build(
        "--select", "+flywheel__leaderboard_history", flywheel_complexities=rules, flywheel_leaderboard_days=40
    )
    assert outcome.success, outcome.messages
    return project


def test_every_candidate_is_held_against_the_baseline_on_every_day(built: Project) -> None:
    history = built.relation("flywheel__leaderboard_history")
    boards_are_as_they_were_known_then(history)
    newest = history[history["is_newest"]].set_index(["use_case", "metric", "candidate"]).sort_index()
    hand_worked_boards_are_right(newest.drop("random"))


def boards_are_as_they_were_known_then(history: pd.DataFrame) -> None:
    rows = history.assign(day=pd.to_datetime(history["day"])).query("use_case == 'random'").set_index("candidate")
    changes = [row["ended_at"] for row in RANDOM_RUNS if row["status"] == "FINISHED"]
    first = pd.to_datetime(pd.Series(changes)).min().floor("D")
    for release in RANDOM_RELEASES:
        if release["retired_at"] or release["outcome"] not in OVER:
            changes += [release["deployed_at"], release["retired_at"]]
    days = pd.to_datetime(pd.Series(changes)).dropna().dt.floor("D")
    assert set(rows["day"]) == set(days[(days >= first) & (days > days.max() - 40 * DAY)])
    lead = set()
    for day, found in rows.groupby("day"):
        expected = board_by_hand(day)
        columns = ["value", "standard_error", "rank", "is_recommended", "is_live"]
        columns += ["baseline_value"] if "baseline_value" in expected else []
        found = found.loc[expected.index]
        assert len(found) == len(expected)
        for column in columns:
            assert found[column].tolist() == expected[column].tolist(), (day, column)
        lead.add((*expected.index[expected["is_recommended"]], *expected.index[expected["is_live"]]))
    assert len(lead) > 5  # it did change


def hand_worked_boards_are_right(leaderboard: pd.DataFrame) -> None:
    assert leaderboard.index.is_unique
    gains = leaderboard["gain_over_baseline"]

    def is_recommended(use_case: str) -> list[str]:
        return [key[2] for key, row in leaderboard.loc[[use_case]].iterrows() if row["is_recommended"]]

    def row(use_case: str, candidate: str, metric: str = "log_loss") -> pd.Series:
        return leaderboard.loc[(use_case, metric, candidate)]

    # the simplest within one standard error of the best
    assert is_recommended("simple_wins") == ["logistic"]
    simple = leaderboard.loc["simple_wins"].droplevel(0)
    assert simple["rank"].to_dict() == {"boosted": 1, "logistic": 2, "forest": 3, "tree": 4, "naive": 5}
    assert simple["beats_baseline"].to_dict() == {name: name != "naive" for name in simple.index}
    assert gains[("simple_wins", "log_loss", "boosted")] == pytest.approx(0.2)
    assert set(simple["baseline_value"]) == {0.60}
    chance = norm.ppf(0.95) * 0.01 * 2**0.5
    assert simple.loc["logistic", "reason"] == (
        f"Beats naive in log_loss by 0.191, more than the {chance:.4f} that may be chance at 95% confidence; "
        "recommended: the simplest within one standard error of the best, boosted."
    )
    assert "no more complex, and within one standard error" in simple.loc["boosted", "reason"]
    assert "more than one standard error behind" in simple.loc["tree", "reason"]

    # higher is better
    assert is_recommended("best_wins") == ["boosted"]
    assert gains[("best_wins", "revenue", "boosted")] == pytest.approx(3.6)
    assert row("best_wins", "boosted", "revenue")["rank"] == 1
    assert "nothing simpler" in row("best_wins", "boosted", "revenue")["reason"]

    # a better point estimate is not enough, and then the baseline is recommended
    assert is_recommended("nothing_beats") == ["naive"]
    assert not leaderboard.loc["nothing_beats", "beats_baseline"].astype(bool).any()
    assert row("nothing_beats", "nearly")["reason"] == (
        "Better than naive in log_loss by 0.08, which may be chance: less than 0.0822 shows nothing at 95% confidence."
    )
    assert row("nothing_beats", "worse")["reason"] == "Does not beat naive: log_loss is worse by 0.1."
    assert row("nothing_beats", "same")["reason"] == "Does not beat naive: log_loss is the same."
    assert row("nothing_beats", "naive")["reason"].startswith("The naive baseline; recommended")

    # without standard errors nothing is shown
    for candidate in ("logistic", "odd", "negative"):
        assert pd.isna(row("no_standard_error", candidate)["beats_baseline"])
        assert pd.isna(row("no_standard_error", candidate)["standard_error"])
    assert "without the standard errors" in row("no_standard_error", "logistic")["reason"]
    assert not row("no_standard_error", "worse")["beats_baseline"]
    assert is_recommended("no_standard_error") == ["naive"]

    # no baseline to beat
    for use_case, words in {
        "no_baseline_run": "naive has no finished run with log_loss",
        "no_baseline_named": "names no baseline",
        "not_declared": "No exposure of type ml",
    }.items():
        logistic = row(use_case, "logistic")
        assert words in logistic["reason"]
        assert pd.isna(logistic["beats_baseline"]) and pd.isna(logistic["baseline_value"])
        assert logistic["rank"] == 1
        assert is_recommended(use_case) == []

    # the latest finished run with a value
    assert row("latest_counts", "logistic")["value"] == 0.42
    assert "naive" not in leaderboard.loc["no_baseline_run"].index.get_level_values("candidate")

    # ties and unknown complexity are settled the same way every time
    assert is_recommended("ties") == ["a"]
    assert leaderboard.loc["ties", "rank"].droplevel(0).to_dict() == {"a": 1, "b": 1, "naive": 3}
    assert is_recommended("unknown_complexity") == ["known"]
    assert is_recommended("ruled_complexity") == ["Ruled by name"]
    ruled = leaderboard.loc["ruled_complexity", "complexity"].droplevel(0)
    assert ruled.to_dict() == {"Ruled by name": 8, "naive": 0, "ruled by its run": 9}

    # directions of metrics that no use case names
    assert row("other_metrics", "logistic", "auc")["is_recommended"]
    assert row("other_metrics", "logistic", "auc")["rank"] == 1
    for candidate in ("naive", "logistic"):
        happiness = row("other_metrics", candidate, "happiness")
        assert pd.isna(happiness["rank"]) and not happiness["is_recommended"]
        assert happiness["reason"] == "Not ranked: it is not known whether a higher or a lower happiness is better."

    # what is live
    live = [key for key, candidate in leaderboard.iterrows() if candidate["is_live"]]
    assert live == [("best_wins", "revenue", "logistic"), ("simple_wins", "log_loss", "boosted")]


def test_a_replay_sees_the_runs_and_releases_of_its_time(duckdb_project: Project) -> None:
    declare_use_cases(duckdb_project, {"simple_wins": LOWER})
    map_input(duckdb_project, "training_runs", TRAINING_RUNS, RUNS)
    map_input(duckdb_project, "deployments", RELEASES, DEPLOYMENTS)
    outcome = duckdb_project.build("--select", "+flywheel__leaderboard_history", flywheel_now="2024-01-01 11:45:00")
    assert outcome.success, outcome.messages
    rows = duckdb_project.relation("flywheel__leaderboard_history")
    assert rows["value"].tolist() == [0.30]
    assert not rows["is_live"].any()


@pytest.mark.parametrize("p", [1e-7, 0.01, 0.3, 0.5, 0.8, 0.95, 0.975, 0.99, 0.999999])
def test_the_normal_quantile_is_scipys(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(norm.ppf(p), rel=1e-9, abs=1e-12)


def normal_quantile(p: float) -> float:
    """What the macro returns, run by Jinja alone."""
    import jinja2
    from harness.project import PACKAGE

    source = (PACKAGE / "macros/measures/normal_quantile.sql").read_text()
    returned: list[float] = []
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    module = environment.from_string(source + "{% do normal_quantile(p) %}")
    module.render(p=p, execute=True, **{"return": lambda value: returned.append(value) or ""})
    return returned[0]
