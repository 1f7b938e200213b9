"""What the baselines cost in false alarms and find in faults, on simulated daily series, beside rules in use elsewhere.

    python benchmarks/false_alarms.py [--seed 1] [--series 504]

The package's own SQL judges the series, in a consumer project on DuckDB; the other rules are a few lines of numpy each.
Every series has a budget of one false alarm a year. Judged are the last 180 of 264 days. A fault is found when any of
its days is an alarm; FA is alarmed days without a fault per series and year.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import simulated_series as simulated
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB
from simulated_series import FAULTS, Flags, Matrix, Series

DAYS, JUDGED = 264, 180
TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
}  # fmt: skip


def measurements(name: str, series: Series) -> pd.DataFrame:
    """Series as a measurement model: each is a metric of its own, so that each has a budget of its own."""
    rows, days = series.value.shape
    row, day = np.divmod(np.arange(rows * days), days)
    value = series.value.ravel()
    size = {"count": value, "rate": None if series.size is None else series.size.ravel(), "real": None}[series.kind]
    return pd.DataFrame(
        {
            "subject_type": "data",
            "subject": name,
            "metric": np.char.add("m", row.astype(str)),
            "segment_by": None,
            "segment": None,
            "period_start": pd.Timestamp("2024-01-01") + pd.to_timedelta(day, unit="D"),
            "value": value,
            "sample_size": size if size is None else size.astype(np.int64),
            "numerator": None if series.numerator is None else series.numerator.ravel(),
            "period": "day",
        }
    )


def judge(folder: Path, sets: dict[str, Series]) -> dict[str, Flags]:
    """The alarms of flywheel__verdicts, for several sets of series in one build."""
    project = Project(folder, DuckDB(folder.parent / "simulated.duckdb"))
    project.table("simulated", pd.concat(measurements(name, series) for name, series in sets.items()), TYPES)
    run = project.build(
        "--select", "+flywheel__verdicts", flywheel_measurements=["simulated"], flywheel_verdict_severity="warn"
    )
    assert run.success, run.messages
    alarms = project.query(
        "select subject, cast(substr(metric, 2) as integer) as row, "
        "datediff('day', timestamp '2024-01-01', period_start) as day "
        "from flywheel__verdicts where verdict in ('warn', 'fail')"
    )
    out = {}
    for name, series in sets.items():
        flags = np.zeros(series.value.shape, dtype=bool)
        mine = alarms[alarms["subject"] == name]
        flags[mine["row"], mine["day"]] = True
        out[name] = flags
    return out


def windows(x: Matrix, periods: int, *, with_judged: bool, step: int = 1) -> Matrix:
    """The values of each period's window, along a third axis."""
    start = 0 if with_judged else 1
    lagged = [
        np.pad(x, ((0, 0), (step * k, 0)), constant_values=np.nan)[:, : x.shape[1]]
        for k in range(start, periods + start)
    ]
    return np.stack(lagged, axis=2)


def elementary(series: Series) -> Flags:
    """Elementary's defaults: three standard deviations over 14 days, the judged one among them."""
    past = windows(series.value, 14, with_judged=True)
    return np.abs(series.value - np.nanmean(past, axis=2)) > 3 * np.nanstd(past, axis=2, ddof=1)


def elementary_weekday(series: Series) -> Flags:
    """The same over the same weekday of eight weeks, the judged day left out."""
    past = windows(series.value, 8, with_judged=False, step=7)
    return np.abs(series.value - np.nanmean(past, axis=2)) > 3 * np.nanstd(past, axis=2, ddof=1)


def xmr(series: Series) -> Flags:
    """Individuals chart over 56 days: mean and 2.66 mean moving ranges."""
    moving_range = np.abs(np.diff(series.value, axis=1, prepend=np.nan))
    centre = np.nanmean(windows(series.value, 56, with_judged=False), axis=2)
    reach = 2.66 * np.nanmean(windows(moving_range, 56, with_judged=False), axis=2)
    return np.abs(series.value - centre) > reach


def oracle(series: Series) -> Flags:
    """The true distribution of each period, one false alarm a year: what nobody can have. For counts."""
    tail, size, mean = 1 / simulated.DAYS_PER_YEAR / 2, series.dispersion, series.mean
    finite = np.where(np.isinf(size), 1.0, size)
    below = np.where(
        np.isinf(size),
        stats.poisson.cdf(series.value, mean),
        stats.nbinom.cdf(series.value, finite, finite / (finite + mean)),
    )
    above = np.where(
        np.isinf(size), stats.poisson.sf(series.value - 1, mean),
        stats.nbinom.sf(series.value - 1, finite, finite / (finite + mean)),
    )  # fmt: skip
    return (below < tail) | (above < tail)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--series", type=int, default=504)
    arguments = parser.parse_args()
    clean = {
        name: getattr(simulated, name)(arguments.seed, arguments.series, DAYS)
        for name in ("counts", "reals", "rates", "autocorrelated")
    }
    faulted, faults = simulated.inject(clean["counts"], arguments.seed, DAYS - JUDGED)
    judged = np.zeros((arguments.series, DAYS), dtype=bool)
    judged[:, -JUDGED:] = True
    with tempfile.TemporaryDirectory() as folder:
        ours = judge(Path(folder) / "project", clean | {"faulted": faulted})

    print(f"{arguments.series} series x {JUDGED} judged days, seed {arguments.seed}")
    print("\nFalse alarms per clean series and year, at a budget of 1")
    for name in clean:
        print(f"  {name:16}{simulated.false_alarms(ours[name], judged):6.2f}")
    print("\nFaults found, of counts with six faults a year")
    print(f"  {'':24}{'clean FA':>9}" + "".join(f"{name:>14}" for name in (*FAULTS, "all faults", "FA")))
    rules = {
        "Elementary, defaults": elementary,
        "the same by weekday": elementary_weekday,
        "XmR over 56 days": xmr,
        "an oracle": oracle,
    }
    with np.errstate(all="ignore"):
        alarms = {"flywheel": (ours["counts"], ours["faulted"])} | {
            name: (rule(clean["counts"]), rule(faulted)) for name, rule in rules.items()
        }
    for name, (on_clean, on_faulted) in alarms.items():
        figures = simulated.score(on_faulted, faults, judged)
        clean_alarms = simulated.false_alarms(on_clean, judged)
        print(f"  {name:24}{clean_alarms:9.2f}" + "".join(f"{figure:14.2f}" for figure in figures.values()))


if __name__ == "__main__":
    main()
