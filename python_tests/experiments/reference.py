"""What experiments are held against: scipy where it has it, numpy by the textbook where it has not."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind, ttest_ind_from_stats

UNITS = {
    "experiment": "str", "use_case": "str", "kpi": "str", "unit_id": "str", "variant": "str", "is_control": "bool",
    "assigned_at": "ts", "value": "float", "denominator": "float", "pre_value": "float", "expected_share": "float",
    "segment": "str",
}  # fmt: skip


def units(experiment: str, kpi: str = "kpi", **arms: pd.DataFrame | np.ndarray | list) -> pd.DataFrame:
    """Units of an experiment: the values of each arm, or a frame with more of its columns. The control comes first."""
    frames = []
    for variant, given in arms.items():
        frame = given if isinstance(given, pd.DataFrame) else pd.DataFrame({"value": np.asarray(given, dtype=float)})
        frame = frame.reset_index(drop=True)
        frame["unit_id"] = [f"{variant} {number}" for number in frame.index]
        frames.append(frame.assign(variant=variant, is_control=variant == next(iter(arms))))
    stacked = pd.concat(frames, ignore_index=True).assign(experiment=experiment, kpi=kpi)
    return stacked.reindex(columns=list(UNITS)).astype({"use_case": object, "assigned_at": object, "segment": object})


def welch(variant: np.ndarray, control: np.ndarray, confidence: float = 0.95) -> dict[str, float]:
    """Welch's test by scipy."""
    result = ttest_ind(variant, control, equal_var=False)
    low, high = result.confidence_interval(confidence)
    return {"lift": variant.mean() - control.mean(), "p_value": result.pvalue, "lower": low, "upper": high}


def delta_method(variant: pd.DataFrame, control: pd.DataFrame) -> dict[str, float]:
    """Welch's test of two ratios of sums, whose variances are those of the delta method."""
    stats = []
    for arm in (variant, control):
        m, d = arm["value"].to_numpy(), arm["denominator"].to_numpy()
        variance = (
            m.var(ddof=1) / d.mean() ** 2
            + m.mean() ** 2 * d.var(ddof=1) / d.mean() ** 4
            - 2 * m.mean() * np.cov(m, d)[0, 1] / d.mean() ** 3
        )
        stats += [m.sum() / d.sum(), variance**0.5, len(m)]
    return {"lift": stats[0] - stats[3], "p_value": ttest_ind_from_stats(*stats, equal_var=False).pvalue}


def cuped(variant: pd.DataFrame, control: pd.DataFrame) -> dict[str, float]:
    """Welch's test of values from which theta times the pre-period is taken; unknown pre-periods are average."""
    both = pd.concat([variant, control])
    gap = (both["pre_value"] - both["pre_value"].mean()).fillna(0).to_numpy()
    theta = np.cov(both["value"], gap)[0, 1] / gap.var(ddof=1)
    adjusted = both["value"].to_numpy() - theta * gap
    test = welch(adjusted[: len(variant)], adjusted[len(variant) :])
    plain, sharper = (
        sum(arm.var(ddof=1) / len(arm) for arm in (values[: len(variant)], values[len(variant) :]))
        for values in (both["value"].to_numpy(), adjusted)
    )
    return {f"cuped_{name}": value for name, value in test.items()} | {"variance_reduction": 1 - sharper / plain}


def always_valid(
    variant: np.ndarray, control: np.ndarray, alpha: float = 0.05, tuning: float = 5000
) -> dict[str, float]:
    """The asymptotic confidence sequence of Waudby-Smith et al., tuned as GrowthBook does."""
    n = len(variant) + len(control)
    squared_error = variant.var(ddof=1) / len(variant) + control.var(ddof=1) / len(control)
    reach = always_valid_reach(squared_error, n, alpha, tuning)
    lift = variant.mean() - control.mean()
    return {"sequential_lower": lift - reach, "sequential_upper": lift + reach}


def always_valid_reach(
    squared_error: np.ndarray | float, n: np.ndarray | int, alpha: float = 0.05, tuning: float = 5000
) -> np.ndarray | float:
    """Half the width of that interval for a difference with this squared standard error, of n units."""
    rho2 = (-2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1)) / tuning
    return np.sqrt(squared_error * n * 2 * (n * rho2 + 1) * np.log(np.sqrt(n * rho2 + 1) / alpha) / (n**2 * rho2))
