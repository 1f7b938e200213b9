"""Series, faults and scores for the evaluation of anomaly detectors on metrics.

Everything is drawn from `numpy.random.default_rng(seed)`, so a seed is a data set. Series are the rows of a matrix and
periods its columns (days, Monday first). Calibrate on one seed and report another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]

SEASON = 7
DAYS_PER_YEAR = 365.25
WEEK = np.array([1.10, 1.15, 1.10, 1.10, 1.05, 0.80, 0.70])  # factors of Monday to Sunday, mean 1
TREND = 0.30  # relative change in a year, up or down
NEGATIVE_BINOMIAL_SIZE = (
    45.0  # variance = mean + mean^2 / size: with it an oracle finds what the issue says an oracle finds
)

FAULTS = ("to 0", "-50%", "+50%", "x3", "3-day outage", "double load", "slow drift")
DRIFT_DAYS = 21
DRIFT_PER_DAY = 0.02  # of the level, added each day: -42% (or +42%) on the last


@dataclass
class Series:
    """Many series of one kind: `kind` is count, real or rate; a rate has its numerator and sample size."""

    kind: str
    value: Matrix
    mean: Matrix  # the true mean of each period (for the oracle)
    size: Matrix | None = None  # denominators of a rate
    dispersion: Matrix | None = None  # negative binomial size, inf = Poisson (series x 1)
    group: NDArray[np.str_] = field(default_factory=lambda: np.array([], dtype=str))

    @property
    def numerator(self) -> Matrix | None:
        return None if self.size is None else np.round(self.value * self.size)


@dataclass
class Faults:
    """What was injected: for each fault its series, first and last day, and kind. `faulty` marks every faulty day."""

    row: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    kind: NDArray[np.int64]
    faulty: Flags


def _profile(rng: np.random.Generator, rows: int, days: int, seasonal: Flags, trending: Flags) -> Matrix:
    """The factor on the level by series and day: the week where the series has one, the trend where it has one."""
    day = np.arange(days)
    week = np.where(seasonal[:, None], WEEK[day % SEASON][None, :], 1.0)
    sign = rng.choice([-1.0, 1.0], size=rows)
    slope = np.log1p(sign * TREND) / DAYS_PER_YEAR
    return week * np.exp(np.where(trending[:, None], slope[:, None] * (day - days / 2)[None, :], 0.0))


def _counts(rng: np.random.Generator, mean: Matrix, size: Matrix) -> Matrix:
    """Poisson (size inf) or negative binomial counts, the latter as a Poisson with a gamma mean."""
    shape = np.where(np.isinf(size), 1.0, size)
    gamma = rng.gamma(np.broadcast_to(shape, mean.shape)) / shape
    return rng.poisson(mean * np.where(np.isinf(size), 1.0, gamma)).astype(np.float64)


def counts(seed: int, rows: int = 504, days: int = 264) -> Series:
    """Poisson and negative binomial counts at levels 20, 200 and 5,000, with and without week and trend: 24 kinds."""
    rng = np.random.default_rng([seed, 1])
    cell = np.arange(rows) % 24
    level = np.array([20.0, 200.0, 5000.0])[cell % 3]
    negative_binomial = (cell // 3) % 2 == 1
    seasonal = (cell // 6) % 2 == 1
    trending = (cell // 12) % 2 == 1
    mean = level[:, None] * _profile(rng, rows, days, seasonal, trending)
    size = np.where(negative_binomial, NEGATIVE_BINOMIAL_SIZE, np.inf)[:, None]
    names = np.array(["nb" if b else "poisson" for b in negative_binomial])
    group = np.array([f"{n} {int(v)}" for n, v in zip(names, level, strict=True)])
    return Series("count", _counts(rng, mean, size), mean, dispersion=size, group=group)


def reals(seed: int, rows: int = 504, days: int = 264) -> Series:
    """Normal reals: mean 100, sd 3 or 15, with and without a week and a trend."""
    rng = np.random.default_rng([seed, 2])
    cell = np.arange(rows) % 8
    sd = np.array([3.0, 15.0])[cell % 2]
    mean = 100 * _profile(rng, rows, days, (cell // 2) % 2 == 1, (cell // 4) % 2 == 1)
    group = np.array([f"sd {int(v)}" for v in sd])
    return Series("real", rng.normal(mean, sd[:, None]), mean, group=group)


def autocorrelated(seed: int, rows: int = 504, days: int = 264) -> Series:
    """AR(1) reals: mean 100, sd 10, phi 0.3, 0.6 or 0.8, with and without a week."""
    rng = np.random.default_rng([seed, 3])
    cell = np.arange(rows) % 6
    phi = np.array([0.3, 0.6, 0.8])[cell % 3]
    noise = rng.normal(size=(rows, days))
    error = np.empty((rows, days))
    error[:, 0] = noise[:, 0]
    for day in range(1, days):
        error[:, day] = phi * error[:, day - 1] + np.sqrt(1 - phi**2) * noise[:, day]
    mean = 100 * _profile(rng, rows, days, (cell // 3) % 2 == 1, np.zeros(rows, dtype=bool))
    return Series("real", mean + 10 * error, mean, group=np.array([f"phi {v}" for v in phi]))


def rates(seed: int, rows: int = 504, days: int = 264) -> Series:
    """Shares of small samples: about 15, 40 or 300 a day, 5%, 20% and 50% of them, the size with and without a week."""
    rng = np.random.default_rng([seed, 4])
    cell = np.arange(rows) % 18
    sizes = np.array([15.0, 40.0, 300.0])[cell % 3]
    rate = np.array([0.05, 0.20, 0.50])[(cell // 3) % 3]
    size = rng.poisson(sizes[:, None] * _profile(rng, rows, days, cell // 9 == 1, np.zeros(rows, dtype=bool))).astype(
        float
    )
    size = np.maximum(size, 1.0)
    value = rng.binomial(size.astype(np.int64), rate[:, None]) / size
    group = np.array([f"n {int(n)} p {p}" for n, p in zip(sizes, rate, strict=True)])
    return Series("rate", value, np.broadcast_to(rate[:, None], value.shape).copy(), size=size, group=group)


def whole(series: Series, segments: int) -> Series:
    """The whole of each `segments` series in a row: the sum of counts, the share of all, the mean of reals."""

    def together(matrix: Matrix) -> Matrix:
        return matrix.reshape(-1, segments, matrix.shape[1]).sum(axis=1)

    if series.size is not None:
        value = together(series.numerator) / together(series.size)
        return Series(series.kind, value, value, size=together(series.size))
    value = together(series.value) / (1 if series.kind == "count" else segments)
    return Series(series.kind, value, value)


def inject(
    series: Series, seed: int, first_day: int, spacing: int = 60, kinds: tuple[str, ...] = FAULTS
) -> tuple[Series, Faults]:
    """One fault per `spacing` days from `first_day` on (6 a year at 60), of a random kind, at a random day of the slot.

    Faults act on the count that was drawn: "to 0" and "3-day outage" replace it, "double load" doubles it, the others
    thin it or redraw it with the changed mean, so that the noise is that of the faulty mean.
    """
    rng = np.random.default_rng([seed, 9])
    value = series.value.copy()
    rows, days = value.shape
    faulty = np.zeros(value.shape, dtype=bool)
    out: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        for start in range(first_day, days - spacing + 1, spacing):
            kind = int(rng.integers(len(kinds)))
            name = kinds[kind]
            length = {"3-day outage": 3, "slow drift": DRIFT_DAYS}.get(name, 1)
            first = start + int(rng.integers(spacing - DRIFT_DAYS))
            span = slice(first, first + length)
            if name in ("to 0", "3-day outage"):
                value[row, span] = 0.0
            elif name == "double load":
                value[row, span] *= 2
            else:
                step = DRIFT_PER_DAY * np.arange(1, DRIFT_DAYS + 1) * rng.choice([-1, 1])
                factor = {"-50%": 0.5, "+50%": 1.5, "x3": 3.0, "slow drift": 1 + step}[name]
                value[row, span] = _faulty(rng, series, row, span, factor)
            faulty[row, span] = True
            out.append((row, first, first + length - 1, kind))
    row_, first_, last_, kind_ = (np.array(column) for column in zip(*out, strict=True))
    faulted = Series(series.kind, value, series.mean, series.size, series.dispersion, series.group)
    return faulted, Faults(row_, first_, last_, kind_, faulty)


def _faulty(rng: np.random.Generator, series: Series, row: int, span: slice, factor: float | Matrix) -> Matrix:
    if series.dispersion is None:  # real data, with no known distribution: scale what was seen
        return np.round(series.value[row, span] * factor)
    mean = np.atleast_2d(series.mean[row, span] * factor)
    return _counts(rng, mean, series.dispersion[row : row + 1])[0]


def score(alarm: Flags, faults: Faults, judged: Flags, kinds: tuple[str, ...] = FAULTS) -> dict[str, float]:
    """Recall by kind (alarm on any day of the fault), over all faults, and false alarms per series and year."""
    total = np.cumsum(np.pad(alarm & judged, ((0, 0), (1, 0))), axis=1)
    found = total[faults.row, faults.last + 1] > total[faults.row, faults.first]
    seen = judged[faults.row, faults.first]
    figures = {name: float(found[seen & (faults.kind == i)].mean()) for i, name in enumerate(kinds)}
    figures["all faults"] = float(found[seen].mean())
    figures["FA"] = false_alarms(alarm & ~faults.faulty, judged & ~faults.faulty)
    return figures


def false_alarms(alarm: Flags, judged: Flags) -> float:
    """Alarmed days a series and year among the judged days."""
    return float((alarm & judged).sum() / judged.sum() * DAYS_PER_YEAR)
