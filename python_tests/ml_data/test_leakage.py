"""no_leakage and point_in_time_correct: what a model knows in training and not when it predicts is found, no more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from ml_data.conftest import Cases
from sklearn.metrics import roc_auc_score

TRAINING = {
    "row_id": "int", "customer": "str", "part": "str", "predicted_at": "ts", "seen_at": "ts", "paid_at": "ts",
    "label": "bool", "amount": "float",
    "noise": "float", "tied": "int", "reversed": "float", "nearly": "float", "shop": "str", "rare_code": "str",
    "closed_on": "date", "order": "int",
}  # fmt: skip
FEATURES = ["amount", "noise", "tied", "reversed", "nearly", "shop", "rare_code", "closed_on"]
FACTS = {"customer": "str", "predicted_at": "ts", "known_at": "ts"}
HISTORY = {"customer": "str", "valid_from": "ts"}
DAY = pd.Timestamp("2024-01-10")


def training() -> pd.DataFrame:
    """2,000 rows: `tied`, `reversed`, `shop` and whether there is a `closed_on` tell the label, and no other."""
    generator = np.random.default_rng(17)
    size = 2000
    label = generator.random(size) < 0.3
    frame = pd.DataFrame({"row_id": range(size), "label": label})
    frame["customer"] = [f"c{number % 500}" for number in range(size)]
    frame["part"] = np.where(frame["row_id"] % 500 < 350, "train", "test")
    frame["predicted_at"] = DAY + pd.to_timedelta(generator.integers(0, 1000, size), "h")
    frame["seen_at"] = frame["predicted_at"] - pd.to_timedelta(generator.integers(0, 100, size), "h")
    frame["paid_at"] = frame["predicted_at"] + pd.to_timedelta(np.where(frame["row_id"] % 100 == 0, 3, 0), "h")
    frame["order"] = generator.permutation(size)
    frame["noise"] = generator.normal(size=size)
    frame["amount"] = np.where(generator.random(size) < 0.1, np.nan, generator.normal(size=size) + label)
    frame["tied"] = np.where(generator.random(size) < 0.01, 1, label * 2 + generator.integers(0, 2, size))
    frame["reversed"] = -10.0 * label + generator.normal(size=size)
    frame["nearly"] = 2 * label + generator.normal(size=size)
    frame["shop"] = np.where(label, generator.choice(["a", "b"], size), generator.choice(["c", "d"], size))
    frame["rare_code"] = [f"code {number // 3}" for number in range(size)]
    frame["closed_on"] = (DAY + pd.to_timedelta(generator.integers(0, 99, size), "D")).where(label, pd.NaT)
    frame.loc[[1, 2], "seen_at"] = pd.NaT
    frame.loc[3, "predicted_at"] = pd.NaT
    return frame


def split_badly(frame: pd.DataFrame) -> pd.DataFrame:
    """As training, with three customers and one whole row in both parts; what is not known is in none."""
    frame = frame.copy()
    frame.loc[frame["customer"].isin(["c1", "c2", "c3"]) & (frame["row_id"] >= 1500), "part"] = "test"
    frame.loc[[10, 360], "customer"] = None
    frame.loc[[11], "part"] = None
    copied = frame.loc[[20]].assign(part="test", customer="c499")
    return pd.concat([frame, copied], ignore_index=True)


def facts() -> list[dict]:
    """Rows with the value that was right, and with each that can be wrong."""

    def row(customer: str | None, predicted: float | None, known: float | None) -> dict:
        at = [None if hours is None else DAY + pd.Timedelta(hours=hours) for hours in (predicted, known)]
        return {"customer": customer, "predicted_at": at[0], "known_at": at[1]}

    return [
        row("right", 30, 24), row("right", 24, 24), row("right", 23.99, 0), row("right", 100, 48),
        row("nothing yet", 30, None), row("unheard of", 30, None),
        row("future", 30, 31), row("old", 30, 0), row("missed", 30, None), row("made up", 30, 26), row("no time",
        None, 24),
        row("late by little", 30, 30.4),
    ]  # fmt: skip


def history() -> list[dict]:
    customers = {
        "right": [48, 0, 24], "nothing yet": [31], "future": [24, 31], "old": [0, 24], "missed": [0],
        "made up": [0, 24], "no time": [24], "late by little": [30.4], "somebody else": [1, 2],
    }  # fmt: skip
    rows = [{"customer": c, "valid_from": DAY + pd.Timedelta(hours=h)} for c, hours in customers.items() for h in hours]
    return [*rows, {"customer": "right", "valid_from": None}]


@pytest.fixture(scope="module")
def cases(shared_project: Project) -> Cases:
    cases = Cases(shared_project)
    frame = training()
    cases.table("training", frame, TRAINING)
    bad = split_badly(frame)
    cases.table("split_badly", bad, TRAINING)
    for name, part in bad.groupby("part"):
        cases.table(f"{name}_part", part, TRAINING)
    cases.put("training", "split", "no_leakage", split="part", entity="customer", exclude=["row_id"])
    cases.put("split_badly", "bad_split", "no_leakage", split="part", entity="customer", exclude=["row_id", "customer"])
    cases.put(
        "split_badly",
        "bad_split_boundary",
        "no_leakage",
        split="part",
        entity=["customer"],
        same_row=["row_id", "part"],
        max_shared=4 / 499,
    )
    cases.put(
        "train_part",
        "two_relations",
        "no_leakage",
        other="ref('test_part')",
        entity="customer",
        same_row=["row_id", "noise"],
    )
    cases.put("split_badly", "split_of_nothing", "no_leakage", where="1 = 0", split="part", entity="customer")
    cases.put("training", "times", "no_leakage", feature_time=["seen_at", "paid_at"], prediction_time="predicted_at")
    cases.put(
        "training",
        "times_where",
        "no_leakage",
        where="row_id % 100 != 0",
        feature_time=["seen_at", "paid_at"],
        prediction_time="predicted_at",
    )
    cases.put(
        "training",
        "telling",
        "no_leakage",
        label="label",
        exclude=["row_id", "part"],
        feature_time="seen_at",
        prediction_time="predicted_at",
    )
    cases.put(
        "training",
        "telling_named",
        "no_leakage",
        label="label",
        positive=False,
        features=["noise", "nearly", "amount", "rare_code"],
    )
    cases.put("training", "all_areas", "no_leakage", label="label", features=FEATURES, max_auc=0.5)
    cases.put("training", "telling_few", "no_leakage", where="row_id < 40", label="label", features="reversed")
    cases.put("training", "telling_enough", "no_leakage", where="row_id < 100", label="label", features="reversed")
    cases.put("training", "telling_of_nothing", "no_leakage", where="1 = 0", label="label")
    cases.put("training", "telling_one_label", "no_leakage", where="label", label="label", features="noise")
    cases.put("training", "telling_many_labels", "no_leakage", label="shop", features="noise")
    cases.put("training", "telling_no_such_label", "no_leakage", label="shop", positive="z", features="noise")
    cases.put("training", "telling_one_of_many", "no_leakage", label="shop", positive="a", features="noise")

    cases.table("facts", facts(), FACTS)
    cases.table("history", history(), HISTORY)
    of_times = {"feature_time": "known_at", "prediction_time": "predicted_at"}
    cases.put("facts", "future", "point_in_time_correct", **of_times, entity="customer")
    cases.put(
        "facts",
        "future_tolerated",
        "point_in_time_correct",
        where="customer != 'no time'",
        **of_times,
        tolerance_hours=1,
    )
    cases.put("facts", "future_delayed", "point_in_time_correct", where="customer = 'right'", **of_times, delay_hours=6)
    cases.put("facts", "of_nothing", "point_in_time_correct", where="1 = 0", **of_times)
    of_history = {"history": "ref('history')", "entity": "customer", "valid_from": "valid_from"}
    cases.put("facts", "history_test", "point_in_time_correct", **of_times, **of_history)
    cases.put("facts", "history_tolerated", "point_in_time_correct", **of_times, **of_history, tolerance_hours=0.5)
    cases.put(
        "facts",
        "history_delayed",
        "point_in_time_correct",
        where="customer = 'right'",
        **of_times,
        **of_history,
        delay_hours=1,
    )
    return cases


def test_entities_and_rows_on_both_sides_of_a_split_are_counted(cases: Cases) -> None:
    assert cases.status("split") == cases.status("split_of_nothing") == "pass"
    rows = cases.rows("bad_split").set_index("rule")
    bad = split_badly(training())
    bad = bad[bad["part"].notna()]
    parts = bad.groupby("customer")["part"].nunique()
    assert (parts > 1).sum() == 3
    entity = rows.loc["same_entity"]
    assert (entity["sample_size"], entity["failing_rows"]) == (
        len(parts),
        bad["customer"].isin(parts[parts > 1].index).sum(),
    )
    assert entity["observed"] == pytest.approx(3 / len(parts))
    assert (
        entity["reason"] == f"3 of {len(parts)} entities are in more than one part of part, such as c1, expected none"
    )
    assert rows.loc["same_row", "failing_rows"] == 2
    assert cases.status("bad_split_boundary") == "pass"
    rows = cases.rows("two_relations").set_index("rule")
    assert rows["failing_rows"].to_dict() == {"same_entity": entity["failing_rows"], "same_row": 2}
    assert "here and in test_part" in rows.loc["same_entity", "reason"]


def test_features_from_after_the_prediction_are_counted(cases: Cases) -> None:
    [row] = cases.rows("times").to_dict("records")
    frame = training()
    assert (row["rule"], row["subject"], row["failing_rows"]) == ("feature_after_prediction", "paid_at", 20)
    assert row["sample_size"] == frame["predicted_at"].notna().sum()
    assert "paid_at is after predicted_at in 20 of 1999 rows" in row["reason"]
    assert cases.status("times_where") == "pass"


def test_features_that_tell_too_much_are_those_with_the_auc_of_scikit_learn(cases: Cases) -> None:
    frame = training()
    rows = cases.rows("all_areas").set_index("subject")["observed"]
    for feature in ("amount", "tied", "reversed", "nearly"):
        known = frame[frame[feature].notna()]
        auc = roc_auc_score(known["label"], known[feature])
        assert rows[feature] == pytest.approx(max(auc, 1 - auc), rel=1e-9), feature
    rate = frame.groupby("shop")["label"].transform("mean")
    assert rows["shop"] == pytest.approx(roc_auc_score(frame["label"], rate))
    assert rows["closed_on (there or missing)"] == 1
    # a code of three rows would tell its own label; taken together they tell nothing
    assert "rare_code" not in rows.index

    rows = cases.rows("telling").set_index("subject")
    assert set(rows.index) == {"tied", "reversed", "shop", "closed_on (there or missing)"}
    assert rows.loc["reversed", "reason"].startswith(
        "reversed alone tells label with an AUC of 1 in 2000 rows, expected at most 0.95"
    )
    assert cases.status("telling_named") == "pass"


def test_chance_does_not_make_a_leak_and_what_cannot_be_told_is_said(cases: Cases) -> None:
    # of 40 rows a feature that separates the classes may be luck
    assert cases.status("telling_few") == "pass"
    assert len(cases.rows("telling_enough")) == 1
    assert cases.status("telling_of_nothing") == cases.status("telling_one_of_many") == "pass"
    assert "label has 1 label, wanted two" in cases.rows("telling_one_label")["reason"][0]
    assert "shop has 4 labels, wanted two" in cases.rows("telling_many_labels")["reason"][0]
    assert "z, which is to be the positive one, is none or all" in cases.rows("telling_no_such_label")["reason"][0]


def test_only_what_was_known_at_the_prediction_is_correct(cases: Cases) -> None:
    rows = cases.rows("future").set_index("customer")["rule"].to_dict()
    assert rows == {"future": "from_the_future", "late by little": "from_the_future", "no time": "no_prediction_time"}
    assert cases.status("future_tolerated") == cases.status("of_nothing") == "pass"
    rows = cases.rows("future_delayed")
    assert set(rows["prediction_at"]) == {DAY + pd.Timedelta(hours=24)}
    assert rows["reason"].tolist() == [
        "a value of 2024-01-11 00:00:00 for a prediction of 2024-01-11 00:00:00, when it was not known yet "
        "(a value is known after 6 hours)"
    ]


def test_the_value_is_the_newest_of_the_history(cases: Cases) -> None:
    rows = cases.rows("history_test").set_index("customer")
    assert rows["rule"].to_dict() == {
        "future": "from_the_future", "old": "not_the_newest", "missed": "missed", "made up": "not_in_history",
        "no time": "no_prediction_time",
        "late by little": "from_the_future",
    }  # fmt: skip
    assert rows.loc["old", "expected_at"] == DAY + pd.Timedelta(hours=24)
    assert (
        rows.loc["old", "reason"]
        == "a value of 2024-01-10 00:00:00, where that of 2024-01-11 00:00:00 was known by 2024-01-11 06:00:00"
    )
    assert "late by little" not in set(cases.rows("history_tolerated")["customer"])
    # with an hour until a value is known, that of 24 o'clock was not at 24 o'clock
    assert cases.rows("history_delayed")["rule"].tolist() == ["from_the_future"]
