"""The tests on labels fail and pass where they should, and return the rows that a person needs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from labels.given import GOLD, ITEMS, as_gold, as_votes, simulated

NOW = "2024-03-01 00:00:00"
ON_VOTES: dict[str, dict[str, Any]] = {
    "labellers_agree": {"measure": "fleiss_kappa", "min": 0.5},
    "labeller_better_than_chance": {"min_gold_votes": 40},
    "gold_checked": {"min_items": 40, "min_share": 0.1},
}


def votes_and_gold() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Datasets that agree and that do not, with labellers by the names of what is wrong with them."""
    good, good_truth = simulated(1, [0.95, 0.95, 0.9], size=300)
    bad, bad_truth = simulated(2, [0.9, 0.5, 0.2], size=300, balance=[0.3, 0.7])
    bad.columns = ["fine", "a coin", "the contrary"]
    bad["always the most common"] = "yes"
    bad["only what is sure"] = np.where((bad_truth == "yes") & (bad["fine"] == "yes"), "yes", None)
    bad["hardly ever"] = [*bad_truth.map({"yes": "no", "no": "yes"})[:20], *[None] * 280]
    alone = pd.DataFrame({"alone": ["yes", "no"]}, index=["item 0", "item 1"])
    tables = {"good": good, "bad": bad, "alone": alone}
    votes = pd.concat([as_votes(name, table) for name, table in tables.items()])
    return votes, pd.concat([as_gold("good", good_truth[:35]), as_gold("bad", bad_truth[:200])])


def put_tests(project: Project, model: str, tests: list[dict[str, Any]]) -> None:
    """Put generic tests on a model of the project."""
    project.write_yaml(f"models/{model}.yml", {"models": [{"name": model, "data_tests": tests}]})


def a_test(name: str, called: str, **arguments: Any) -> dict[str, Any]:
    return {f"flywheel.{name}": {"name": called, "arguments": arguments}}


def test_they_fail_and_pass_where_they_should(project: Project) -> None:
    votes, gold = votes_and_gold()
    columns = {"dataset": "str", "item_id": "str", "labeller": "str", "label": "str"}
    project.table("votes", votes, columns)  # without the columns that a user may leave out
    project.table("good_votes", votes[votes["dataset"] == "good"], columns)
    project.map_input("gold_labels", gold, GOLD)
    put_tests(
        project,
        "votes",
        [a_test(name, f"{name}_fails", **arguments) for name, arguments in ON_VOTES.items()]
        + [a_test("labellers_agree", "two_of_them", labellers=["labeller 0", "labeller 1"])],
    )
    put_tests(
        project,
        "good_votes",
        [a_test(name, f"{name}_passes", **arguments) for name, arguments in (ON_VOTES | {"gold_checked": {}}).items()]
        + [a_test("gold_checked", "not_lately", days=7), a_test("gold_checked", "lately", days=90)],
    )
    project.map_input("items", stuck_items(), ITEMS)
    project.model("my_first_mile", "select * from {{ ref('flywheel__first_mile') }}")
    backlog = "no_first_mile_backlog"
    put_tests(
        project,
        "my_first_mile",
        [a_test(backlog, "stuck"), a_test(backlog, "a_few", max_items=3), a_test(backlog, "a_share", max_share=0.3)],
    )
    run = project.build("--select", "votes", "good_votes", "+my_first_mile", flywheel_now=NOW)
    statuses = run.statuses
    fails = {name for name, status in statuses.items() if status == "fail"}
    assert fails == {*(f"{name}_fails" for name in ON_VOTES), "two_of_them", "not_lately", "stuck"}, run.messages
    assert statuses["flywheel__first_mile_backlog"] == "warn"
    assert {statuses[f"{name}_passes"] for name in ON_VOTES} == {"pass"}
    assert {statuses[name] for name in ("lately", "a_few", "a_share")} == {"pass"}

    agree = project.failing_rows(run, "labellers_agree_fails").set_index("dataset")
    assert set(agree.index) == {"bad", "alone"}
    assert agree.loc["bad", "observed"] < agree.loc["bad", "wanted"]
    assert "wanted at least 0.5" in agree.loc["bad", "reason"]
    assert pd.isna(agree.loc["alone", "observed"])
    assert "nobody can tell" in agree.loc["alone", "reason"]
    assert set(project.failing_rows(run, "two_of_them")["dataset"]) == {"bad", "alone"}

    chance = project.failing_rows(run, "labeller_better_than_chance_fails").set_index("labeller")
    assert set(chance.index) == {"a coin", "the contrary", "always the most common"}
    checked = votes[(votes["dataset"] == "bad")].merge(gold[gold["dataset"] == "bad"], on="item_id")
    share = checked.drop_duplicates("item_id")["label_y"].value_counts(normalize=True)
    for labeller, row in chance.iterrows():
        own = checked[checked["labeller"] == labeller]
        assert row["gold_votes"] == len(own)
        assert row["accuracy"] == pytest.approx((own["label_x"] == own["label_y"]).mean())
        assert row["chance_accuracy"] == pytest.approx(own["label_x"].map(share).mean())

    gold_rows = project.failing_rows(run, "gold_checked_fails").set_index("dataset")
    assert gold_rows["checked"].to_dict() == {"good": 35, "alone": 0}
    assert gold_rows.loc["good", "reason"] == "35 of 300 labelled items have a gold label, wanted at least 40 items"

    [stuck] = project.failing_rows(run, "stuck").to_dict("records")
    assert (stuck["dataset"], stuck["overdue"], stuck["stuck_at"]) == ("stuck", 3, "shaped")


def stuck_items() -> pd.DataFrame:
    """Ten items that came long ago, of which three were never shaped."""
    rows = pd.DataFrame({"item_id": [str(number) for number in range(10)]})
    rows = rows.assign(dataset="stuck", arrived_at=pd.Timestamp("2024-01-01"), content=None, is_accepted=None)
    rows["shaped_at"] = [pd.NaT] * 3 + [pd.Timestamp("2024-01-02")] * 7
    rows.loc[rows.index >= 3, "is_accepted"] = False
    return rows[list(ITEMS)]


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("labellers_agree", {"measure": "kappa"}, "measure is 'kappa', wanted one of percent, cohen_kappa"),
        ("labellers_agree", {"min": 1.5}, "min is 1.5, wanted a number from -1 to 1"),
        ("labellers_agree", {"labellers": "ann"}, "labellers is ann, wanted a list of two names or more"),
        ("labeller_better_than_chance", {"min_gold_votes": 0}, "min_gold_votes is 0, wanted a whole number from 1 up"),
        ("gold_checked", {"min_share": "half"}, "min_share is half, wanted a share from 0 to 1"),
        ("no_first_mile_backlog", {"max_items": -1}, "max_items is -1, wanted a whole number from 0 up"),
    ],
)
def test_wrong_arguments_stop_at_compile_time(
    duckdb_project: Project, name: str, arguments: dict[str, Any], words: str
) -> None:
    duckdb_project.model("votes", "select 1 as nothing")
    put_tests(duckdb_project, "votes", [a_test(name, "wrong", **arguments)])
    run = duckdb_project.dbt("parse")
    assert not run.success
    assert words in str(run.exception)
