"""What was told, and when: a verdict once told stays on record, and a revision is a row of its own."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FIRST = pd.Timestamp("2024-01-01")
TYPES = {
    "series_id": "str", "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "expected": "float", "lower": "float", "upper": "float", "verdict": "str",
    "reason": "str", "owner": "str", "part_of": "str",
}  # fmt: skip
Judged = dict[tuple[str, int], tuple[str, float | None]]


def day(number: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=number)


def plant(project: Project, judged: Judged, upper: float = 120.0) -> None:
    """Put verdicts where flywheel__verdicts would be: {(series, day): (verdict, value)}."""
    about = {"subject_type": "data", "subject": "shop", "metric": "orders", "owner": "sales"}
    rows = [
        dict.fromkeys(TYPES)
        | about
        | {"series_id": series, "period_start": day(number), "value": value, "verdict": verdict}
        | {"reason": f"{value} is a {verdict}", "upper": upper}
        | ({"segment_by": "region", "segment": series} if series != "whole" else {})
        for (series, number), (verdict, value) in judged.items()
    ]
    project.warehouse.load("flywheel__verdicts", pd.DataFrame(rows, columns=list(TYPES)), TYPES)


def tell(project: Project, *arguments: str, **variables: Any) -> Run:
    run = project.dbt("run", "--select", "flywheel__verdict_log", *arguments, **variables)
    assert run.success, run.messages
    return run


def log(project: Project) -> list[tuple[Any, ...]]:
    """What the log says, in the order of telling: series, day, revision, verdict, value, day of telling."""
    told = project.relation("flywheel__verdict_log").sort_values(["told_at", "series_id", "period_start", "revision"])
    return [
        (row.series_id, (row.period_start - FIRST).days, row.revision, row.verdict,
         None if pd.isna(row.value) else row.value, (row.told_at - FIRST).days)
        for row in told.itertuples()
    ]  # fmt: skip


@pytest.mark.slow
def test_a_verdict_is_told_once_and_a_revision_is_a_row_of_its_own(project: Project) -> None:
    judged: Judged = {("whole", 0): ("not_assessed", 90.0), ("whole", 1): ("pass", 100.0), ("whole", 2): ("fail", 50.0)}
    judged |= {("north", 1): ("warn", 9.0), ("north", 2): ("not_assessed", None)}
    plant(project, judged)
    tell(project, flywheel_now="2024-01-03 06:00:00")
    first = [("north", 1, 0, "warn", 9, 2), ("whole", 1, 0, "pass", 100, 2), ("whole", 2, 0, "fail", 50, 2)]
    assert log(project) == first

    # nothing new, limits and words that moved, and a sum that was added up in another order
    tell(project, flywheel_now="2024-01-04 06:00:00")
    judged["whole", 1] = ("pass", float(np.nextafter(100, 101)))
    plant(project, judged, upper=121.0)
    tell(project, flywheel_now="2024-01-05 06:00:00")
    assert log(project) == first

    # late data, another verdict of the same value, a verdict that is taken back, a new day, a backfill, and what is
    # assessed at last
    judged |= {("whole", 1): ("pass", 101.0), ("whole", 2): ("warn", 50.0), ("north", 1): ("not_assessed", 9.0)}
    judged |= {("whole", 3): ("pass", 99.0), ("whole", -5): ("fail", 1.0), ("whole", 0): ("pass", 90.0)}
    plant(project, judged)
    tell(project, flywheel_now="2024-01-06 06:00:00")
    second = [
        ("north", 1, 1, "not_assessed", 9, 5), ("whole", -5, 0, "fail", 1, 5), ("whole", 0, 0, "pass", 90, 5),
        ("whole", 1, 1, "pass", 101, 5), ("whole", 2, 1, "warn", 50, 5), ("whole", 3, 0, "pass", 99, 5),
    ]  # fmt: skip
    assert log(project) == first + second

    # what is gone is told once; what was not assessed, and what never was told, is not
    for gone in [("whole", 1), ("north", 1), ("north", 2)]:
        del judged[gone]
    plant(project, judged)
    tell(project, flywheel_now="2024-01-07 06:00:00")
    tell(project, "--full-refresh", flywheel_now="2024-01-08 06:00:00")
    third = [("whole", 1, 2, "not_assessed", None, 6)]
    assert log(project) == first + second + third
    rows = project.relation("flywheel__verdict_log").set_index(["series_id", "period_start", "revision"]).sort_index()
    gone = rows.loc[("whole", day(1), 2)]
    assert gone["reason"] == "no longer measured"
    assert (gone["subject"], gone["metric"], gone["owner"]) == ("shop", "orders", "sales")
    assert pd.isna(gone["upper"]) and pd.isna(gone["segment"])
    assert set(rows.loc["north", "segment"]) == {"north"}

    # back to what it first was is a revision as well; a full refresh adds what is new, and forgets nothing
    judged |= {("whole", 1): ("pass", 100.0), ("whole", 2): ("fail", 50.0), ("north", 1): ("warn", 9.0)}
    plant(project, judged)
    tell(project, "--full-refresh", flywheel_now="2024-01-09 06:00:00")
    fourth = [("north", 1, 2, "warn", 9, 8), ("whole", 1, 3, "pass", 100, 8), ("whole", 2, 2, "fail", 50, 8)]
    assert log(project) == first + second + third + fourth

    known = {
        "by_the_third": ("2024-01-03", first),
        "before_the_third": ("2024-01-02", []),
        "at_five": ("2024-01-03 05:00", []),
        "by_the_fifth": ("2024-01-05", first),
        "at_six": ("2024-01-06 06:00:00", second),
        "by_the_eighth": ("2024-01-08", [row for row in second if row[:2] != ("whole", 1)] + third),
        "now": ("2030-01-01", [row for row in second if row[1] not in (1, 2)] + fourth),
    }
    for name, (moment, _) in known.items():
        project.model(name, f"select * from ({{{{ flywheel.verdicts_as_of('{moment}') }}}}) as known")
    run = project.dbt("run", "--select", *known)
    assert run.success, run.messages
    for name, (_, wanted) in known.items():
        found = project.relation(name)
        assert list(found.columns) == list(project.relation("flywheel__verdict_log").columns)
        rows = zip(
            found["series_id"], (pd.to_datetime(found["period_start"]) - FIRST).dt.days, found["revision"], strict=True
        )
        assert sorted(rows) == sorted(row[:3] for row in wanted), name


def test_told_at_is_the_clock_of_the_warehouse_in_utc(project: Project) -> None:
    plant(project, {("whole", 0): ("pass", 1.0)})
    tell(project)
    told_at = pd.Timestamp(project.relation("flywheel__verdict_log")["told_at"][0])
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert abs(now - told_at) < pd.Timedelta(minutes=5)


@pytest.mark.parametrize("moment", ["yesterday", "2024-1-1", "2024-01-01' or 1 = 1 --", "20240101"])
def test_a_moment_that_is_none_stops_with_its_name(duckdb_project: Project, moment: str) -> None:
    duckdb_project.model("known", f'{{{{ flywheel.verdicts_as_of("{moment}") }}}}')
    run = duckdb_project.dbt("compile", "--select", "known")
    assert not run.success
    assert f"moment is '{moment}', wanted a day as 'YYYY-MM-DD'" in run.messages


VERDICTS = st.tuples(st.sampled_from(["pass", "warn", "fail", "not_assessed"]), st.sampled_from([None, 0.0, 1.0, -2.5]))
KEYS = st.tuples(st.sampled_from(["whole", "north"]), st.integers(0, 3))


def test_whatever_happens_the_log_ends_with_what_holds(project: Project) -> None:
    plant(project, {})
    first = tell(project).results["flywheel__verdict_log"].node.compiled_code
    later = (
        project.dbt("compile", "--select", "flywheel__verdict_log").results["flywheel__verdict_log"].node.compiled_code
    )
    schema = project.warehouse.profile().get("schema", "main")
    assert "full outer join" in later and "full outer join" not in first

    def insert(query: str) -> None:
        columns = project.relation("flywheel__verdict_log").columns
        project.warehouse.execute(
            f"insert into {schema}.flywheel__verdict_log select {', '.join(columns)} from ({query}) as news"
        )

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(st.dictionaries(KEYS, VERDICTS, max_size=8), min_size=1, max_size=5))
    def check(runs: list[Judged]) -> None:
        project.warehouse.execute(f"delete from {schema}.flywheel__verdict_log")
        wanted: dict[tuple[str, int], list[tuple[str, float | None]]] = {}
        for number, judged in enumerate(runs):
            plant(project, judged)
            insert(later if number else first)
            for key in judged.keys() | wanted.keys():
                now = judged.get(key, ("not_assessed", None))
                said = wanted.get(key, [("not_assessed", now[1])])
                is_news = now[0] != said[-1][0] or (key in judged and now[1] != said[-1][1])
                if is_news:
                    wanted.setdefault(key, []).append(now)
        rows = project.relation("flywheel__verdict_log").sort_values("revision").astype(object)
        rows = rows.where(rows.notna(), None)
        found: dict[tuple[str, int], list[tuple[str, float | None]]] = {}
        for row in rows.itertuples():
            mine = found.setdefault((row.series_id, (row.period_start - FIRST).days), [])
            assert row.revision == len(mine)
            mine.append((row.verdict, row.value))
        assert found == wanted

    check()


KPI_TYPES = {"kpi": "str", "period_start": "date", "value": "float"}


@pytest.mark.slow
def test_late_data_revises_what_was_told_and_a_build_that_fails_is_on_record(project: Project) -> None:
    values = 100 + np.random.default_rng(4).normal(0, 1, 60)
    values[59] = 20.0
    kpis = {"k": values}

    def plant_kpis() -> None:
        days = pd.date_range(FIRST, periods=60).date
        frames = [pd.DataFrame({"kpi": kpi, "period_start": days, "value": those}) for kpi, those in kpis.items()]
        project.map_input("kpi_values", pd.concat(frames), KPI_TYPES)

    def build(now: str) -> Run:
        plant_kpis()
        return project.build("--select", "+flywheel__verdict_log", flywheel_now=now)

    run = build("2024-03-01 00:00:00")
    assert run.statuses["flywheel__verdicts_none_failing"] == "fail"
    assert run.statuses["flywheel__verdict_log"] == "success"
    values[59] = 100.5
    run = build("2024-03-02 00:00:00")
    assert run.success, run.messages

    rows = project.relation("flywheel__verdict_log")
    verdicts = project.relation("flywheel__verdicts")
    assert (rows["revision"] == 0).sum() == (verdicts["verdict"] != "not_assessed").sum() == 60 - 28
    newest = rows[rows["period_start"] == day(59)].sort_values("revision")
    assert list(newest["verdict"]) == ["fail", "pass"]
    assert list(newest["value"]) == [20.0, 100.5]
    assert list(newest["told_at"]) == [pd.Timestamp("2024-03-01"), pd.Timestamp("2024-03-02")]
    assert (rows["revision"] > 0).sum() == 1

    def judge(day_of_march: int, *arguments: str, **variables: Any) -> Run:
        plant_kpis()
        now = f"2024-03-{day_of_march:02} 00:00:00"
        return project.dbt("run", "--select", "+flywheel__verdict_log", *arguments, flywheel_now=now, **variables)

    def held() -> dict[str, pd.DataFrame]:
        """What is known of each metric, and what was told of it last, by day."""
        frames = {name: project.relation(f"flywheel__{name}") for name in ("expectations", "verdicts", "verdict_log")}
        told = frames["verdict_log"].sort_values("revision").drop_duplicates(["series_id", "period_start"], keep="last")
        return {
            name: frame.set_index([frame["series_id"].str.split("|").str[1], (frame["period_start"] - FIRST).dt.days])
            for name, frame in (frames | {"verdict_log": told}).items()
        }

    # ten days before the newest is day 49: what comes later counts, what is older is final in all that is known
    before = held()
    values[[40, 48, 49, 57]] = 20.0
    run = judge(3, flywheel_final_days=10)
    assert run.success, run.messages
    after = held()
    for name, known in after.items():
        old = known[known.index.get_level_values(1) < 49]
        pd.testing.assert_frame_equal(old, before[name].loc[old.index])
        assert (known.loc["k"].loc[[40, 48], "value"] > 90).all()
        assert list(known.loc["k"].loc[[49, 57], "value"]) == [20.0] * 2
    assert list(after["verdicts"].loc["k"].loc[[49, 57], "verdict"]) == ["fail"] * 2
    assert list(after["verdict_log"].loc["k"].loc[[49, 57], "verdict"]) == ["fail"] * 2
    series = project.relation("flywheel__series").iloc[0]
    assert (series["first_period_start"], series["newest_period_start"]) == (day(0), day(59))

    # a metric that is new is learned whole, and so is one with other settings: then nothing is final
    kpis["another"] = 100 + np.random.default_rng(9).normal(0, 1, 60)
    values[40] = 30.0
    policy = {"flywheel_policy": {"min_effect": 0.1}}
    run = judge(4, flywheel_final_days=10, **policy)
    assert run.success, run.messages
    grown = held()
    assert set(grown["verdicts"].loc["another", "verdict"]) == {"not_assessed", "pass"}
    for name, known in grown.items():
        assert list(known.loc["k"].loc[[40, 48, 49, 57], "value"]) == [30.0, 20.0, 20.0, 20.0], name
    assert len(grown["verdicts"]) == 120 and len(grown["verdict_log"]) == 120 - 2 * 28

    # as if all of it were judged at once
    run = judge(5, "--full-refresh", **policy)
    assert run.success, run.messages
    for name, known in held().items():
        moments = ["learned_at", "judged_at", "told_at"]
        wanted = grown[name].sort_index().drop(columns=moments, errors="ignore")
        found = known.sort_index().drop(columns=moments, errors="ignore")
        pd.testing.assert_frame_equal(found, wanted, check_exact=False, rtol=1e-9)

    run = judge(6, flywheel_final_days=10, flywheel_policy={"delay": 9})
    assert not run.success
    assert "flywheel_final_days is 10, too few for the metric 'another', whose period is the day" in run.messages
    run = judge(6, flywheel_final_days="ten")
    assert "flywheel_final_days is 'ten', wanted a whole number of days" in run.messages
