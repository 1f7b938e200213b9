"""How often a metric and a KPI that have nothing to do with each other are found to move together.

    python benchmarks/unrelated_pairs.py [--pairs 1000] [--seed 0]

So many pairs of each kind and length: noise, noise on a trend, walks, and walks whose steps follow one another. The
package's own SQL tests them in one query; beside it stand the test of the same changes that takes them as independent,
and the test of the values themselves.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from scipy.signal import lfilter
from scipy.stats import t as student_t

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_tests"))

from harness.project import Project
from harness.warehouse import DuckDB

LENGTHS = (9, 13, 26, 51)
KINDS = {
    "noise": lambda noise: noise,
    "noise on a trend": lambda noise: noise + 0.5 * np.arange(noise.shape[-1]),
    "walks": lambda noise: noise.cumsum(-1),
    "walks, steps follow by 0.5": lambda noise: lfilter([1], [1, -0.5], noise).cumsum(-1),
    "walks, steps follow by 0.8": lambda noise: lfilter([1], [1, -0.8], noise).cumsum(-1),
}
TESTED = """
    with periods as (select * from pairs),
    {{ flywheel._correlated_changes('periods', 'week', 0.95) }}
    select use_case, changes, p_value from change_correlations
"""


def p_values(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Two-sided p-values of Pearson's correlation, row by row, as scipy.stats.pearsonr has them."""
    one, other = (values - values.mean(-1, keepdims=True) for values in (one, other))
    r = (one * other).sum(-1) / np.sqrt((one**2).sum(-1) * (other**2).sum(-1))
    degrees = one.shape[-1] - 2
    return 2 * student_t.sf(np.abs(r) * np.sqrt(degrees / (1 - r**2)), degrees)


def tested_in_sql(pairs: pd.DataFrame) -> pd.Series:
    """The p-value of each use case, by the package's macro in a project of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute("create table pairs as select * from pairs")
        project = Project(Path(folder) / "project", DuckDB(path))
        project.model("tested", TESTED)
        run = project.dbt("run", "--select", "tested")
        if not run.success:
            raise SystemExit(run.messages)
        return project.relation("tested").set_index("use_case")["p_value"].astype(float)


def main() -> None:
    """Simulate, test in SQL, and print the share of pairs with p < 0.05 of each kind and length."""
    parser = argparse.ArgumentParser(description="Test unrelated pairs of series.")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = np.random.default_rng(arguments.seed)
    frames, others = [], {}
    for kind, made_of in KINDS.items():
        for length in LENGTHS:
            metric, kpi = (made_of(chance.normal(size=(arguments.pairs, length))) for _ in range(2))
            others[kind, length] = p_values(np.diff(metric), np.diff(kpi)), p_values(metric, kpi)
            names = [f"{kind}|{length}|{number}" for number in range(arguments.pairs)]
            frames.append(
                pd.DataFrame(
                    {
                        "use_case": np.repeat(names, length),
                        "period_start": np.tile(
                            pd.date_range("2024-01-01", periods=length, freq="7D"), arguments.pairs
                        ),
                        "metric_goodness": metric.ravel(),
                        "kpi_goodness": kpi.ravel(),
                    }
                )
            )
    found = tested_in_sql(pd.concat(frames))
    keys = found.index.str.split("|")
    found = found.groupby([keys.str[0], keys.str[1].astype(int)]).agg(lambda p: (p < 0.05).mean())
    print(f"{'found at p < 0.05':30}{'periods':>8}{'flywheel':>10}{'changes, plain':>16}{'values':>10}")
    for (kind, length), (changes, values) in others.items():
        shares = [found[kind, length], (changes < 0.05).mean(), (values < 0.05).mean()]
        print(f"{kind:30}{length:>8}{shares[0]:>10.1%}{shares[1]:>16.1%}{shares[2]:>10.1%}")


if __name__ == "__main__":
    main()
