"""Every measure agrees with pandas, scipy or scikit-learn: on the real flights, on random rows and at the edges."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from harness.project import Project
from measures.references import BY_THE_ENGINE, MEASURES, TYPES, random_rows, real_flights

NOT_HERE = {"approx_distinct_count", "approx_quantile", "freshness"}  # two are approximate, one is in test_measure.py

TEXTS = [
    "12", "-3", "+7", "1.5", ".5", "1e5", "1.", "e5", "-", "true", "FALSE", "yes", "2024-02-29", "2023-02-29",
    "2024-1-1", "2024-01-01 10:00", "2024-01-01T10:00:00.5Z", "2024-01-01 10:00:00+02", "2024-01-01 25:00", "x 12", " ",
]  # fmt: skip
READ_AS = {"int": 3, "float": 7, "bool": 2, "date": 1, "ts": 3}


def by_reference(frame: pd.DataFrame, by_month: bool) -> dict[tuple[str, str, str], float | None]:
    """What measure() should give: {(metric, segment, month): value}."""
    month = frame["day"].dt.strftime("%Y-%m") if by_month else pd.Series("now", frame.index)
    values = {}
    for segment, labels in {
        "whole": pd.Series("whole", frame.index),
        "origin": frame["origin"].fillna("(null)"),
    }.items():
        for key, group in frame.groupby([labels.rename(segment), month.rename("month")]):
            for metric, (_, reference) in MEASURES.items():
                values[metric, *key] = reference(group)
    return values


def measured(project: Project, name: str) -> dict[tuple[str, str, str], float | None]:
    rows = project.relation(name)
    month = rows["period_start"].dt.strftime("%Y-%m") if set(rows["period"]) == {"month"} else ["now"] * len(rows)
    keys = zip(rows["metric"], rows["segment"].fillna("whole"), month, strict=True)
    return dict(zip(keys, rows["value"], strict=True))


def assert_agree(found: dict[tuple, float | None], wanted: dict[tuple, float | None]) -> None:
    assert set(found) == set(wanted)
    wrong = []
    for key, value in wanted.items():
        undefined = value is None or pd.isna(value)
        room = 1e-6 if key[0] in BY_THE_ENGINE else 1e-9
        if undefined or pd.isna(found[key]):
            right = undefined and pd.isna(found[key])
        else:
            right = float(found[key]) == pytest.approx(
                float(value), rel=room, abs=room if key[0] in BY_THE_ENGINE else 1e-11
            )
        if not right:
            wrong.append((key, found[key], value))
    assert not wrong, wrong[:20]


def write_measured(project: Project, name: str, table: str, more: str) -> None:
    metrics = json.dumps({metric: definition for metric, (definition, _) in MEASURES.items()})
    metrics = metrics.replace("true", "True")
    project.model(
        name, f"{{{{ flywheel.measure(ref('{table}'), '{table}', segments='origin', metrics={metrics}, {more}) }}}}"
    )


def test_every_measure_is_compared_with_its_reference(duckdb_project: Project) -> None:
    duckdb_project.model("listed", "select '{{ flywheel.measures().keys() | join(' ') }}' as measures")
    assert duckdb_project.build("--select", "listed").success
    listed = set(duckdb_project.relation("listed")["measures"][0].split())
    assert {definition["measure"] for definition, _ in MEASURES.values()} == listed - NOT_HERE


def test_measures_agree_with_their_references(project: Project) -> None:
    tables = {"events": random_rows(), "flights": real_flights(), "nothing": random_rows().iloc[:0]}
    for name, frame in tables.items():
        project.table(name, frame, TYPES)
    by_month = "time_column='day', period='month', incremental=false"
    write_measured(project, "events_by_month", "events", by_month)
    write_measured(project, "events_whole", "events", "incremental=false")
    write_measured(project, "flights_by_month", "flights", by_month)
    write_measured(project, "nothing_by_month", "nothing", by_month)
    write_measured(project, "nothing_whole", "nothing", "incremental=false")
    project.model(
        "flights_about",
        """
        {{ flywheel.measure(ref('flights'), 'about', {
            'tails': {'measure': 'approx_distinct_count', 'column': 'tail'},
            'late_by': {'measure': 'approx_quantile', 'column': 'delay', 'q': 0.9},
        }) }}
        """,
    )
    project.table("texts", [{"said": text} for text in [*TEXTS, None]], {"said": "str"})
    metrics = {kind: {"measure": "type_share", "column": "said", "type": kind} for kind in READ_AS}
    project.model("texts_measured", f"{{{{ flywheel.measure(ref('texts'), 'texts', {json.dumps(metrics)}) }}}}")
    run = project.build("--exclude", "package:flywheel")
    assert run.success, run.messages
    assert_agree(measured(project, "events_by_month"), by_reference(tables["events"], True))
    assert_agree(measured(project, "events_whole"), by_reference(tables["events"], False))
    assert_agree(measured(project, "flights_by_month"), by_reference(tables["flights"], True))
    assert project.relation("nothing_by_month").empty
    whole = project.relation("nothing_whole").set_index("metric")
    assert set(whole.index) == set(MEASURES)
    assert set(whole["sample_size"]) == {0}
    assert set(whole["value"].dropna().index) <= {"rows", "repeats", "tails"}
    about = project.relation("flights_about").set_index("metric")["value"]
    assert about["tails"] == pytest.approx(tables["flights"]["tail"].nunique(), rel=0.1)
    assert about["late_by"] == pytest.approx(tables["flights"]["delay"].quantile(0.9), rel=0.05)
    shares = project.relation("texts_measured").set_index("metric")["value"]
    assert {kind: round(share * len(TEXTS)) for kind, share in shares.items()} == READ_AS
