"""What the baselines cost in false alarms and find in faults, on simulated daily series, beside rules in use elsewhere.

    python benchmarks/false_alarms.py [--seed 1] [--series 504] [--only budgets|faults] [--budgets 0.5 1 4 12]

The package's own SQL judges the series, in a consumer project on DuckDB; the other rules are a few lines of numpy each.
Judged are the last 180 of 264 days. Each cell of the first table has at least `--series` series: so many metrics of one
series, or as many metrics of 50 and of 500 segments as `--metrics-of-50` and `--metrics-of-500` say, and the whole of
each. A fault is found when any of its days is an alarm; FA is alarmed days without a fault per series and year.
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from pathlib import Path

import judged
import numpy as np
import other_rules
import simulated_series as simulated
from judged import Metrics
from simulated_series import DAYS_PER_YEAR, FAULTS, Flags

DAYS, JUDGED = 264, 180
KINDS = ("counts", "reals", "rates", "autocorrelated")
RULES = {
    "Elementary, defaults": other_rules.elementary,
    "the same by weekday": other_rules.elementary_weekday,
    "XmR over 56 days": other_rules.xmr,
    "an oracle": other_rules.oracle,
}


def clean(kind: str, seed: int, metrics: int, segments: int = 1) -> Metrics:
    """Metrics in which nothing happens. Those of segments are other series than those of one."""
    return Metrics(
        segments, getattr(simulated, kind)(seed if segments == 1 else seed + 1000 * segments, metrics * segments, DAYS)
    )


def print_budgets(folder: Path, seed: int, metrics: dict[int, int], budgets: list[float]) -> None:
    """Realised alarms of metrics in which nothing happens, by budget, kind and number of segments."""
    years = JUDGED / DAYS_PER_YEAR
    print("\nNothing happens: days on which a metric alarms, over its budget; in brackets alarms, over the budget")
    print(f"  {'segments':>8}{'metrics':>8}{'budget':>7}{'expected':>9}" + "".join(f"{kind:>18}" for kind in KINDS))
    weekly = dict.fromkeys(KINDS, 0.0)
    for budget in budgets:
        sets = [clean(kind, seed, number, segments) for segments, number in metrics.items() for kind in KINDS]
        found = iter(judged.alarms(folder / f"budget_{budget}", sets, budget))
        for segments, number in metrics.items():
            allowed = budget * number * years
            cells = []
            for kind in KINDS:
                flags = next(found)[:, :, -JUDGED:]
                days, alarms = int(flags.any(axis=1).sum()), int(flags.sum())
                cells.append(f"{days / allowed:.2f} ({alarms / allowed:.2f})")
                if segments == 500 and budget == 1:
                    weekly[kind] = alarms / number / JUDGED * 7
            print(
                f"  {segments:8}{number:8}{budget:7}{allowed:9.1f}" + "".join(f"{cell:>18}" for cell in cells),
                flush=True,
            )
    if any(weekly.values()) or 1 in budgets:
        print("\nAlarms a week of the 500 segments of one metric together, and its whole, at the defaults")
        print("  " + ", ".join(f"{kind} {alarms:.3f}" for kind, alarms in weekly.items()))


def print_faults(folder: Path, seed: int, series: int) -> None:
    """Faults found, and false alarms beside them, at the default budget, by this package and by other rules."""
    without = clean("counts", seed, series)
    faulted, faults = simulated.inject(without.series, seed, DAYS - JUDGED)
    scored = np.zeros((series, DAYS), dtype=bool)
    scored[:, -JUDGED:] = True
    ours = judged.alarms(folder / "faults", [without, Metrics(1, faulted)], 1)
    alarms: dict[str, tuple[Flags, Flags]] = {"flywheel": (ours[0][:, 0], ours[1][:, 0])}
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):  # windows that are empty at first
        alarms |= {name: (rule(without.series), rule(faulted)) for name, rule in RULES.items()}
    print("\nFaults found, of counts with six faults a year, at a budget of 1")
    print(f"  {'':22}{'clean FA':>9}" + "".join(f"{name:>14}" for name in (*FAULTS, "all faults", "FA")))
    for name, (on_clean, on_faulted) in alarms.items():
        figures = simulated.score(on_faulted, faults, scored)
        print(
            f"  {name:22}{simulated.false_alarms(on_clean, scored):9.2f}"
            + "".join(f"{figure:14.2f}" for figure in figures.values())
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--series", type=int, default=504)
    parser.add_argument("--metrics-of-50", type=int, default=24)
    parser.add_argument("--metrics-of-500", type=int, default=4)
    parser.add_argument("--budgets", type=float, nargs="+", default=[0.5, 1, 4, 12])
    parser.add_argument("--only", choices=("budgets", "faults"))
    arguments = parser.parse_args()
    metrics = {1: arguments.series, 50: arguments.metrics_of_50, 500: arguments.metrics_of_500}
    print(f"{JUDGED} judged days, seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as folder:
        if arguments.only != "budgets":
            print_faults(Path(folder), arguments.seed, arguments.series)
        if arguments.only != "faults":
            print_budgets(Path(folder), arguments.seed, metrics, arguments.budgets)


if __name__ == "__main__":
    main()
