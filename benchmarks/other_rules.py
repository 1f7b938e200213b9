"""Rules that are in use elsewhere, a few lines of numpy each: True where one alarms, by series and day."""

from __future__ import annotations

import numpy as np
import simulated_series as simulated
from scipy import stats
from simulated_series import Flags, Matrix, Series


def elementary(series: Series) -> Flags:
    """Elementary's defaults: three standard deviations over 14 days, the judged one among them."""
    past = _windows(series.value, 14, with_judged=True)
    return np.abs(series.value - np.nanmean(past, axis=2)) > 3 * np.nanstd(past, axis=2, ddof=1)


def elementary_weekday(series: Series) -> Flags:
    """The same over the same weekday of eight weeks, the judged day left out."""
    past = _windows(series.value, 8, with_judged=False, step=7)
    return np.abs(series.value - np.nanmean(past, axis=2)) > 3 * np.nanstd(past, axis=2, ddof=1)


def xmr(series: Series) -> Flags:
    """Individuals chart over 56 days: mean and 2.66 mean moving ranges."""
    moving_range = np.abs(np.diff(series.value, axis=1, prepend=np.nan))
    centre = np.nanmean(_windows(series.value, 56, with_judged=False), axis=2)
    reach = 2.66 * np.nanmean(_windows(moving_range, 56, with_judged=False), axis=2)
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


def _windows(x: Matrix, periods: int, *, with_judged: bool, step: int = 1) -> Matrix:
    """The values of each period's window, along a third axis."""
    start = 0 if with_judged else 1
    lagged = [
        np.pad(x, ((0, 0), (step * k, 0)), constant_values=np.nan)[:, : x.shape[1]]
        for k in range(start, periods + start)
    ]
    return np.stack(lagged, axis=2)
