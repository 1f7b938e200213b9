"""Data products and meetings: what was promised and what was kept, worked out by hand, all in one build."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from harness.project import Project
from ownership.given import DEPLOYMENTS, NOW, REVIEWS, TEST_RESULTS, every_flag_is_planted_and_cleared, exposure

MOMENT = pd.Timestamp(NOW)
PRODUCTS = {
    "steady": {"slo": 0.9, "slo_days": 10},
    "missed": {"slo": 0.99, "slo_days": 10},
    "paged": {"slo": 0.98, "slo_days": 28},
    "paged_slowly": {"slo": 0.95, "slo_days": 28},
    "ticket": {"slo": 0.9, "slo_days": 28},
    "recovered": {"slo": 0.9, "slo_days": 28},
    "ticket_of_a_batch": {"slo": 0.9, "slo_days": 28},
    "recovered_batch": {"slo": 0.9, "slo_days": 28},
    "perfect": {"slo": 1},
    "not_quite_perfect": {"slo": 1},
    "promises_nothing": {"data_product": True},
    "never_run": {"slo": 0.9},
    "only_long_ago": {"slo": 0.9, "slo_days": 7},
    "in_percent": {"slo": 99},
    "in_words": {"slo": "0.9", "slo_days": "10"},
    # paged an hour ago, and no more
    "was_paged": {"slo": 0.98, "slo_days": 28},
    "was_paged_slowly": {"slo": 0.95, "slo_days": 28},
    # of its test is known only what the graph says: on what it is
    "watched": {"slo": 0.9},
    # what this package reads of it is nobody's use
    "my_reviews": {"slo": 0.9},
}
# hours before now at which a run was, and whether it was good
RUNS = {
    "steady": [(hours, True) for hours in range(1, 200, 24)],
    "missed": [(hours, hours != 121) for hours in range(1, 200, 24)],
    "ticket": [(hours, hours not in (2, 26)) for hours in range(2, 28 * 24, 24)],
    "recovered": [(hours, hours not in (26, 50)) for hours in range(2, 28 * 24, 24)],
    # no run in six hours: the newest one stands for them
    "ticket_of_a_batch": [(hours, hours not in (8, 32)) for hours in range(8, 28 * 24, 24)],
    "recovered_batch": [(hours, hours not in (32, 56)) for hours in range(8, 28 * 24, 24)],
    "perfect": [(5, True)],
    "not_quite_perfect": [(5, True), (6, False)],
    "promises_nothing": [(5, True)],
    "never_run": [],
    "only_long_ago": [(24 * 7 + 1, False)],
    "in_percent": [(5, True)],
    "in_words": [(5, False)],
    "watched": [(5, False)],
    "my_reviews": [],
}  # fmt: skip
# every ten minutes, and two of the last six bad; every quarter of an hour, and eight of the last 24
RUNS["paged"] = [(step / 6 + 0.05, step not in (0, 2)) for step in range(6 * 24 * 20)]
RUNS["paged_slowly"] = [(step / 4 + 0.125, step not in (1, 4, 7, 10, 13, 16, 19, 22)) for step in range(4 * 24 * 27)]
RUNS["was_paged"] = [(step / 6 + 0.05, step not in (3, 4)) for step in range(6 * 24 * 20)]
RUNS["was_paged_slowly"] = [
    (step / 4 + 0.125, step not in (4, 7, 10, 13, 16, 19, 22, 23)) for step in range(4 * 24 * 27)
]
LENGTHS = {"5m": 5 / 60, "30m": 0.5, "1h": 1, "6h": 6, "3d": 72}


def results() -> list[dict[str, Any]]:
    """Two tests a run, of which one fails in a bad run; skipped ones, and warnings, which are no failures."""
    rows = []
    for name, runs in RUNS.items():
        for number, (hours, is_good) in enumerate(runs):
            row = {"invocation_id": f"{name}_{number}", "node_id": f"model.consumer.{name}"}
            row["executed_at"] = MOMENT - pd.Timedelta(seconds=round(hours * 3600))
            bad = "error" if number % 2 else "fail"
            rows.append(row | {"test_id": "t1", "status": "pass"})
            rows.append(row | {"test_id": "t2", "status": "warn" if is_good else bad})
            if name == "watched":
                rows[-2:] = [row | {"node_id": None, "test_id": "test.consumer.watches", "status": bad}]
    rows.append(rows[0] | {"invocation_id": "skipped", "status": "skipped"})
    rows.append(rows[0] | {"invocation_id": "to come", "status": "fail", "executed_at": MOMENT + pd.Timedelta(hours=1)})
    return rows


def expected(name: str) -> dict[str, float | None]:
    """The figures of a product, by hand."""
    slo, days = PRODUCTS[name].get("slo"), PRODUCTS[name].get("slo_days", 28)

    def bad_share(hours: float) -> float | None:
        bad = [not is_good for age, is_good in RUNS[name] if age < hours]
        return sum(bad) / len(bad) if bad else None

    share = bad_share(days * 24)
    allowed = None if slo in (None, 1) else 1 - slo
    figures = {"attained": None if share is None else 1 - share}
    figures["error_budget_left"] = None if None in (share, allowed) else 1 - share / allowed
    for window, hours in LENGTHS.items():
        rate = bad_share(hours)
        figures[f"burn_rate_{window}"] = None if None in (rate, allowed) else rate / allowed
    return figures


def review(use_case: str, kind: str, days: int, role: str | None = None, person: str = "Ann") -> dict[str, Any]:
    row = dict.fromkeys(REVIEWS) | {"use_case": use_case, "kind": kind, "role": role, "person": person}
    return row | {"held_at": MOMENT.normalize() - pd.Timedelta(days=days)}


KINDS = ["kpi_review", "sign_off", "retro", "incident_review"]
EVERY = dict.fromkeys(
    ["review_every_days", "sign_off_every_days", "retro_every_days", "incident_review_every_days"], 30
)
CASES = {
    "kept": EVERY, "late": EVERY, "never": EVERY, "promises_nothing": {}, "one_sided": EVERY, "only_business": EVERY,
    "silent": {},
}  # fmt: skip
REVIEWED = [
    *(
        review("kept", kind, 30, role)
        for kind in ("kpi_review", "retro", "incident_review")
        for role in ("product", "ml_engineer")
    ),
    review("kept", "kpi_review", 40, "product"),
    review("kept", "kpi_review", 90, "product"),
    review("kept", "kpi_review", -1, "product"),
    review("kept", "sign_off", 29, "domain_expert"),
    *(review("late", kind, 31) for kind in KINDS),
    review("promises_nothing", "kpi_review", 3, "data_scientist"),
    review("promises_nothing", "sign_off", 300, "stakeholder"),
    review("promises_nothing", "incident_review", 20),
    *(review("only_business", kind, 3, "product") for kind in KINDS),
    review("one_sided", "kpi_review", 3, "data_scientist"),
    review("one_sided", "sign_off", 3, "ml_engineer"),
    review("one_sided", "retro", 3, "stakeholder"),
    review("one_sided", "incident_review", 12, "ml_engineer"),
]  # fmt: skip


@pytest.fixture
def promised(project: Project) -> Project:
    for name in PRODUCTS:
        project.model(name, "select 1 as id")
    project.model("reader", "select * from {{ ref('steady') }}")
    project.model("ours", "select * from {{ ref('steady') }}")
    project.model("theirs", "select * from {{ ref('ticket') }} union all select * from {{ ref('missed') }}")
    project.write("tests/watches.sql", "select * from {{ ref('watched') }} where 1 = 0")
    exposures = [exposure(name, "b", ["steady", "missed"], **meta) for name, meta in CASES.items()]
    models = [{"name": name, "config": {"group": "a", "meta": {"flywheel": meta}}} for name, meta in PRODUCTS.items()]
    models += [{"name": name, "config": {"group": group}} for name, group in (("ours", "a"), ("theirs", "b"))]
    groups = [{"name": team, "owner": {"name": team}} for team in ("a", "b")]
    project.write_yaml("models/products.yml", {"groups": groups, "models": models, "exposures": exposures})
    project.vars["flywheel_now"] = NOW
    project.map_input("test_results", pd.DataFrame(results()), TEST_RESULTS)
    project.map_input("reviews", pd.DataFrame(REVIEWED, dtype="object"), REVIEWS)
    rolled_back = [
        dict.fromkeys(DEPLOYMENTS) | {"use_case": name, "version": "1", "outcome": "rolled_back"}
        | {"deployed_at": "2024-01-01", "retired_at": MOMENT - pd.Timedelta(days=days)}
        for name, days in (("one_sided", 10), ("promises_nothing", 60), ("never", 100))
    ]  # fmt: skip
    project.map_input("deployments", pd.DataFrame(rolled_back, dtype="object"), DEPLOYMENTS)
    tables = ("data_products", "data_product_outages", "collaboration")
    run = project.build("--select", *(f"+flywheel__{table}" for table in tables))
    assert run.success, run.messages
    return project


def test_what_was_promised_and_what_was_kept(promised: Project) -> None:
    products_are_rated(promised)
    outages_are_told(promised)
    meetings_are_held(promised)
    for model in ("data_products", "collaboration"):
        every_flag_is_planted_and_cleared(promised, f"flywheel__{model}")


def products_are_rated(project: Project) -> None:
    rows = project.relation("flywheel__data_products")
    rows["name"] = rows["node_id"].str.split(".").str[-1]
    rows = rows.set_index("name")
    assert set(rows.index) == set(PRODUCTS)
    for name in set(PRODUCTS) - {"in_percent", "in_words"}:
        for column, value in expected(name).items():
            found = rows.loc[name, column]
            assert pd.isna(found) if value is None else found == pytest.approx(value, rel=1e-9, abs=1e-9), (
                name,
                column,
            )
    verdicts = {
        name: (row["verdict"], None if pd.isna(row["findings"]) else row["findings"]) for name, row in rows.iterrows()
    }
    assert verdicts == {
        "steady": ("pass", None),
        "missed": ("fail", "slo_missed"),
        "paged": ("fail", "burns_fast"),
        "paged_slowly": ("fail", "burns_fast"),
        "ticket": ("warn", "burns_slowly"),
        "recovered": ("pass", None),
        "ticket_of_a_batch": ("warn", "burns_slowly"),
        "recovered_batch": ("pass", None),
        "perfect": ("pass", None),
        "not_quite_perfect": ("fail", "slo_missed"),
        "promises_nothing": ("not_assessed", None),
        "never_run": ("not_assessed", None),
        "only_long_ago": ("not_assessed", None),
        "in_percent": ("warn", "slo_out_of_range"),
        "in_words": ("warn", "slo_out_of_range"),
        "was_paged": ("pass", None),
        "was_paged_slowly": ("pass", None),
        "watched": ("fail", "slo_missed, burns_slowly"),
        "my_reviews": ("not_assessed", None),
    }
    assert rows["reason"].notna().all()
    assert rows.loc["missed", "reason"] == "only 88.8889% of its 9 runs of 10 days were good, 99% were promised"
    assert rows.loc["perfect", "reason"] == "100% of its 1 run of 28 days were good, 100% were promised"
    assert rows.loc["in_percent", "reason"] == "its slo is 99, wanted a share above 0 and at most 1"
    assert rows.loc["in_words", "reason"] == (
        'its slo is "0.9", wanted a share above 0 and at most 1; its slo_days is "10", wanted a whole number above 0'
    )
    assert rows.loc["my_reviews", "consumers"] == 0
    # the use cases of one team, and a model of none; not the producer's own model
    assert (rows.loc["steady", "consumers"], rows.loc["steady", "consumer_names"]) == (2, "b, model.consumer.reader")
    assert (rows.loc["paged", "consumers"], rows.loc["steady", "use_cases"]) == (0, len(CASES))
    assert (rows.loc["steady", "producer_team"], rows.loc["perfect", "slo_days"]) == ("a", 28)


def outages_are_told(project: Project) -> None:
    rows = project.relation("flywheel__data_product_outages")
    hurt = rows[(rows["node_id"] == "model.consumer.missed")].sort_values("use_case")
    assert list(hurt["use_case"]) == sorted(CASES)
    for column, hours in {"started_at": 121, "last_seen_at": 121, "ended_at": 97}.items():
        assert set(pd.to_datetime(hurt[column])) == {MOMENT - pd.Timedelta(hours=hours)}
    readers = rows[rows["node_id"] == "model.consumer.ticket"]
    assert set(readers["team"]) == {"b"} and readers["use_case"].isna().all() and len(readers) == 1
    nobody = rows[rows["node_id"] == "model.consumer.recovered"]
    assert nobody["use_case"].isna().all() and len(nobody) == 1
    assert (nobody["bad_runs"].iloc[0], nobody["ended_at"].isna().iloc[0]) == (2, False)
    going_on = rows[rows["node_id"] == "model.consumer.only_long_ago"]
    assert going_on["ended_at"].isna().all() and len(going_on) == 1
    assert "model.consumer.steady" not in set(rows["node_id"])


def meetings_are_held(project: Project) -> None:
    rows = project.relation("flywheel__collaboration").set_index(["use_case", "kind"])
    assert rows.index.is_unique and len(rows) == len(CASES) * len(KINDS)
    found: dict[str, dict[str, tuple[str, str | None]]] = {}
    for (use_case, kind), row in rows.iterrows():
        found.setdefault(use_case, {})[kind] = (row["verdict"], None if pd.isna(row["findings"]) else row["findings"])
    assert found["kept"] == dict.fromkeys(KINDS, ("pass", None))
    assert found["late"] == dict.fromkeys(KINDS, ("fail", "overdue"))
    assert found["never"] == dict.fromkeys(KINDS, ("fail", "never_held"))
    assert found["only_business"] == dict.fromkeys(KINDS, ("warn", "makers_absent")) | {"sign_off": ("pass", None)}
    assert found["silent"] == dict.fromkeys(KINDS, ("not_assessed", None)) | {"sign_off": ("warn", "nobody_signed_off")}
    assert found["promises_nothing"] == {
        "kpi_review": ("warn", "business_absent"),
        "sign_off": ("pass", None),
        "retro": ("not_assessed", None),
        "incident_review": ("not_assessed", None),
    }
    assert found["one_sided"] == {
        "kpi_review": ("warn", "business_absent"),
        "sign_off": ("warn", "business_absent"),
        "retro": ("warn", "makers_absent"),
        "incident_review": ("fail", "incident_not_reviewed"),
    }
    kept = rows.loc[("kept", "kpi_review")]
    assert (kept["days_since"], kept["held_90d"], kept["roles_present"]) == (30, 2, "ml_engineer, product")
    assert rows.loc[("never", "kpi_review"), "held_90d"] == 0
    # nothing was held in 90 days: who was there the last time
    assert rows.loc[("promises_nothing", "sign_off"), "roles_present"] == "stakeholder"
    assert pd.isna(rows.loc[("never", "kpi_review"), "days_since"])
