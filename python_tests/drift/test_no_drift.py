"""no_drift and no_training_serving_skew find real shifts, let chance pass, and never pass what they could not see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from drift.reference import bin_counts, psi, statistics, wasserstein_p_value
from harness.project import Project, Run
from scipy.stats import chi2, chi2_contingency, false_discovery_control

FLIGHTS = {
    "month": "int",
    "dep_delay": "float",
    "air_time": "float",
    "distance": "int",
    "carrier": "str",
    "origin": "str",
    "flight_date": "date",
}
FEATURES = {
    "split": "str",
    "id": "int",
    "amount": "float",
    "count": "int",
    "flag": "int",
    "is_new": "bool",
    "country": "str",
    "day": "date",
    "constant": "float",
    "nothing": "float",
    "sometimes": "float",
    "token": "str",
}


def features(rows: int, seed: int, split: str) -> pd.DataFrame:
    """Features of every kind, from one distribution."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "split": split,
            "id": np.arange(rows),
            "amount": rng.lognormal(size=rows),
            "count": rng.poisson(2, rows),
            "flag": (rng.random(rows) < 0.04).astype(int),
            "is_new": rng.random(rows) < 0.3,
            "country": rng.choice(["DE", "FR", "it's", "日本"], rows, p=[0.5, 0.3, 0.15, 0.05]),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 28, rows), unit="D"),
            "constant": 5.0,
            "nothing": None,
            "sometimes": np.where(rng.random(rows) < 0.1, np.nan, rng.normal(size=rows)),
            "token": [f"{seed}-{number}" for number in range(rows)],
        }
    )
    return frame.astype({"nothing": "float64"})


def shifted() -> pd.DataFrame:
    """The same features after each of them has changed in its own way."""
    frame = features(1500, 3, "new")
    frame["amount"] *= 2
    frame.loc[::3, "flag"] = 1
    frame["is_new"] = frame["is_new"] | (frame["id"] % 2 == 0)
    frame["country"] = frame["country"].replace({"DE": "AT", "it's": "FR"})
    frame["constant"] = 6.0
    frame["nothing"] = 1.0
    frame.loc[frame["id"] % 2 == 0, "sometimes"] = np.nan
    frame["day"] += pd.Timedelta(days=14)
    return frame


def drift_test(test: str, name: str, **arguments: Any) -> dict[str, Any]:
    where = arguments.pop("where", None)
    config = {"severity": "warn"} | ({"where": where} if where else {})
    return {f"flywheel.{test}": {"name": name, "arguments": arguments, "config": config}}


EVERY_COLUMN = [
    "amount",
    "count",
    "flag",
    "is_new",
    "country",
    "day",
    "constant",
    "nothing",
    "sometimes",
    "token",
]

VALUE_STATISTICS = ["ks", "wasserstein"]
KEPT = ["amount", "flag", "country", "sometimes", "day"]
SAME = [column for column in EVERY_COLUMN if column != "token"]


@pytest.fixture(scope="module")
def run(shared_project: Project, flights: pd.DataFrame) -> Run:
    """One build with every planted case."""
    project = shared_project
    project.vars["flywheel_now"] = "2013-07-15 12:00:00"
    project.table("flights", flights[flights["month"].isin([1, 7])], FLIGHTS)
    old = features(2000, 1, "old")
    project.table("old", old, FEATURES)
    project.table("same", features(1500, 2, "new"), FEATURES)
    project.table("new", shifted(), FEATURES)
    project.table("both", pd.concat([old, features(700, 5, "new")]), FEATURES)
    served = old.sample(500, random_state=1).assign(
        flag=lambda rows: rows["flag"].where(rows["id"] % 10 > 0, 1 - rows["flag"])
    )
    served.loc[served["id"] % 4 == 0, "amount"] *= 1 + 1e-9
    served.loc[served["id"] % 50 == 0, "constant"] = None
    project.table("served", served.drop(columns="country"), {k: v for k, v in FEATURES.items() if k != "country"})
    project.table("one", features(1, 1, "new"), FEATURES)
    few = features(30, 1, "old").assign(country=[f"country {number % 8}" for number in range(30)])
    project.table("few", few, FEATURES)
    project.table("empty", features(0, 1, "new"), FEATURES)
    project.model("only_words", "select 'a' as word")
    old_ref, bins = "ref('old')", "ref('old_bins')"
    moved, flipped = psi_of_air_time(flights), float((served["id"] % 10 == 0).mean())
    at_all = {"reference": old_ref, "min_effect": 0, "false_alarm_rate": 0.999999}
    of_air_time = {"reference_where": "month = 1", "columns": ["air_time"]}
    far = {name: float(of_july(flights, "air_time")[name]) for name in VALUE_STATISTICS}
    of_flag = {"training": old_ref, "keys": "id", "columns": ["flag"], "min_effect": 9}
    project.model("old_bins", f"{{{{ flywheel.reference_bins(ref('old'), {KEPT}) }}}}")
    tests = {
        "flights": [
            drift_test("no_drift", "january_july", reference_where="month = 1", sample_rows=None, edge_rows=None),
            drift_test("no_drift", "at_min_effect", **of_air_time, min_effect=moved * (1 + 1e-9)),
            drift_test("no_drift", "over_min_effect", **of_air_time, min_effect=moved * (1 - 1e-9)),
            drift_test(
                "no_drift",
                "without_united",
                reference_where="month = 1",
                columns=["carrier"],
                where="month = 1 or carrier != 'UA'",
            ),
            *(
                drift_test(
                    "no_drift",
                    f"by_{statistic}",
                    reference_where="month = 1",
                    columns=["air_time", "dep_delay", "distance", "carrier"],
                    statistic=statistic,
                    min_effect=0,
                    false_alarm_rate=0.999999,
                    sample_rows=None,
                )
                for statistic in [*VALUE_STATISTICS, "chi2"]
            ),
            *(
                drift_test(
                    "no_drift",
                    f"{name}_{statistic}",
                    **of_air_time,
                    statistic=statistic,
                    min_effect=far[statistic] * by,
                )
                for statistic in VALUE_STATISTICS
                for name, by in [("at", 1 + 1e-9), ("over", 1 - 1e-9)]
            ),
            drift_test(
                "no_drift",
                "two_weeks",
                time_column="flight_date",
                days=7,
                reference_days=7,
                columns=["carrier", "origin"],
            ),
        ],
        "same": [
            drift_test("no_drift", "same_kept", bins=bins, min_effect=0),
            drift_test("no_drift", "same_old", reference=old_ref, min_effect=0, columns=SAME),
            *(
                drift_test(
                    "no_drift",
                    f"same_{statistic}",
                    reference=old_ref,
                    min_effect=0,
                    columns=SAME,
                    statistic=statistic,
                )
                for statistic in [*VALUE_STATISTICS, "chi2"]
            ),
            drift_test("no_drift", "same_at_all", **at_all, columns=["amount", "country", "sometimes"]),
            drift_test("no_drift", "same_day", reference=old_ref, columns=["day", "amount"], min_effect=0),
            drift_test("no_drift", "same_token", reference=old_ref, columns=["token"]),
            drift_test("no_drift", "nine_old", where="id < 9", reference=old_ref, columns=["amount"]),
            drift_test("no_drift", "ten_old", where="id < 10", reference=old_ref, columns=["amount"]),
        ],
        "new": [
            drift_test("no_drift", "new_kept", bins=bins),
            drift_test("no_drift", "new_not_kept", bins=bins, columns=["split"]),
            drift_test("no_drift", "new_old", reference=old_ref, columns=EVERY_COLUMN),
            *(
                drift_test("no_drift", f"new_{statistic}", reference=old_ref, columns=SAME, statistic=statistic)
                for statistic in VALUE_STATISTICS
            ),
            drift_test(
                "no_drift",
                "by_total_variation",
                reference=old_ref,
                statistic="total_variation",
                columns=["is_new"],
                min_effect=0.3,
            ),
            drift_test(
                "no_drift", "by_jensen_shannon", reference=old_ref, statistic="jensen_shannon", columns=["country"]
            ),
        ],
        "both": [
            drift_test("no_drift", "split", reference_where="split = 'old'", columns=["amount", "country"]),
            drift_test("no_drift", "itself", reference="ref('both')"),
        ],
        "one": [drift_test("no_drift", "one_old", reference=old_ref)],
        "empty": [
            drift_test("no_drift", "empty_old", reference=old_ref),
            drift_test("no_training_serving_skew", "empty_skew", training=old_ref, keys=["id"]),
        ],
        "few": [drift_test("no_drift", "few_old", reference_where="id < 15")],
        "only_words": [drift_test("no_drift", "nothing_in_common", reference=old_ref)],
        "served": [
            drift_test("no_training_serving_skew", "skew", training=old_ref, keys=["id"]),
            drift_test(
                "no_training_serving_skew",
                "skew_ks",
                training=old_ref,
                columns=["flag", "amount"],
                statistic="ks",
                min_effect=0.05,
            ),
            drift_test("no_training_serving_skew", "at_max_mismatched", **of_flag, max_mismatched=flipped),
            drift_test("no_training_serving_skew", "over_max_mismatched", **of_flag, max_mismatched=flipped - 1e-6),
            drift_test(
                "no_training_serving_skew",
                "no_skew",
                training=old_ref,
                keys="id",
                columns=["amount", "count", "is_new", "sometimes"],
            ),
        ],
    }
    project.write_yaml(
        "models/drift.yml", {"models": [{"name": name, "data_tests": listed} for name, listed in tests.items()]}
    )
    run = project.build("--select", *tests, "old", "old_bins")
    assert [name for name, status in run.statuses.items() if status == "error"] == ["new_not_kept"], run.messages
    run.project = project
    return run


def psi_of_air_time(flights: pd.DataFrame) -> float:
    """PSI of July against January."""
    return float(psi(*bin_counts(*(flights.loc[flights["month"] == month, "air_time"] for month in (1, 7)), "number")))


def of_july(flights: pd.DataFrame, column: str) -> dict[str, float | None]:
    """Every statistic of July against January, by scipy."""
    sides = [flights.loc[flights["month"] == month, column] for month in (1, 7)]
    return statistics(*sides, "category" if column == "carrier" else "number")


def rows(run: Run, test: str) -> pd.DataFrame:
    """The rows that a test returned, by column."""
    return run.project.failing_rows(run, test).set_index("column_name")


def test_what_differs_by_chance_alone_passes(run: Run) -> None:
    passed = {name for name, status in run.statuses.items() if status == "pass"}
    assert {"two_weeks", "same_old", "same_day", "split", "itself", "no_skew", "same_kept"} <= passed, run.messages
    assert {"same_ks", "same_wasserstein", "same_chi2"} <= passed, run.messages


def test_how_certain_it_is_is_told_of_the_column_and_of_all_together(run: Run) -> None:
    found, old, same = rows(run, "same_at_all"), features(2000, 1, "old"), features(1500, 2, "new")
    assert len(found) == 3
    for column, row in found.iterrows():
        kind = "category" if column == "country" else "number"
        counts = [
            side[np.add(*counts) > 0] for counts in [bin_counts(old[column], same[column], kind)] for side in counts
        ]
        # of Pearson's and PSI's the one that is less sure
        least = min(chi2_contingency(counts, correction=False)[0], psi(*counts) / (1 / 2000 + 1 / 1500))
        assert row["p_value"] == pytest.approx(chi2.sf(least, len(counts[0]) - 1), rel=1e-6), column
    np.testing.assert_allclose(found["q_value"], false_discovery_control(found["p_value"]), rtol=1e-9)


def test_january_is_not_july_and_the_rows_say_where(run: Run, flights: pd.DataFrame) -> None:
    found = rows(run, "january_july")
    assert set(found.index) == {"month", "air_time"}
    months = [flights.loc[flights["month"] == month, "air_time"] for month in (1, 7)]
    assert found.loc["air_time", "value"] == pytest.approx(psi_of_air_time(flights), rel=1e-9)
    assert found.loc["air_time", "direction"] == "down"
    assert found.loc["air_time", "reference_size"] == len(months[0])
    assert found.loc["air_time", "current_size"] == len(months[1])
    assert "air_time drifted: psi was 0.15" in found.loc["air_time", "reason"]
    assert "its values went down; 152 to 169 fell from 10.14% to 3.88%" in found.loc["air_time", "reason"]


def test_of_values_in_an_order_it_says_what_scipy_says(run: Run, flights: pd.DataFrame) -> None:
    for statistic in VALUE_STATISTICS:
        found = rows(run, f"by_{statistic}")
        assert dict(found["statistic"]) == {
            "air_time": statistic,
            "dep_delay": statistic,
            "distance": statistic,
            "carrier": "total_variation",
        }
        for column, row in found.iterrows():
            wanted = of_july(flights, column)
            assert row["value"] == pytest.approx(wanted[row["statistic"]], rel=1e-9)
            if column != "carrier":
                p_value = wanted[f"{statistic}_p_value"]
                assert row["p_value"] == pytest.approx(p_value, rel=1e-6, abs=1e-9 if statistic == "ks" else 1e-290)
        assert list(rows(run, f"over_{statistic}").index) == ["air_time"]
        assert run.statuses[f"at_{statistic}"] == "pass"
    found = rows(run, "by_chi2")
    assert found.loc["air_time", "value"] == pytest.approx(of_july(flights, "air_time")["chi2"], rel=1e-9)


def test_values_that_moved_are_found_and_said(run: Run) -> None:
    old, new = features(2000, 1, "old"), shifted()
    for statistic in VALUE_STATISTICS:
        found = rows(run, f"new_{statistic}")
        # a change of how many values there are is not one of the values
        assert set(found.index) == set(SAME) - {"count", "sometimes"}
        assert "nothing could not be assessed: the reference has 0 values" in found.loc["nothing", "reason"]
        assert found.loc["is_new", "statistic"] == found.loc["country", "statistic"] == "total_variation"
        assert found.loc["amount", "direction"] == "up"
        assert f"amount drifted: {statistic} was " in found.loc["amount", "reason"]
    kolmogorov, wasserstein = rows(run, "new_ks"), rows(run, "new_wasserstein")
    assert kolmogorov.loc["constant", "value"] == 1
    assert "all values of the reference are the same" in wasserstein.loc["constant", "reason"]
    p_value = wasserstein_p_value(old["amount"], new["amount"])
    assert wasserstein.loc["amount", "p_value"] == pytest.approx(p_value, rel=1e-6)
    found = rows(run, "skew_ks")
    assert dict(found["statistic"]) == {"flag": "ks"}


def test_what_is_at_its_limit_passes_and_what_is_just_beyond_does_not(run: Run) -> None:
    at_limit = ("at_min_effect", "at_max_mismatched", "ten_old")
    assert {run.statuses[name] for name in at_limit} == {"pass"}, run.messages
    assert list(rows(run, "over_min_effect").index) == ["air_time"]
    assert list(rows(run, "over_max_mismatched")["statistic"]) == ["mismatched"]


def test_a_carrier_that_left_is_named(run: Run, flights: pd.DataFrame) -> None:
    found = rows(run, "without_united")
    assert list(found.index) == ["carrier"]
    share = 100 * (flights.loc[flights["month"] == 1, "carrier"] == "UA").mean()
    assert found.loc["carrier", "moved"].startswith(f"UA fell from {share:.2f}".rstrip("0") + "% to 0%; ")


def test_each_change_is_found_and_said(run: Run) -> None:
    found = rows(run, "new_old")
    moved = found["moved"]
    assert set(found.index) == set(EVERY_COLUMN) - {"count"}
    assert found.loc["amount", "direction"] == "up"
    assert "above 0 rose from " in moved["flag"]
    assert "true rose from " in moved["is_new"]
    assert "AT rose from 0% to " in moved["country"]
    assert "DE fell from " in moved["country"]
    assert "2024-01-2" in moved["day"]
    assert "above 5 rose from 0% to 100%" in moved["constant"]
    assert "5 fell from 100% to 0%" in moved["constant"]
    assert "(null) fell from 100% to 0%" in moved["nothing"]
    assert "(null) rose from " in moved["sometimes"]
    assert "none of its values is frequent enough" in found.loc["token", "reason"]
    assert pd.isna(found.loc["token", "value"])
    assert list(rows(run, "by_total_variation").index) == ["is_new"]
    assert list(rows(run, "by_jensen_shannon").index) == ["country"]
    assert list(rows(run, "same_token").index) == ["token"]


def test_bins_that_were_kept_say_the_same_as_the_reference(run: Run) -> None:
    kept, read = rows(run, "new_kept"), rows(run, "new_old")
    assert set(kept.index) == set(KEPT)
    columns = ["value", "p_value", "direction", "moved", "reference_size", "current_size"]
    pd.testing.assert_frame_equal(kept[columns], read.loc[kept.index, columns], rtol=1e-9)
    assert "columns names 'split', which " in run.message("new_not_kept")
    assert "Columns found: amount, country, day, flag, sometimes." in run.message("new_not_kept")


def test_a_column_of_rare_values_is_not_assessed_and_a_key_is_passed_over(run: Run) -> None:
    found = rows(run, "few_old")
    assert "none of its values is frequent enough" in found.loc["country", "reason"]
    assert "token" not in found.index


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("one_old", "the reference has 2000 rows and what is compared with it has 1; both need 10"),
        ("nine_old", "the reference has 2000 rows and what is compared with it has 9; both need 10"),
        ("empty_old", "the reference has 2000 rows and what is compared with it has 0; both need 10"),
        ("nothing_in_common", "no column is in both relations with a kind of type that can be compared"),
    ],
)
def test_what_could_not_be_assessed_does_not_pass(run: Run, test: str, said: str) -> None:
    assert run.statuses[test] == "warn"
    [reason] = run.project.failing_rows(run, test)["reason"]
    assert reason.startswith("drift could not be assessed: ")
    assert said in reason


def test_training_serving_skew_is_lacking_columns_and_values_that_differ(run: Run) -> None:
    found = run.project.failing_rows(run, "skew")
    reasons = sorted(found["reason"])
    # a value that only one side has is another value
    assert reasons[0].startswith("constant is not the same in training and serving in ")
    assert reasons[1] == "country is in the training set, and serving lacks it"
    assert reasons[2].startswith("flag drifted: psi was ")
    assert reasons[3].startswith("flag is not the same in training and serving in ")
    assert reasons[3].endswith(" of 500 rows of the same id")
    assert len(found) == 4
    mismatched = found[found["statistic"] == "mismatched"].set_index("column_name")["value"]
    assert mismatched["flag"] == pytest.approx(rows(run, "over_max_mismatched").loc["flag", "value"])
    assert mismatched["constant"] == pytest.approx(0.02, abs=0.01)
    reasons = " ".join(run.project.failing_rows(run, "empty_skew")["reason"])
    assert "no row of the training set has the id of one in serving" in reasons
    assert "drift could not be assessed" in reasons


WRONG = [
    ("no_drift", {}, "there is nothing to compare with. Wanted a reference"),
    ("no_drift", {"reference": "old"}, "reference is 'old', wanted a relation"),
    ("no_drift", {"reference_where": "1 = 1", "days": 0}, "days is 0, wanted a whole number from 1 up"),
    ("no_drift", {"reference_where": "1 = 1", "statistic": "kl"}, "statistic is 'kl', wanted one of psi"),
    ("no_drift", {"bins": {}, "statistic": "ks"}, "statistic is 'ks', which is of values, and bins keep none"),
    ("no_drift", {"reference_where": "1 = 1", "min_effect": "low"}, "min_effect is low, wanted a number from 0 up"),
    ("no_drift", {"reference_where": "1 = 1", "false_alarm_rate": 1}, "false_alarm_rate is 1, wanted a probability"),
    (
        "no_drift",
        {"reference_where": "1 = 1", "sample_rows": 5},
        "sample_rows is 5, wanted a whole number from 1000 up",
    ),
    ("no_drift", {"bins": "kept"}, "bins is kept, wanted a model written with flywheel.reference_bins()"),
    ("no_drift", {"reference_where": "1 = 1", "columns": []}, "columns is [], wanted a list of names"),
    (
        "no_drift",
        {"reference_where": "1 = 1", "columns": {"id": "text"}},
        "column 'id' is of kind 'text', wanted number",
    ),
    ("no_text_drift", {"column_name": "word"}, "there is nothing to compare with. Wanted a reference"),
    ("no_text_drift", {"column_name": "word", "reference": "old"}, "reference is 'old', wanted a relation"),
    ("no_training_serving_skew", {}, "training is None, wanted the relation a model is trained on"),
    ("no_training_serving_skew", {"training": "ref('old')", "keys": 1}, "keys is 1, wanted the columns that say"),
    ("no_training_serving_skew", {"training": "ref('old')", "tolerance": 1}, "tolerance is 1, wanted a share"),
    ("no_training_serving_skew", {"training": "ref('old')", "max_mismatched": "few"}, "max_mismatched is few, wanted"),
]


def test_wrong_arguments_stop_with_their_name(duckdb_project: Project) -> None:
    duckdb_project.model("old", "select 1 as id")
    for test, arguments, said in WRONG:
        listed = [{f"flywheel.{test}": {"name": "wrong", "arguments": arguments}}]
        duckdb_project.write_yaml("models/wrong.yml", {"models": [{"name": "old", "data_tests": listed}]})
        run = duckdb_project.dbt("parse")
        assert not run.success, arguments
        assert f"flywheel: {test}: {said}" in run.messages, run.messages


def test_columns_that_are_not_there_or_differ_in_type_stop_the_test(duckdb_project: Project) -> None:
    duckdb_project.model("old", "select 1 as id, 'a' as word, cast('x' as varchar) as kind")
    duckdb_project.model("new", "select 1 as id, 'a' as word, 2 as kind")
    listed = [
        drift_test("no_drift", "lacking", reference="ref('old')", columns=["id", "words"]),
        drift_test("no_drift", "differing", reference="ref('old')", columns=["kind"]),
        drift_test("no_training_serving_skew", "skewed", training="ref('old')"),
        drift_test("no_training_serving_skew", "keyless", training="ref('old')", keys=["idd"]),
        drift_test("no_text_drift", "wordless", reference="ref('old')", column_name="wort"),
    ]
    duckdb_project.write_yaml("models/new.yml", {"models": [{"name": "new", "data_tests": listed}]})
    run = duckdb_project.build("--select", "old", "new")
    assert "columns names 'words', which the tested relation lacks. Columns found: id, word, kind" in run.message(
        "lacking"
    )
    assert "column 'kind' is INTEGER in the tested relation and character varying(256) in the reference" in run.message(
        "differing"
    )
    assert "keys names 'idd', found no such column. Columns found: id, word, kind" in run.message("keyless")
    assert "column_name names 'wort', found no such column. Columns found: id, word, kind" in run.message("wordless")
    reasons = set(duckdb_project.failing_rows(run, "skewed")["reason"])
    assert "kind is character varying(256) in the training set and INTEGER in serving" in reasons
    compiled = duckdb_project.dbt("compile", "--select", "new", "--no-introspect", "--no-populate-cache")
    assert compiled.success, compiled.messages
