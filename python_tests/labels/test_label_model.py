"""The label model: the paper's accuracies, copies found and damped, never below the majority, honest fallbacks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from labels.given import as_gold, as_votes, plant, simulated
from labels.reference import (
    agreement_without,
    majority,
    posterior,
    standard_errors,
    triplet_median,
    vote_weights,
)

INDEPENDENT: dict[str, dict[str, Any]] = {
    "complete": {"accuracies": [0.6, 0.65, 0.7, 0.8, 0.9], "size": 2000},
    "with gaps": {"accuracies": np.linspace(0.55, 0.9, 8), "size": 2000, "coverage": 0.5},
    "three classes": {"accuracies": [0.5, 0.6, 0.7, 0.8, 0.9], "size": 2000, "labels": ["a", "b", "c"]},
    "rare": {"accuracies": [0.6, 0.65, 0.7, 0.8, 0.9], "size": 2000, "balance": [0.85, 0.15]},
    "given": {"accuracies": [0.6, 0.7, 0.8], "size": 2000, "balance": [0.9, 0.1]},
    "perfect": {"accuracies": [1.0, 1.0, 1.0, 1.0], "size": 100},
    "one word": {"accuracies": [0.65, 0.7, 0.8, 0.9, 0.7], "size": 2000, "balance": [0.7, 0.3]},
}
DEPENDENT: dict[str, dict[str, Any]] = {
    "two of five": {"accuracies": [0.6, 0.6, 0.7, 0.75, 0.8], "copies": [(0, 1)]},
    "two of four": {"accuracies": [0.6, 0.6, 0.75, 0.8], "copies": [(0, 1)]},
    "three of six": {"accuracies": [0.6, 0.6, 0.6, 0.7, 0.75, 0.8], "copies": [(0, 1), (0, 2)]},
    "three of six, at times": {"accuracies": [0.6] * 3 + [0.7, 0.75, 0.8], "copies": [(0, 1), (0, 2)], "faithful": 0.8},
    "five of ten": {"accuracies": [0.6] * 5 + [0.7, 0.7, 0.75, 0.8, 0.8], "copies": [(0, n) for n in range(1, 5)]},
    "four of eight, with gaps": {
        "accuracies": [0.6] * 4 + [0.7, 0.7, 0.75, 0.8], "copies": [(0, 1), (0, 2), (0, 3)], "coverage": 0.6,
    },
    "two groups": {"accuracies": [0.6, 0.6, 0.7, 0.7, 0.75, 0.75, 0.8], "copies": [(0, 1), (2, 3)]},
    "of three classes": {"accuracies": [0.5] * 3 + [0.7, 0.75, 0.8], "copies": [(0, 1), (0, 2)], "labels": list("abc")},
    "two of three": {"accuracies": [0.6, 0.6, 0.8], "copies": [(0, 1)]},
}  # fmt: skip
SEEDS = range(1)
LATE = [f"late item {number}" for number in range(2000)]


def worlds() -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """Votes and true labels of every simulated dataset, by name."""
    worlds = {name: simulated(1, **shape) for name, shape in INDEPENDENT.items()}
    table, _ = worlds["one word"]
    table["labeller 4"] = table["labeller 4"].where(
        table["labeller 4"] == "no", None
    )  # right as often as "no" is, and more
    worlds["beside coins"] = simulated(1, [0.93] * 5 + [0.5] * 6, size=600)
    worlds["worse than chance"] = simulated(3, [0.3, 0.7, 0.75, 0.8], size=2000)
    worlds["near chance"] = simulated(4, [0.5, 0.55, 0.6, 0.58, 0.52], size=200)
    worlds["copies not found"] = simulated(13, [0.6, 0.6, 0.8, 0.7, 0.7], size=300, copies=[(3, 4)], faithful=0.95)
    worlds["guessing"] = simulated(14, [0.75, *[0.34] * 4], size=300, labels=["a", "b", "c"])
    months = [simulated(seed, [accuracy, 0.7, 0.75, 0.8, 0.85], size=2000) for seed, accuracy in ((1, 0.9), (2, 0.55))]
    worlds["gets worse"] = tuple(pd.concat([a, b.set_axis(LATE, axis=0)]) for a, b in zip(*months, strict=True))
    for name, shape in DEPENDENT.items():
        worlds |= {f"{name} {seed}": simulated(seed, size=2000, **shape) for seed in SEEDS}
    return worlds


def edges() -> dict[str, pd.DataFrame]:
    """Datasets that cannot carry an estimate, or hardly."""
    one, _ = simulated(5, [0.8], size=100)
    two, _ = simulated(5, [0.8, 0.9], size=100)
    few, _ = simulated(5, [0.8, 0.9, 0.7, 0.8], size=29)
    late, _ = simulated(6, [0.6, 0.65, 0.7, 0.75, 0.9, 0.8], size=2000)
    late.iloc[20:, 5] = None
    return {
        "one labeller": one,
        "two labellers": two,
        "few items": few,
        "a newcomer": late,
        "of one mind": pd.DataFrame([("x", "x", "x")] * 40, columns=["a", "b", "c"]),
        "silent": pd.DataFrame([(None, None, None)] * 2, columns=["a", "b", "c"], dtype="object"),
        "one vote": pd.DataFrame([("x", None, None)], columns=["a", "b", "c"], dtype="object"),
    }


def log_loss(probabilities: pd.DataFrame, truth: pd.Series) -> float:
    """Mean log loss over items by labels."""
    columns = probabilities.columns.get_indexer(truth)
    return float(-np.log(np.clip(probabilities.to_numpy()[np.arange(len(truth)), columns], 0.01, 1)).mean())


@pytest.mark.slow
def test_the_label_model(project: Project) -> None:
    planted = worlds()
    small = {name: table.set_axis([f"item {n}" for n in range(len(table))]) for name, table in edges().items()}
    votes = [as_votes(name, table, name != "with gaps") for name, (table, _) in planted.items()]
    votes += [as_votes(name, table) for name, table in small.items()]
    votes = pd.concat(votes)
    votes.loc[votes["item_id"].isin(LATE), "voted_at"] = pd.Timestamp("2024-02-20 12:00:00")
    plant(project, votes, as_gold("complete", planted["complete"][1][:500]))
    project.vars["flywheel_datasets"] = {"given": {"class_balance": {"no": 0.9, "yes": 0.1}}}
    wanted = ["+flywheel__item_labels", "+flywheel__label_model_by_period", "+flywheel__contested_items"]
    run = project.build("--select", *wanted)
    assert run.success, run.messages
    model = project.relation("flywheel__label_model")
    labels = project.relation("flywheel__item_labels").set_index(["dataset", "item_id"])
    labellers = project.relation("flywheel__labellers").set_index(["dataset", "labeller"])
    classes = project.relation("flywheel__label_classes").set_index(["dataset", "label"])
    pairs = project.relation("flywheel__labeller_pairs")
    checks = project.relation("flywheel__label_model_check").set_index(["dataset", "labeller"])
    estimates = {name: rows.pivot(index="labeller", columns="label") for name, rows in model.groupby("dataset")}
    decided_by_model = set(labels[labels["method"] == "label model"].index.get_level_values("dataset"))

    for name in INDEPENDENT:
        table, truth = planted[name]
        found = estimates[name]["estimated_accuracy"]
        for label in found.columns if name != "perfect" else []:
            np.testing.assert_allclose(found[label], triplet_median(table, label)[found.index], rtol=1e-9, err_msg=name)
        assert labels.loc[name].reindex(table.index)["label"][table.isna().all(axis=1)].isna().all()
        true_accuracies = table.eq(truth, axis=0).sum() / table.notna().sum()
        off = labellers.loc[name]["estimated_accuracy"] - true_accuracies
        assert off.abs().max() < 0.08, (name, off)
        assert classes.loc[name]["class_share"].sum() == pytest.approx(1)
    assert classes.loc[("rare", "yes"), "class_share"] == pytest.approx(0.15, abs=0.03)
    assert classes.loc[("given", "yes"), "class_share"] == pytest.approx(0.1)
    assert set(classes.loc["given"]["source"]) == {"given"}

    # who is wrong more often than right is known for it, and its votes count the other way
    assert labellers.loc[("worse than chance", "labeller 0"), "estimated_accuracy"] == pytest.approx(0.3, abs=0.05)

    # beside those who say nothing good labellers look like copies of each other, and are not
    good = [f"labeller {number}" for number in range(5)]
    assert (labellers.loc["beside coins"].loc[good, "estimated_accuracy"] - 0.93).abs().max() < 0.08
    assert (labellers.loc["beside coins"].drop(good)["estimated_accuracy"] - 0.5).abs().max() < 0.08
    assert not set(pairs.loc[(pairs["dataset"] == "beside coins") & pairs["dependence"].notna(), "labeller"]) & set(
        good
    )

    for name, (table, truth) in planted.items():
        of_dataset = labels.loc[name].reindex(table.index)
        by_majority = majority(table)
        # half of the ties would be guessed right
        share = (by_majority == truth).mean() + by_majority.isna().mean() / 2
        own = (of_dataset["label"] == truth).mean() + of_dataset["label"].isna().mean() / 2
        assert own >= share - 0.001, (name, own, share)
        wanted = by_majority.to_numpy(dtype=object)
        assert [found if pd.notna(found) else None for found in of_dataset["majority_label"]] == [
            x if pd.notna(x) else None for x in wanted
        ]

    # copies are found, all of them and nobody else, as far as they can be told
    found_pairs = pairs.dropna(subset="dependence").groupby("dataset")[["labeller", "other_labeller"]]
    for name, shape in DEPENDENT.items():
        groups: dict[int, set[int]] = {}
        for whom, who in shape["copies"]:
            groups.setdefault(whom, {whom}).add(who)
        wanted = {
            (f"labeller {a}", f"labeller {b}") for group in groups.values() for a in group for b in group if a < b
        }
        for seed in SEEDS:
            dataset = f"{name} {seed}"
            found = (
                set(found_pairs.get_group(dataset).itertuples(index=False, name=None))
                if dataset in found_pairs.groups
                else set()
            )
            assert found == (wanted if name != "two of three" else set()), dataset
    assert not set(INDEPENDENT) & set(found_pairs.groups)

    # and share their votes; labellers are asked what they think of labels that are made without them
    others = ("worse than chance", "a newcomer", *(f"{name} {seed}" for name in DEPENDENT for seed in SEEDS))
    for name in (*INDEPENDENT, *others):
        table = small[name] if name in small else planted[name][0]
        dependence = pd.DataFrame(0.0, index=table.columns, columns=table.columns)
        for row in pairs[pairs["dataset"] == name].dropna(subset="dependence").itertuples():
            dependence.loc[row.labeller, row.other_labeller] = row.dependence
            dependence.loc[row.other_labeller, row.labeller] = row.dependence
        weighed = estimates[name]["estimated_accuracy"]
        weighed = weighed.fillna(weighed.mean())  # who has no estimate is taken for average
        balance = classes.loc[name]["class_share"]
        wanted = agreement_without(table, weighed, balance, dependence)
        found = checks.loc[name].reindex(wanted.index)
        np.testing.assert_allclose(found[wanted.columns].astype(float), wanted, rtol=1e-9, atol=1e-12, err_msg=name)
        difference = (wanted["label_model_agreement"] - wanted["majority_agreement"]) * wanted["items"]
        errors = wanted["standard_error"] * wanted["items"]
        least = (difference / np.sqrt(errors**2 + 1e-12)).sort_values().index[: (len(wanted) + 1) // 2]
        is_as_good = difference[least].sum() > -1e-9
        assert (name in decided_by_model) == is_as_good, name
        if is_as_good:
            wanted = posterior(table, weighed, balance, vote_weights(table, dependence))
            of_dataset, voted = labels.loc[name].reindex(table.index), table.notna().any(axis=1)
            np.testing.assert_allclose(
                of_dataset["probability"][voted], wanted.max(axis=1)[voted], rtol=1e-9, err_msg=name
            )
            assert (of_dataset["label"][voted] == wanted.idxmax(axis=1)[voted]).mean() > 0.999, name

    # against the truth the probabilities are worth more than shares of votes
    for name in ("complete", "with gaps", "rare", "two groups 0"):
        table, truth = planted[name]
        voted = table.notna().any(axis=1)
        shares = table[voted].apply(lambda row: row.value_counts(normalize=True), axis=1).fillna(0)
        of_dataset = labels.loc[name].reindex(table.index)[voted]
        other = 1 - of_dataset["probability"]
        yes = of_dataset["probability"].where(of_dataset["label"] == "yes", other)
        assert log_loss(pd.DataFrame({"no": 1 - yes, "yes": yes}), truth[voted]) < log_loss(
            shares[["no", "yes"]], truth[voted]
        )

    # how far off: against gold, class by class
    of_complete = model[model["dataset"] == "complete"]
    table, truth = (part[:500] for part in planted["complete"])
    for row in of_complete.itertuples():
        wanted = (table[row.labeller].eq(row.label) == truth.eq(row.label)).mean()
        assert row.accuracy_on_gold == pytest.approx(wanted)
        assert row.error == pytest.approx(row.estimated_accuracy - wanted)
    assert model[model["dataset"] != "complete"]["accuracy_on_gold"].isna().all()

    # where the data cannot carry an estimate, the majority decides, and says so
    doubted = {
        "near chance": "less than two of theirs from chance",
        "guessing": "agree less often than chance would make them",
        "copies not found": "is not explained by such accuracies",
        "five of ten 0": "half the labellers agree less often with it than with the majority",
    }
    for name in ("one labeller", "two labellers", "few items", "of one mind", "one vote", *doubted):
        table = small[name] if name in small else planted[name][0]
        of_dataset = labels.loc[name].reindex(table.index)
        assert set(of_dataset["method"]) == {"majority vote"}, name
        by_majority = majority(table)
        decided = by_majority.notna()
        assert (of_dataset["label"][decided] == by_majority[decided]).all(), name
        assert of_dataset["label"][~decided].isna().all(), name
        assert labellers.loc[name]["estimated_accuracy"].isna().all() == (name not in doubted), name
    reasons = model.drop_duplicates(["dataset", "labeller"]).set_index(["dataset", "labeller"])["reason"]
    assert "only 1 labeller, and it takes 3" in reasons[("one labeller", "labeller 0")]
    assert "only 2 labellers" in reasons[("two labellers", "labeller 0")]
    assert "only 0 others" in reasons[("few items", "labeller 0")]
    assert "not everybody says the same" in reasons[("of one mind", "a")]
    for name, why in doubted.items():
        assert model.loc[model["dataset"] == name, "reason"].str.contains(why).any(), name
    assert "silent" not in set(model["dataset"])
    assert labels.loc["silent"]["probability"].isna().all()
    assert not labels.loc["silent"]["is_contested"].any()
    newcomer = model[(model["dataset"] == "a newcomer") & (model["labeller"] == "labeller 5")]
    assert set(newcomer["method"]) == {"majority vote"}
    assert {"a newcomer", "worse than chance", *INDEPENDENT} < decided_by_model

    who_gets_worse_is_seen(project.relation("flywheel__label_model_by_period"), planted["gets worse"][0], model)
    contested_items_are_listed_worst_first(
        project.relation("flywheel__contested_items"), labels, planted["complete"][0]
    )


def who_gets_worse_is_seen(found: pd.DataFrame, table: pd.DataFrame, model: pd.DataFrame) -> None:
    """The accuracies of a month are those that its items alone give."""
    found = found.set_index(["dataset", "period_start", "labeller"]).sort_index()
    assert found.index.is_unique
    months = {"2024-01-01": table.drop(index=LATE), "2024-02-01": table.loc[LATE]}
    over_all = triplet_median(table, "yes")
    for month, items in months.items():
        of_month = found.loc[("gets worse", pd.Timestamp(month))]
        wanted = triplet_median(items, "yes").loc[of_month.index]
        np.testing.assert_allclose(of_month["estimated_accuracy"], wanted, rtol=1e-9)
        np.testing.assert_allclose(of_month["change"], wanted - over_all.loc[of_month.index], rtol=1e-6)
        np.testing.assert_allclose(of_month["standard_error"], standard_errors(items).loc[of_month.index], rtol=1e-9)
        assert set(of_month["votes"]) == {2000}
    worse = found.loc[("gets worse", pd.Timestamp("2024-02-01"), "labeller 0")]
    assert worse["estimated_accuracy"] == pytest.approx(0.55, abs=0.04)
    assert worse["change"] < -4 * worse["standard_error"]
    of_dataset = model[(model["dataset"] == "gets worse") & (model["label"] == "yes")].set_index("labeller")
    np.testing.assert_allclose(of_dataset["standard_error"], standard_errors(table).loc[of_dataset.index], rtol=1e-9)


def contested_items_are_listed_worst_first(contested: pd.DataFrame, labels: pd.DataFrame, table: pd.DataFrame) -> None:
    """Every contested item, those without gold first and then the least sure, with who said what."""
    of_dataset = contested[contested["dataset"] == "complete"].sort_values("place")
    assert list(of_dataset["place"]) == list(range(1, len(of_dataset) + 1))
    assert set(of_dataset["item_id"]) == set(table.index[table.nunique(axis=1) > 1])
    assert set(of_dataset.loc[of_dataset["is_settled"], "item_id"]) <= set(table.index[:500])
    assert of_dataset["is_settled"].is_monotonic_increasing
    assert of_dataset.loc[~of_dataset["is_settled"], "probability"].is_monotonic_increasing
    first = of_dataset.iloc[0]
    said = table.loc[first["item_id"]]
    for label, who in said.groupby(said).groups.items():
        assert f"{label}: {', '.join(sorted(who))}" in first["who_says_what"]
    counts = said.value_counts()
    pairs_that_agree = (counts * (counts - 1)).sum() / (len(said) * (len(said) - 1))
    assert first["disagreement"] == pytest.approx(1 - pairs_that_agree)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"tweets": {"class_balence": {}}}, "sets 'class_balence' of dataset 'tweets', which is not a setting"),
        ({"tweets": {"class_balance": 0.3}}, "to '0.3', wanted a mapping of label to share"),
        ({"tweets": {"class_balance": {"a": 0}}}, "wanted a mapping of label to share"),
        ("tweets", "the var flywheel_datasets is tweets; wanted a mapping"),
    ],
)
def test_wrong_settings_stop_at_compile_time(duckdb_project: Project, settings: Any, words: str) -> None:
    run = duckdb_project.dbt("parse", flywheel_datasets=settings)
    assert not run.success
    assert words in str(run.exception)
