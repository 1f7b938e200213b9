"""Series as the package's own SQL judges them: a consumer project on DuckDB that is planted, built and read."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB
from simulated_series import Flags, Series, whole

FIRST_DAY = "2024-01-01"  # a Monday
MEASUREMENTS = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip
EVENTS = {"subject": "str", "segment": "str", "starts_at": "ts", "ends_at": "ts", "reason": "str"}

# Millions of simulated rows are planted as numbers, and get their names in the warehouse.
NUMBERS = {
    "set_number": "int", "metric": "int", "segment": "int", "day": "int",
    "value": "float", "size": "float", "numerator": "float",
}  # fmt: skip
NAMED = f"""
    {{{{ config(materialized="table") }}}}
    select
        'data' as subject_type, cast(set_number as varchar) as subject, cast(metric as varchar) as metric,
        case when segment >= 0 then 'part' end as segment_by,
        case when segment >= 0 then cast(segment as varchar) end as segment,
        timestamp '{FIRST_DAY}' + to_days(cast(day as integer)) as period_start,
        value, cast(size as bigint) as sample_size, numerator, 'day' as period
    from main.simulated_numbers
"""


@dataclass
class Metrics:
    """Metrics of so many segments each, whose series follow one another, and the whole of each; with one segment, every
    series is a metric by itself."""

    segments: int
    series: Series

    @property
    def metrics(self) -> int:
        return len(self.series.value) // self.segments


def verdicts(
    folder: Path,
    measurements: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    policies: Mapping[str, Mapping[str, Any]] | None = None,
) -> pd.DataFrame:
    """flywheel__verdicts of rows that are measurements. `policies` are settings by metric."""
    project = _project(folder)
    project.table("measured", measurements, MEASUREMENTS)
    project.write_yaml(
        "models/measured.yml",
        {"models": [{"name": "measured", "config": {"meta": {"flywheel": {"metrics": dict(policies or {})}}}}]},
    )
    if events is not None:
        project.map_input("known_events", events.reindex(columns=list(EVENTS)), EVENTS)
    _build(project, flywheel_measurements=["measured"])
    return project.relation("flywheel__verdicts")


def alarms(folder: Path, sets: list[Metrics], budget: float) -> list[Flags]:
    """The alarms of simulated sets that are judged together: for each, flags by metric, segment and day. The last of
    several segments is the whole."""
    project = _project(folder)
    project.warehouse.load("simulated_numbers", pd.concat(_numbers(n, one) for n, one in enumerate(sets)), NUMBERS)
    project.model("simulated", NAMED)
    _build(project, flywheel_measurements=["simulated"], flywheel_policy={"false_alarms_per_year": budget})
    rows = project.query(
        "select cast(subject as integer) as set_number, cast(metric as integer) as metric, "
        "coalesce(cast(segment as integer), -1) as segment, "
        f"datediff('day', timestamp '{FIRST_DAY}', period_start) as day "
        "from flywheel__verdicts where verdict in ('warn', 'fail')"
    )
    out = []
    for number, one in enumerate(sets):
        flags = np.zeros((one.metrics, _lines(one), one.series.value.shape[1]), dtype=bool)
        mine = rows[rows["set_number"] == number]
        flags[mine["metric"], mine["segment"], mine["day"]] = True
        out.append(flags)
    return out


def _project(folder: Path) -> Project:
    return Project(folder, DuckDB(folder / "warehouse.duckdb"))


def _build(project: Project, **variables: Any) -> None:
    run = project.dbt("run", "--select", "+flywheel__verdicts", flywheel_verdict_severity="warn", **variables)
    if not run.success:
        raise SystemExit(run.messages)


def _lines(one: Metrics) -> int:
    return one.segments + 1 if one.segments > 1 else 1


def _numbers(set_number: int, one: Metrics) -> pd.DataFrame:
    parts = [one.series, whole(one.series, one.segments)] if one.segments > 1 else [one.series]
    return pd.concat(_rows(set_number, one, part, is_whole=n == 1) for n, part in enumerate(parts))


def _rows(set_number: int, one: Metrics, part: Series, *, is_whole: bool) -> pd.DataFrame:
    lines, days = part.value.shape
    line, day = np.divmod(np.arange(lines * days), days)
    metric, segment = (line, np.full_like(line, -1)) if is_whole else np.divmod(line, one.segments)
    size = part.value if part.kind == "count" else part.size
    return pd.DataFrame(
        {
            "set_number": set_number,
            "metric": metric,
            "segment": np.full_like(line, -1) if one.segments == 1 else segment,
            "day": day,
            "value": part.value.ravel(),
            "size": None if size is None else size.ravel(),
            "numerator": None if part.numerator is None else part.numerator.ravel(),
        }
    )
