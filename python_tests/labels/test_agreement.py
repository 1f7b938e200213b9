"""Agreement is that of scikit-learn, statsmodels and krippendorff, on random votes and where it is undefined."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from labels.given import as_votes, plant, simulated
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

WORDS = ["no", "yes", "perhaps", "é"]
NUMBERS = ["-1.5", "0", "2", "1e1"]


def tables() -> dict[str, pd.DataFrame]:
    """Votes of many shapes: complete and with missing ones, of words and of numbers."""
    shapes = {}
    for seed in range(16):
        generator = np.random.default_rng(seed)
        labels = (NUMBERS if seed % 2 else WORDS)[: generator.integers(2, 5)]
        shapes[f"random {seed}"], _ = simulated(
            seed,
            generator.uniform(0.2, 1, generator.integers(2, 6)),
            size=int(generator.integers(8, 60)),
            labels=labels,
            coverage=1 if seed % 4 < 2 else generator.uniform(0.4, 0.9),
        )
    shapes["large"], _ = simulated(99, [0.6, 0.7, 0.8, 0.9], size=300, labels=NUMBERS, coverage=0.7)
    two, complete = ["a", "b"], [("x", "y"), ("x", "x"), ("y", "y"), ("y", "y")]
    shapes |= {
        "one label": pd.DataFrame([("x", "x")] * 3, columns=two),
        "one number, two ways": pd.DataFrame([("1", "1.0")] * 3, columns=two),
        "one item": pd.DataFrame([("x", "y")], columns=two),
        "never together": pd.DataFrame([("x", None), (None, "y")], columns=two),
        "alone": pd.DataFrame({"a": ["x", "y"]}),
        "silent": pd.DataFrame({"a": [None, None]}, dtype="object"),
        "far from zero": pd.DataFrame(
            [("100000001", "100000002"), ("100000003", "100000003"), ("7", "7")], columns=two
        ),
        "complete": pd.DataFrame(complete, columns=two),
    }
    for table in shapes.values():
        table.index = [f"item {number}" for number in range(len(table))]
    return shapes


def alpha(table: pd.DataFrame, level: str) -> float | None:
    """Krippendorff's alpha from the library of that name; None where it is not defined."""
    met = table[table.notna().sum(axis=1) > 1]
    stacked = met.stack().dropna()
    if level != "nominal":
        numbers = pd.to_numeric(stacked, errors="coerce")
        if numbers.isna().any():
            return None
        stacked = numbers
    values = sorted(stacked.unique())
    if len(values) < 2:
        return None
    codes = pd.Series(range(len(values)), index=values) if level == "nominal" else pd.Series(values, index=values)
    data = stacked.map(codes).astype(float).unstack().reindex(index=met.index).to_numpy().T
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))


def kappas(table: pd.DataFrame) -> pd.DataFrame:
    """Cohen's kappa of every pair, from scikit-learn, its standard error from statsmodels."""
    rows = []
    for one, other in combinations(sorted(table.columns), 2):
        both = table[[one, other]].dropna()
        if len(both) == 0:
            continue
        labels = sorted(set(both[one]) | set(both[other]))
        row = {
            "labeller": one,
            "other_labeller": other,
            "items": len(both),
            "agreement": (both[one] == both[other]).mean(),
        }
        if len(labels) > 1:
            row["cohen_kappa"] = cohen_kappa_score(both[one], both[other])
            counts = pd.crosstab(both[one], both[other]).reindex(index=labels, columns=labels, fill_value=0)
            row["standard_error"] = cohens_kappa(counts.to_numpy()).std_kappa
        rows.append(row)
    return pd.DataFrame(
        rows, columns=["labeller", "other_labeller", "items", "agreement", "cohen_kappa", "standard_error"]
    )


def fleiss(table: pd.DataFrame) -> float | None:
    """Fleiss' kappa, by statsmodels where every item has as many votes, else by definition with shares of all votes."""
    counts = table.apply(lambda row: row.value_counts(), axis=1).fillna(0).to_numpy()
    counts = counts[counts.sum(axis=1) > 1]
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2:
        return None
    votes = counts.sum(axis=1)
    if len(set(votes)) == 1:
        return float(fleiss_kappa(counts))
    agreement = ((counts * (counts - 1)).sum(axis=1) / (votes * (votes - 1))).mean()
    chance = ((counts.sum(axis=0) / counts.sum()) ** 2).sum()
    return float((agreement - chance) / (1 - chance))


def expected(table: pd.DataFrame) -> dict[str, float | None]:
    """Every measure, from the library that people trust for it."""
    pairs = kappas(table)
    defined = pairs.dropna(subset="cohen_kappa")
    agreeing = (pairs["agreement"] * pairs["items"]).sum()
    return {
        "percent": agreeing / pairs["items"].sum() if len(pairs) else None,
        "cohen_kappa": np.average(defined["cohen_kappa"].astype(float), weights=defined["items"])
        if len(defined)
        else None,
        "fleiss_kappa": fleiss(table) if len(pairs) else None,
    } | {
        f"krippendorff_alpha_{level}": alpha(table, level) if len(pairs) else None
        for level in ("nominal", "ordinal", "interval")
    }


def same(found: Any, wanted: Any) -> bool:
    """Equal, null only where null is wanted."""
    return (
        pd.isna(found)
        if wanted is None or pd.isna(wanted)
        else float(found) == pytest.approx(wanted, rel=1e-9, abs=1e-9)
    )


@cache
def jackknife(name: str, level: str) -> float:
    """Standard error of alpha by leaving out one item at a time (Efron and Stein 1981)."""
    table = tables()[name]
    left_out = np.array([alpha(table.drop(index=item), level) for item in table.index])
    return float(np.sqrt((len(left_out) - 1) / len(left_out) * ((left_out - left_out.mean()) ** 2).sum()))


def by_period(found: pd.DataFrame, shapes: dict[str, pd.DataFrame]) -> None:
    """The agreement of a month is that of its items alone."""
    found = found.set_index(["dataset", "period_start", "measure"]).sort_index()
    assert found.index.is_unique
    assert set(found.index.get_level_values("dataset")) == set(shapes) - {"silent"}
    table = shapes["large"]
    is_late = table.index.str.endswith(("1", "4", "7"))
    january, february = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")
    of_months = [("large", january, table[~is_late]), ("large", february, table[is_late])]
    for name, month, items in [*of_months, *((name, january, shapes[name]) for name in ("random 0", "random 7"))]:
        for measure, value in expected(items).items():
            assert same(found.loc[(name, month, measure), "value"], value), (name, month, measure)
        assert set(found.loc[name].loc[month]["items"]) == {(items.notna().sum(axis=1) > 1).sum()}


def test_it_agrees_with_the_libraries(project: Project) -> None:
    shapes = tables()
    votes = pd.concat([as_votes(name, table, name != "random 3") for name, table in shapes.items()])
    is_late = (votes["dataset"] == "large") & votes["item_id"].str.endswith(("1", "4", "7"))
    votes.loc[is_late, "voted_at"] = pd.Timestamp("2024-02-20 12:00:00")
    plant(project, votes)
    run = project.build("--select", "+flywheel__label_agreement", "flywheel__label_agreement_by_period")
    assert run.success, run.messages
    by_period(project.relation("flywheel__label_agreement_by_period"), shapes)
    found = project.relation("flywheel__label_agreement").set_index(["dataset", "measure"])
    pairs = project.relation("flywheel__labeller_pairs").set_index(["dataset", "labeller", "other_labeller"])
    assert found.index.is_unique
    assert pairs.index.is_unique
    wrong = []
    for name, table in shapes.items():
        met = table[table.notna().sum(axis=1) > 1]
        wanted = expected(table)
        assert set(wanted) == set(found.loc[name].index), name
        for measure, value in wanted.items():
            row = found.loc[(name, measure)]
            assert row["items"] == len(met), name
            assert row["labellers"] == met.notna().any().sum(), name
            if not same(row["value"], value):
                wrong.append((name, measure, row["value"], value))
        for row in kappas(table).to_dict("records"):
            of_pair = pairs.loc[(name, row.pop("labeller"), row.pop("other_labeller"))]
            wrong += [
                (name, column, of_pair[column], value)
                for column, value in row.items()
                if not same(of_pair[column], value)
            ]
    assert not wrong
    assert found.loc["complete"]["value"].notna().sum() == 4

    # intervals: those of pairs are exact, those of alpha come close to leaving out one item at a time
    for level in ("nominal", "ordinal", "interval"):
        error = found.loc[("large", f"krippendorff_alpha_{level}"), "standard_error"]
        assert error == pytest.approx(jackknife("large", level), rel=0.03), level
    large = found.loc["large"]
    assert (large["lower"] < large["value"]).all()
    assert (large["value"] < large["upper"]).all()
    assert large.loc["fleiss_kappa", "standard_error"] == pytest.approx(
        large.loc["krippendorff_alpha_nominal", "standard_error"], rel=0.2
    )
    assert pd.isna(found.loc[("one item", "percent"), "standard_error"])

    # verdicts by Krippendorff's bands; what is undefined is not assessed, and says why
    for (name, measure), row in found.iterrows():
        value = row["value"]
        bands = "not_assessed" if pd.isna(value) else "pass" if value >= 0.8 else "warn" if value >= 0.667 else "fail"
        assert row["verdict"] == bands, (name, measure)
    assert "same label" in found.loc[("one label", "fleiss_kappa"), "reason"]
    assert "not numbers" in found.loc[("complete", "krippendorff_alpha_interval"), "reason"]
    assert found.loc[("silent", "percent"), "reason"] == "no item has the votes of two labellers"
