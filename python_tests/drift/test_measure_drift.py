"""measure_drift(): drift by period is a measurement like any other, and comes out the same however it was built up."""

from __future__ import annotations

import pandas as pd
import pytest
from drift.reference import bin_counts, psi, statistics
from harness.project import Project
from scipy.spatial.distance import jensenshannon

TYPES = {"flight_date": "date", "month": "int", "carrier": "str", "distance": "int", "air_time": "float"}
MODEL = """
{{ flywheel.measure_drift(
    ref('flights'),
    subject='flights',
    time_column='flight_date',
    period='week',
    columns=['carrier', 'air_time'],
    reference_where='month = 1',
    statistics=['psi', 'jensen_shannon', 'ks', 'wasserstein'],
) }}
"""


def test_each_period_is_measured_against_the_reference_and_judged(project: Project, flights: pd.DataFrame) -> None:
    rows = flights[flights["month"] <= 6]
    project.model("drifting", MODEL)
    project.vars |= {"flywheel_drift": "drifting", "flywheel_now": "2013-07-01", "flywheel_verdict_severity": "warn"}
    policy = {"method": "fixed", "max": 0.1}
    project.write_yaml(
        "models/drifting.yml",
        {"models": [{"name": "drifting", "config": {"meta": {"flywheel": {"metrics": {"air_time_psi": policy}}}}}]},
    )
    project.table("flights", rows[rows["flight_date"] < "2013-06-10"], TYPES)
    built = project.build("--select", "flights", "drifting")
    assert built.success, built.messages
    project.table("flights", rows, TYPES)
    built = project.build("--select", "flights", "drifting")
    assert built.success, built.messages
    grown = project.relation("drifting")
    built = project.build("--select", "drifting", "+flywheel__drift", "+flywheel__verdicts", "--full-refresh")
    assert built.success, built.messages
    found = project.relation("flywheel__drift")
    key = ["column_name", "statistic", "period_start"]
    for frame in (grown, found):
        frame["period_start"] = pd.to_datetime(frame["period_start"])
        frame.sort_values(key, inplace=True, ignore_index=True)
    pd.testing.assert_frame_equal(
        grown[[*key, "value", "sample_size", "moved"]], found[[*key, "value", "sample_size", "moved"]]
    )

    weeks = rows["flight_date"] - pd.to_timedelta(rows["flight_date"].dt.dayofweek, unit="D")
    assert len(found) == 2 * 4 * weeks.nunique()
    values = found.set_index(key)["value"]
    reference = rows[rows["month"] == 1]
    for week, of_week in rows.groupby(weeks):
        for column, kind in (("carrier", "category"), ("air_time", "number")):
            r, k = bin_counts(reference[column], of_week[column], kind)
            assert values[(column, "psi", week)] == pytest.approx(psi(r, k), rel=1e-9)
            assert values[(column, "jensen_shannon", week)] == pytest.approx(
                jensenshannon(r / r.sum(), k / k.sum()), rel=1e-9
            )
            wanted = statistics(reference[column], of_week[column], kind)
            for statistic in ("ks", "wasserstein"):
                name = "total_variation" if kind == "category" else statistic
                assert values[(column, statistic, week)] == pytest.approx(wanted[name], rel=1e-9)

    verdicts = project.query(
        "select period_start, value, verdict, reason from "
        f"{project.warehouse.profile().get('schema', 'main')}.flywheel__verdicts where metric = 'air_time_psi'"
    )
    failed = verdicts["verdict"] == "fail"
    assert failed.any()
    assert (verdicts["value"] > 0.1).equals(failed)


def test_wrong_arguments_stop_with_their_name(duckdb_project: Project) -> None:
    duckdb_project.model("flights", "select 1 as month")
    for change, said in [
        (("reference_where='month = 1',", ""), "there is no reference. Wanted another relation, or a reference_where"),
        (("'psi',", "'kl',"), "statistics has 'kl', wanted some of psi"),
        (("period='week'", "period='none'"), "period is 'none', wanted one of hour, day, week, month"),
        (("['carrier', 'air_time']", "[]"), "columns is [], wanted a list of names"),
    ]:
        duckdb_project.model("drifting", MODEL.replace(*change))
        run = duckdb_project.dbt("parse")
        assert not run.success
        assert said in str(run.exception)
