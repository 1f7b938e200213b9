"""Drift statistics by scipy and numpy: what flywheel's are held against."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency, ks_2samp, norm, wasserstein_distance


def bin_counts(reference: pd.Series, current: pd.Series, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows by bin: the reference's deciles (lower edge in, upper out) or the values, and one bin for nulls."""
    if kind == "category":
        values = pd.unique(pd.concat([reference, current]).fillna("(null)"))
        return tuple(
            side.fillna("(null)").value_counts().reindex(values, fill_value=0).to_numpy()
            for side in (reference, current)
        )
    known = reference.dropna().astype(float)
    edges = np.quantile(known, np.arange(1, 10) / 10) if len(known) else np.full(9, np.inf)
    counts = []
    for side in (reference, current):
        numbers = np.digitize(side.dropna().astype(float), edges)
        counts.append(np.append(np.bincount(numbers, minlength=10), side.isna().sum()))
    return counts[0], counts[1]


def psi(reference: np.ndarray, current: np.ndarray) -> float:
    """sum (p - q) ln(p / q); an empty bin has half a row, one that is empty on both sides does not count."""
    live = (reference + current) > 0
    p = np.where(reference > 0, reference, 0.5)[live] / reference.sum()
    q = np.where(current > 0, current, 0.5)[live] / current.sum()
    return float(np.sum((p - q) * np.log(p / q)))


def statistics(reference: pd.Series, current: pd.Series, kind: str) -> dict[str, float | None]:
    """Every statistic of a column; None where it is not defined."""
    names = ["psi", "jensen_shannon", "total_variation", "chi2", "chi2_p_value", "ks", "ks_p_value"]
    names += ["wasserstein", "wasserstein_p_value"]
    found: dict[str, float | None] = dict.fromkeys(names)
    if not len(reference) or not len(current):
        return found
    r, k = bin_counts(reference, current, kind)
    found["psi"] = psi(r, k)
    found["jensen_shannon"] = float(jensenshannon(r / r.sum(), k / k.sum()))
    found["total_variation"] = float(np.abs(r / r.sum() - k / k.sum()).sum() / 2)
    table = np.vstack([r, k])[:, (r + k) > 0]
    found["chi2"] = 0.0
    if table.shape[1] > 1:
        found["chi2"], found["chi2_p_value"] = chi2_contingency(table, correction=False)[:2]
    known, now = (side.dropna().astype(float) for side in (reference, current)) if kind != "category" else ((), ())
    if len(known) and len(now):
        found["ks"] = ks_2samp(known, now, method="asymp").statistic
        if min(len(known), len(now)) >= 10:
            found["ks_p_value"] = ks_2samp(known, now, method="asymp").pvalue
        if known.nunique() > 1:
            found["wasserstein"] = wasserstein_distance(known, now) / np.std(known)
        found["wasserstein_p_value"] = wasserstein_p_value(known, now)
    return found


def wasserstein_p_value(reference: pd.Series, current: pd.Series) -> float:
    """How likely chance is to move the values as far, at most: the bound that wasserstein_deviate writes in SQL."""
    both = np.sort(np.concatenate([reference, current]))
    share = np.arange(1, len(both)) / len(both)
    breadth = np.sum(np.sqrt(share * (1 - share)) * np.diff(both))
    inverse_size = 1 / len(reference) + 1 / len(current)
    excess = wasserstein_distance(reference, current) - np.sqrt(2 / np.pi * inverse_size) * breadth
    if excess <= 0:
        return 1.0
    jump = np.abs(both - both.mean()).max() / min(len(reference), len(current))
    return float(norm.sf(excess / np.sqrt(inverse_size * both.var() + jump * excess / 3)))
