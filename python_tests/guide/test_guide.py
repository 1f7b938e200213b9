"""The guide: use cases scored by hand, with evidence shown, attested, waived, contradicted and missing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from harness.project import PACKAGE, Project
from ownership.given import DEPLOYMENTS, MEMBERS, NOW, REVIEWS, TEST_RESULTS, exposure, member

MOMENT = pd.Timestamp(NOW)
CRITERIA = pd.read_csv(PACKAGE / "seeds" / "flywheel__guide_criteria.csv")
SECTIONS = ["data", "model", "infrastructure", "monitoring", "team"]
# what the package's own tables can show
SHOWN = {
    "features_in_schema", "feature_code_tested", "simpler_not_better", "staleness_known", "good_on_slices",
    "pipeline_tested_end_to_end", "validated_before_serving", "rolled_back_safely", "dependencies_announced",
    "invariants_hold", "not_stale", "numerically_stable", "quality_on_served_data", "purpose_named", "simplest_first",
    "owned_together", "experts_on_team", "stakeholder_signed_off", "reviews_kept", "alerts_tuned", "features_allowed",
    "privacy_controlled", "metric_follows_kpi", "canaried", "no_skew", "causal_evidence", "iterates_quickly",
    "labels_reliable",
}  # fmt: skip
PEOPLE = [
    member("full", "Ann", "data_scientist"), member("full", "Bob", "ml_engineer"),
    member("full", "Eve", "domain_expert"),
    member("half", "Sue", "data_scientist"), member("half", "Tom", "data_scientist"),
    member("platform", "Cem", "data_engineer"), member("platform", "Dan", "data_engineer"),
    # both crafts, in a team that is no dbt group
    member("ghosts", "Gus", "data_scientist"), member("ghosts", "Ger", "ml_engineer"),
]  # fmt: skip
RESULT_TYPES = TEST_RESULTS | {"test_name": "str"}
WAIVERS = {
    "features_in_schema": {"reason": "there are no features, O'Neil says", "until": "2024-06-30"},
    "features_beneficial": {"reason": "too early", "until": "2024-06-29"},
    "features_affordable": {"until": "2024-12-31"},
    "features_allowed": {"reason": "for ever"},
    "privacy_controlled": {"reason": "until a day that there is not", "until": "2100-02-29"},
}
# A use case scored by hand on the paper's sheet, seven a section, in order: A automated, M done by hand, - not done,
# N shown not to be so, b that and done by hand, W waived, w that and done by hand, X done by hand too long ago
SHEET = {"data": "AMM-XWA", "model": "-AMNbMA", "infrastructure": "AAwMMXA", "monitoring": "AANAMA-"}
HALF_OF_EACH = {"A": 1.0, "M": 0.5, "b": 0.5, "w": 0.5}
BY_HAND = {row.criterion: SHEET[row.section][row.position - 1] for row in CRITERIA.itertuples() if row.section in SHEET}
EXPOSURES = [
    exposure(
        "by_hand",
        None,
        [],
        waivers={name: {"reason": "not here", "until": "2024-07-01"} for name, kind in BY_HAND.items() if kind in "Ww"},
    ),
    exposure(
        "shown", "full", ["fct_shown"], review_every_days=30, retrain_every_days=40, kpi_direction="higher_is_better"
    ),
    exposure(
        "contradicted",
        "half",
        ["fct_bad"],
        review_every_days=30,
        kpi_direction="higher_is_better",
        waivers={"numerically_stable": {"reason": "it is known", "until": "2024-07-01"}},
    ),
    exposure("attested", None, [], kpi="not_mapped", waivers=["canaried"]),
    exposure("nothing", None, [], stakeholder=None, waivers=WAIVERS),
    # nobody reacted to an alert of theirs
    exposure("set_well", None, ["set_well"], retrain_every_days=28, waivers="canaried"),
    exposure("set_badly", "ghosts", ["set_badly"]),
    # all of it is owned, by one craft, and half of it was tested
    exposure(
        "half_done", "half", ["half_done", "half_tested"], waivers={"privcy_controlled": WAIVERS["features_in_schema"]}
    ),
]
SET_WELL = {
    "name": "set_well_key",
    "description": "A row came twice: tell those who load them.",
    "config": {
        "severity": "error",
        "error_if": ">0",
        "meta": {"owner": "full", "channel": "#full", "alerts_config": {"alert_suppression_interval": 24}},
    },
}


def attestation(use_case: str, criterion: str, days: float, person: str | None = "Ann") -> dict[str, Any]:
    row = dict.fromkeys(REVIEWS) | {"use_case": use_case, "kind": "attestation", "criterion": criterion}
    return row | {"person": person, "held_at": MOMENT - pd.Timedelta(days=days)}


def review(use_case: str, kind: str, days: int, role: str) -> dict[str, Any]:
    row = dict.fromkeys(REVIEWS) | {"use_case": use_case, "kind": kind, "role": role, "person": role}
    return row | {"held_at": MOMENT - pd.Timedelta(days=days)}


ON_RECORD = [
    *(
        attestation("attested", c, 10)
        for c in CRITERIA["criterion"]
        if c not in ("privacy_controlled", "specs_reviewed")
    ),
    attestation("attested", "privacy_controlled", 180),
    attestation("attested", "apart", 179),
    attestation("attested", "specs_reviewed", 1, person=None),
    attestation("attested", "specs_reviewed", -1),
    attestation("contradicted", "features_in_schema", 179),
    *(attestation("by_hand", name, 10) for name, kind in BY_HAND.items() if kind in "Mbw"),
    *(attestation("by_hand", name, 400) for name, kind in BY_HAND.items() if kind == "X"),
    attestation("shown", "features_in_schema", 1),
    attestation("shown", "features_beneficial", 1),
    attestation("nothing", "not_a_criterion", 1),
    attestation("nothing", "mine", 8),
    attestation("nothing", "invariants_hold", 29),
    review("shown", "kpi_review", 3, "product"),
    review("shown", "kpi_review", 3, "ml_engineer"),
    review("shown", "sign_off", 300, "stakeholder"),
    review("contradicted", "kpi_review", 60, "product"),
    review("set_badly", "sign_off", 3, "stakeholder"),
    review("contradicted", "sign_off", 3, "ml_engineer"),
]
RUN_TYPES = {
    "use_case": "str", "run_id": "str", "candidate": "str", "complexity": "int", "metric": "str", "value": "float",
    "standard_error": "float", "started_at": "ts", "ended_at": "ts",
}  # fmt: skip
RUNS = [
    dict(zip(RUN_TYPES, (*row, "log_loss", value, 0.01, started, ended), strict=True))
    for *row, value, started, ended in [
        ("shown", "r0", "naive", 0, 0.6, "2024-05-01", "2024-05-02"),
        ("shown", "r1", "logistic", 1, 0.4, "2024-05-01", "2024-05-02"),
        ("shown", "r2", "boosted", 2, 0.395, "2024-05-01", "2024-05-02"),
        ("contradicted", "r3", "logistic", 1, 0.6, "2024-01-01", "2024-01-02"),
        ("contradicted", "r2", "logistic", 1, 0.5, "2024-01-11", "2024-01-12"),
        ("contradicted", "r1", "logistic", 1, 0.4, "2024-05-01", "2024-05-02"),
    ]
]
# of another metric, before it was deployed
RUNS.append(RUNS[-1] | {"metric": "auc", "ended_at": "2024-03-30"})
RELEASES = [
    dict.fromkeys(DEPLOYMENTS) | release
    for release in [
        {"use_case": "shown", "version": "n", "run_id": "r0", "deployed_at": "2024-04-08", "outcome": "superseded"},
        {"use_case": "shown", "version": "0", "run_id": "r2", "deployed_at": "2024-05-10", "outcome": "rolled_back",
         "retired_at": "2024-05-20"},
        {"use_case": "shown", "version": "1", "run_id": "r1", "deployed_at": "2024-05-21", "outcome": "live"},
        {"use_case": "contradicted", "version": "x", "run_id": "r3", "deployed_at": "2024-01-10"},
        {"use_case": "contradicted", "version": "y", "run_id": "r2", "deployed_at": "2024-02-20"},
        {"use_case": "contradicted", "version": "1", "run_id": "r1", "deployed_at": "2024-03-31", "outcome": "live"},
        {"use_case": "set_well", "version": "1", "deployed_at": "2024-06-01"},
    ]
]  # fmt: skip
# the KPI by week: better and worse with the metric of what is shown, and only worse with that of what is contradicted
KPI_FROM = {"2024-01-01": 0.9, "2024-02-20": 0.8, "2024-03-31": 0.5, "2024-05-10": 0.65, "2024-05-21": 0.6}
WEEKS = pd.date_range("2024-01-01", "2024-06-17", freq="7D")
KPI_VALUES = [
    {
        "kpi": "on_time_rate",
        "period_start": week,
        "value": [v for day, v in KPI_FROM.items() if day <= str(week + pd.Timedelta(days=3))][-1],
    }
    for week in WEEKS
]
UNIT_TYPES = {
    "experiment": "str", "use_case": "str", "kpi": "str", "unit_id": "str", "variant": "str", "is_control": "bool",
    "assigned_at": "ts", "value": "float",
}  # fmt: skip
# experiments in which the new version is better by half, or worse by as much where it once was better
UNITS = [
    dict(zip(UNIT_TYPES, row, strict=True))
    for name, use_case, gain, day in [
        ("try shown", "shown", 0.5, "2024-05-01"),
        ("try contradicted", "contradicted", -0.5, "2024-05-01"),
        ("tried contradicted", "contradicted", 0.5, "2024-03-01"),
    ]
    for n in range(20)
    for row in [
        (name, use_case, "on_time_rate", f"old {n}", "old", True, day, n / 100),
        (name, use_case, "on_time_rate", f"new {n}", "new", False, day, n / 100 + gain),
    ]
]
LABEL_TYPES = {
    "dataset": "str", "item_id": "str", "labeller": "str", "label": "str", "voted_at": "ts", "arrived_at": "ts",
    "shaped_at": "ts", "is_accepted": "bool",
}  # fmt: skip


def labels(dataset: str) -> list[dict[str, Any]]:
    """Votes of two labellers who agree, or do not, or are one apart in numbers; all items are shaped, or not all."""
    agree, is_shaped = dataset in ("shown", "stuck"), dataset in ("shown", "scaled")
    return [
        dict(zip(LABEL_TYPES, row, strict=True))
        for n in range(12)
        for row in [
            (dataset, f"{n}", who, label, "2024-06-02", "2024-06-01", shaped, True)
            for step, who in enumerate(("Eve", "Sue" if agree else "Tom"))
            for is_done in [is_shaped or n < 8]
            for given in [str(n + step) if dataset == "scaled" else "ab"[(n + (0 if agree else step)) % 2]]
            for label in [given if is_done else None]
            for shaped in ["2024-06-01" if is_done else None]
        ]
    ]


LABELLED = ["shown", "bad", "stuck", "scaled"]
MEASURING = ["drift_shown", "drift_bad", "measured_shown", "measured_bad"]
FIXED = {"method": "fixed", "max": 0.1, "min_history": 0}
JUDGED = {"meta": {"flywheel": {"owner": "half", "metrics": {"speed_psi": FIXED}}}}
# what measure() and measure_drift() give, of what a use case rests on
MEASURED_TYPES = {
    "subject_type": "str", "subject": "str", "metric": "str", "segment_by": "str", "segment": "str",
    "period_start": "ts", "value": "float", "sample_size": "int", "numerator": "float", "period": "str",
    "column_name": "str", "statistic": "str", "moved": "str",
}  # fmt: skip


def measured(subject: str, value: float) -> dict[str, Any]:
    row = dict.fromkeys(MEASURED_TYPES) | {"subject_type": "data", "subject": subject, "metric": "speed_psi"}
    row |= {"column_name": "speed", "statistic": "psi", "period": "day", "period_start": "2024-06-29"}
    return row | {"value": value, "sample_size": 100}


def predictions() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores and outcomes: good ones of three months of the one use case, bad ones of June of the other.

    The version before was there beside it in the one, and gone in half a day in the other. A third is bad in one of two
    segments.
    """
    scores, outcomes = [], []
    for use_case, months in {"shown": (4, 5, 6), "contradicted": (4, 6), "half_done": (5, 6)}.items():
        before = {"use_case": use_case, "version": "n" if use_case == "shown" else "y", "score": 0.5, "segment": None}
        days = ["2024-04-01", "2024-04-20" if use_case == "shown" else "2024-06-05 12:00:00"]
        scores += [before | {"entity_id": day, "predicted_at": day} for day in days]
        for number in range(70):
            for month in months:
                entity, outcome = f"{month}_{number}", number % 2
                day = f"2024-{month:02}-{number % 20 + 5:02}"
                is_good = use_case == "shown" or (use_case == "half_done" and number < 35)
                score = (0.8 if outcome else 0.2) if is_good else (0.2 if outcome else 0.8)
                if use_case != "contradicted" or month == 6:
                    row = {"use_case": use_case, "version": "1", "entity_id": entity, "predicted_at": day}
                    # in 28 days of the one, and before them of the other
                    missing = number == 3 and (use_case == "contradicted" or month == 4)
                    scores.append(row | {"score": None if missing else score, "segment": "ab"[number // 35]})
                outcomes.append({"use_case": use_case, "entity_id": entity, "observed_at": day, "outcome": outcome})
    return pd.DataFrame(scores), pd.DataFrame(outcomes)


def write_use_cases(project: Project) -> None:
    """The graph: what is as it should be, and what is not."""
    schema = project.warehouse.profile().get("schema", "main")
    project.model("fct_shown_v1", "select * from {{ ref('stg_shown') }}")
    project.model("stg_shown", "select 1 as id -- of {{ ref('labels_shown') }}")
    project.model("fct_bad", "select 1 as id from {{ ref('stg_bad') }} where 1 = 0")
    project.model("stg_bad", "select 1 as id from {{ source('raw', 'orphan') }} -- {{ ref('labels_bad') }}")
    for name in ("set_well", "set_badly", "half_done", "half_tested"):
        label_set = {"set_badly": "labels_stuck", "half_done": "labels_scaled"}.get(name)
        project.model(name, f"select 1 as id -- of {{{{ ref('{label_set}') }}}}" if label_set else "select 1 as id")
    for name, watched in (
        ("shown", "fct_shown"),
        ("bad", "fct_bad"),
        ("staged", "stg_shown"),
        ("long_ago", "stg_shown"),
    ):
        project.write(f"tests/watch_{name}.sql", f"select * from {{{{ ref('{watched}') }}}} where 1 = 0")
    config = {"contract": {"enforced": True}, "group": "platform", "access": "public"}
    project.write_yaml(
        "models/use_cases.yml",
        {
            "groups": [{"name": name, "owner": {"name": name}} for name in ("full", "half", "platform")],
            "sources": [{"name": "raw", "schema": schema, "tables": [{"name": "orphan"}]}],
            "models": [
                {
                    "name": "fct_shown",
                    "description": "Flights.",
                    "config": config,
                    "versions": [{"v": 1}],
                    "latest_version": 1,
                    "columns": [{"name": "id", "data_type": "integer", "data_tests": ["not_null"]}],
                },
                {
                    "name": "stg_shown",
                    "config": {"group": "platform"},
                    "columns": [{"name": "id", "data_tests": ["not_null"]}],
                },
                {"name": "fct_bad", "config": {"group": "platform"}},
                {
                    "name": "labels_shown",
                    "config": {"group": "platform"},
                    "columns": [{"name": "item_id", "data_tests": ["not_null"]}],
                },
                *({"name": name, "config": JUDGED} for name in MEASURING),
                {"name": "set_well", "columns": [{"name": "id", "data_tests": [{"unique": SET_WELL}]}]},
                {"name": "set_badly", "columns": [{"name": "id", "data_tests": ["unique"]}]},
                *(
                    {"name": name, "config": {"group": "half"}, "columns": [{"name": "id", "data_tests": ["unique"]}]}
                    for name in ("half_done", "half_tested")
                ),
                {"name": "labels_scaled", "config": {"group": "half"}},
            ],
            "exposures": EXPOSURES,
        },
    )


def map_inputs(project: Project) -> None:
    def planted(name: str, rows: Any, types: dict[str, str]) -> None:
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, dtype="object")
        project.map_input(name, frame, types)

    project.vars["flywheel_now"] = NOW
    project.vars |= {
        "flywheel_drift": MEASURING[:2], "flywheel_measurements": MEASURING[2:], "flywheel_verdict_severity": "warn",
    }  # fmt: skip
    schema = project.warehouse.profile().get("schema", "main")
    project.warehouse.load("orphan", pd.DataFrame({"id": [1]}), {"id": "int"})
    for name in LABELLED:
        project.table(f"labels_{name}", labels(name), LABEL_TYPES)
    for name in ("shown", "bad"):
        for kind in ("drift", "measured"):
            row = measured(f"{kind} of {name}", 0.01 if name == "shown" else 0.9)
            # the day before it was not as it is now
            before = row | {"period_start": "2024-06-28", "value": 0.91 - row["value"]}
            project.table(f"{kind}_{name}", [row, before], MEASURED_TYPES)
            project.model(
                f"{kind}_{name}", f"select * from {schema}.planted_{kind}_{name} -- {{{{ ref('stg_{name}') }}}}"
            )
    inputs = project.vars.setdefault("flywheel_inputs", {})
    inputs |= {name: [f"labels_{dataset}" for dataset in LABELLED] for name in ("items", "label_votes")}
    planted("kpi_values", KPI_VALUES, {"kpi": "str", "period_start": "date", "value": "float"})
    planted("experiment_units", UNITS, UNIT_TYPES)
    planted("team_members", PEOPLE, MEMBERS)
    planted("reviews", ON_RECORD, REVIEWS)
    planted("training_runs", RUNS, RUN_TYPES)
    planted("deployments", RELEASES, DEPLOYMENTS)
    scores, outcomes = predictions()
    types = {"use_case": "str", "version": "str", "entity_id": "str", "predicted_at": "ts", "score": "float"}
    planted("predictions", scores, types | {"segment": "str"})
    planted("outcomes", outcomes, {"use_case": "str", "entity_id": "str", "observed_at": "ts", "outcome": "float"})
    planted("test_results", [
        dict(zip(RESULT_TYPES, row, strict=True)) for row in [
            ("i1", "test.consumer.watch_shown", None, "fail", "2024-06-28", None),
            ("i2", "test.consumer.watch_shown", None, "pass", "2024-06-29", None),
            ("i2", "t2", "model.consumer.stg_shown", "warn", "2024-06-29", "not_null"),
            ("i2", "t3", "model.consumer.labels_shown", "pass", "2024-06-29", "not_null"),
            ("i2", "test.consumer.watch_bad", None, "error", "2024-06-29", None),
            ("i0", "test.consumer.watch_long_ago", None, "fail", "2024-06-02", None),
            ("i2", "t4", "model.consumer.set_badly", "error", "2024-06-29", "unique"),
            ("i2", "t5", "model.consumer.set_badly", "pass", "2024-06-29", "no_training_serving_skew"),
            ("i2", "t6", "model.consumer.half_tested", "pass", "2024-06-29", "unique"),
            ("i2", "test.consumer.watch_staged", None, "warn", "2024-06-29", None),
            *(
                ("i2", f"{test} {name}", f"model.consumer.stg_{name}", status, "2024-06-29", test)
                for name in ("shown", "bad")
                # a screen that only warns has found something too
                for test, found in {
                    "privacy_screened": "warn", "no_leakage": "fail", "point_in_time_correct": "pass",
                    "no_training_serving_skew": "fail",
                }.items()
                for status in ["pass" if name == "shown" else found]
            ),
        ]
    ], RESULT_TYPES)  # fmt: skip
    actions = [
        *(("shown", action, "2024-06-20") for action in ("fixed", "acknowledged", "muted", "false_alarm")),
        *(("bad", action, "2024-06-20") for action in ("acknowledged", "muted", "false_alarm")),
        # 90 days ago
        ("shown", "muted", "2024-04-01 12:00:00"), ("bad", "fixed", "2024-04-01"), ("bad", "fixed", "2024-03-31"),
    ]  # fmt: skip
    planted("alert_actions", [
        {"test_id": f"test.consumer.watch_{name}", "acted_at": day, "action": action} for name, action, day in actions
    ], {"test_id": "str", "acted_at": "ts", "action": "str"})  # fmt: skip
    # a criterion of the team's own, a seed of theirs, and evidence of their own for one use case
    project.write(
        "seeds/my_criteria.csv",
        "section,position,criterion,question,why,remedy,effort,attestation_days\n"
        "team,8,mine,\"Is it, you know, 'ours'?\",We want it,Do it,1,7\n"
        "teams,9,apart,Is it of none of the sections?,We want it,Do it,,\n",
    )
    project.model(
        "my_evidence",
        "select 'shown' as use_case, 'mine' as criterion, 1 = 1 as is_met, 'we saw it' as evidence union all "
        "select 'contradicted', 'purpose_named', 1 = 0, 'nobody can say what it is for' union all "
        "select 'attested', 'mine', null, 'nobody knows'"
        + "".join(
            f" union all select 'by_hand', '{name}', {kind == 'A'}, 'tried'"
            for name, kind in BY_HAND.items()
            if kind in "ANb"
        ),
    )
    project.vars |= {"flywheel_guide_criteria": "my_criteria", "flywheel_guide_evidence": ["my_evidence"]}


@pytest.fixture
def guide(project: Project) -> Project:
    write_use_cases(project)
    map_inputs(project)
    run = project.build(
        "--select", "+flywheel__guide_scores", "+flywheel__governance_history", "+flywheel__team_scorecard"
    )
    assert run.success, run.messages
    return project


def test_a_use_case_scored_by_hand_has_that_score(guide: Project, capsys: pytest.CaptureFixture[str]) -> None:
    rows = guide.relation("flywheel__guide")
    assert len(rows) == len(EXPOSURES) * (len(CRITERIA) + 2)
    assert CRITERIA.groupby("section").size().to_dict() == dict.fromkeys(SECTIONS, 7) | {"team": 10}
    assert rows["evidence"].notna().all()
    assert (rows["remedy"].isna() == (rows["points"] == 1)).all()
    cases = {name: frame.set_index("criterion").sort_index() for name, frame in rows.groupby("use_case")}
    shown_and_contradicted(cases)
    every_piece_of_evidence_counts(cases)
    attested_waived_and_missing(cases)
    scores_are_the_lowest_section(guide, rows)
    next_steps_raise_the_lowest_section(rows)
    history_is_kept(guide)
    scorecard(guide)
    scorecard_is_printed(guide, capsys)
    metric_and_kpi_are_judged(guide)
    bands_are_those_of_the_paper(guide)


def verdict(row: pd.Series) -> tuple[float, str]:
    return row["points"], row["verdict"]


def shown_and_contradicted(cases: dict[str, pd.DataFrame]) -> None:
    shown, contradicted = cases["shown"], cases["contradicted"]
    met = {name for name, row in shown.iterrows() if verdict(row) == (1, "pass")}
    assert met == SHOWN | {"mine"}, shown.loc[sorted((SHOWN | {"mine"}) ^ met), "evidence"].to_dict()
    assert verdict(shown.loc["features_beneficial"]) == (0.5, "warn")
    assert set(shown.loc[sorted(set(shown.index) - met - {"features_beneficial"}), "verdict"]) == {"not_assessed"}
    # what was never rolled back says nothing; its purpose is named, but their own evidence says no
    failed = {name for name, row in contradicted.iterrows() if verdict(row) == (0, "fail")}
    assert verdict(contradicted.loc["rolled_back_safely"]) == (0, "not_assessed")
    # what is waived is not held against it, whatever the tables show
    waived = contradicted.loc["numerically_stable"]
    assert (bool(waived["is_waived"]), *verdict(waived)) == (True, 0, "not_assessed")
    assert waived["evidence"].endswith(
        " predictions of the last 28 days have no finite score; waived until 2024-07-01: it is known"
    )
    expected = SHOWN - {"rolled_back_safely", "features_in_schema", "numerically_stable"}
    assert failed == expected, contradicted.loc[sorted(expected ^ failed), "evidence"].to_dict()
    word = contradicted.loc["features_in_schema"]
    assert verdict(word) == (0.5, "warn")
    assert (
        word["evidence"] == "attested by Ann on 2024-01-03, but 0 of 1 models that it reads have an enforced contract, "
        "fct_bad has none"
    )


def every_piece_of_evidence_counts(cases: dict[str, pd.DataFrame]) -> None:
    """Several pieces of evidence for one criterion: each says its own in both cases."""
    pieces = {
        "no_skew": ["{n} of 1 comparisons of training and serving", "{n} of 1 distributions"],
        "invariants_hold": ["{n} of 1 measurements of what it rests on", "tests behind it failed"],
        "labels_reliable": ["{dataset}: Krippendorff's alpha", "{labelled}"],
        "iterates_quickly": ["version 1 is out for", "which is {band}"],
    }
    words = {
        "shown": {"n": 0, "dataset": "shown", "labelled": "shown: all 12 items are labelled", "band": "medium"},
        "contradicted": {"n": 1, "dataset": "bad", "labelled": "bad: 4 of 12 items", "band": "low"},
    }
    for use_case, said in words.items():
        for criterion, parts in pieces.items():
            evidence = cases[use_case].loc[criterion, "evidence"]
            for part in parts:
                assert part.format(**said) in evidence, evidence
    alone = {
        ("half_done", "staleness_known"): "pass",  # two periods
        ("half_done", "good_on_slices"): "fail",  # one of two
        ("half_done", "pipeline_tested_end_to_end"): "fail",  # what was tested passed
        ("half_done", "invariants_hold"): "pass",
        ("half_done", "owned_together"): "fail",  # by one craft
        ("half_done", "labels_reliable"): "pass",  # on a scale
        ("set_badly", "owned_together"): "fail",  # of a team that there is not
        ("set_badly", "labels_reliable"): "fail",  # they agree, and a third waits
        ("set_badly", "invariants_hold"): "fail",  # it could not be run
        ("set_badly", "no_skew"): "pass",
        ("set_well", "not_stale"): "fail",  # 29 days, of 28
    }
    for (use_case, criterion), expected in alone.items():
        row = cases[use_case].loc[criterion]
        assert row["verdict"] == expected, (use_case, criterion, row["evidence"])
    # before anybody reacted, how alerts are set is all that is known
    assert verdict(cases["set_well"].loc["alerts_tuned"]) == (1, "pass")
    assert verdict(cases["set_badly"].loc["alerts_tuned"]) == (0, "fail")
    assert cases["set_badly"].loc["alerts_tuned", "evidence"].startswith("1 of 1 tests that can stop the build")


def attested_waived_and_missing(cases: dict[str, pd.DataFrame]) -> None:
    attested, nothing = cases["attested"], cases["nothing"]
    assert attested.loc["features_in_schema", "evidence"] == "attested by Ann on 2024-06-20"
    assert "no longer counts" in attested.loc["privacy_controlled", "evidence"]
    for criterion in ("privacy_controlled", "specs_reviewed", "mine"):
        assert verdict(attested.loc[criterion]) == (0, "not_assessed")
    assert verdict(attested.loc["purpose_named"]) == (1, "pass")
    assert attested.loc["apart", "effort"] == 2
    others = attested.drop(["privacy_controlled", "specs_reviewed", "mine", "purpose_named"])
    assert {verdict(row) for _, row in others.iterrows()} == {(0.5, "warn")}
    assert (nothing["points"] == 0).all()
    assert verdict(nothing.loc["purpose_named"]) == (0, "fail")
    waived = nothing.loc["features_in_schema"]
    assert bool(waived["is_waived"]) and waived["verdict"] == "not_assessed"
    assert waived["evidence"] == "nothing is on record; waived until 2024-06-30: there are no features, O'Neil says"
    assert nothing["is_waived"].sum() == 1
    assert "its waiver lacks a reason and an end" in cases["attested"].loc["canaried", "evidence"]
    assert "the waiver ended on 2024-06-29" in nothing.loc["features_beneficial", "evidence"]
    assert "its waiver lacks a reason" in nothing.loc["features_affordable", "evidence"]
    assert "its waiver lacks an end" in nothing.loc["features_allowed", "evidence"]
    assert "its waiver lacks an end" in nothing.loc["privacy_controlled", "evidence"]
    for criterion, days in {"mine": 8, "invariants_hold": 29}.items():
        day = MOMENT - pd.Timedelta(days=days)
        assert nothing.loc[criterion, "evidence"] == f"the attestation by Ann of {day:%Y-%m-%d} no longer counts"


def scores_are_the_lowest_section(project: Project, rows: pd.DataFrame) -> None:
    scores = project.relation("flywheel__guide_scores").set_index("use_case")
    by_section = rows.pivot_table(index="use_case", columns="section", values="points", aggfunc="sum")
    pd.testing.assert_frame_equal(
        scores.loc[by_section.index, SECTIONS].astype(float), by_section[SECTIONS], check_names=False
    )
    assert scores.loc["shown", SECTIONS].astype(float).to_list() == [4.5, 4, 4, 6, 11]
    assert scores.loc["attested", SECTIONS].astype(float).to_list() == [3, 3, 3.5, 3.5, 5.5]
    uncounted = scores["uncounted"].str.replace(
        "apart: its section 'teams' is none of the guide's, which alone are scored", ""
    )
    assert uncounted["shown"] == ""
    lacks = "canaried: its waiver lacks a reason and an end (until: YYYY-MM-DD)"
    assert uncounted["attested"] == f"; {lacks}; specs_reviewed: its attestation names no person"
    assert uncounted["set_well"] == f"; {lacks}"
    no_such = "no criterion is called so, flywheel__guide has them all"
    assert uncounted["half_done"] == f"; privcy_controlled: {no_such}"
    assert f"; not_a_criterion: {no_such}; privacy_controlled: its waiver lacks an end" in uncounted["nothing"]
    by_hand = {section: sum(HALF_OF_EACH.get(kind, 0) for kind in row) for section, row in SHEET.items()}
    assert scores.loc["by_hand", list(SHEET)].to_dict() == by_hand
    # that of the paper is the lowest of its four; the score that of the panel's section too
    assert scores.loc["by_hand", "ml_test_score"] == min(by_hand.values()) > scores.loc["by_hand", "team"] == 1
    assert (scores["ml_test_score"] == scores[list(SHEET)].min(axis=1)).all()
    assert (scores["score"] == scores[SECTIONS].min(axis=1)).all()
    scores = scores.drop(index=["set_well", "set_badly", "half_done", "by_hand"])
    bands = scores[["score", "band", "lowest_section"]].T.to_dict("list")
    assert bands == {
        "shown": [4, "strong", "model"],
        "attested": [3, "reasonable", "data"],
        "contradicted": [0, "research", "model"],
        "nothing": [0, "research", "data"],
    }
    assert scores["waived"].to_dict() == {"shown": 0, "attested": 0, "contradicted": 1, "nothing": 1}


def next_steps_raise_the_lowest_section(rows: pd.DataFrame) -> None:
    for use_case, frame in rows[rows["section"].isin(SECTIONS)].groupby("use_case"):
        points = frame.groupby("section")["points"].sum()
        lowest = set(points.index[points == points.min()])
        todo = frame[frame["section"].isin(lowest) & (frame["points"] < 1) & ~frame["is_waived"].astype(bool)]
        assert set(frame.loc[frame["next_step"].notna(), "criterion"]) == set(todo["criterion"]), use_case
        steps = todo.sort_values("next_step")
        assert list(steps["next_step"]) == list(range(1, len(steps) + 1))
        assert list(zip(steps["effort"], steps["points"], strict=True)) == sorted(
            zip(steps["effort"], steps["points"], strict=True)
        )


def history_is_kept(project: Project) -> None:
    """A day's build adds to those of the days before; a second one on the same day takes the place of the first."""
    schema = project.warehouse.profile().get("schema", "main")
    history = f"{schema}.flywheel__governance_history"
    project.warehouse.execute(f"update {history} set day = day - 1, value = value - 1 where use_case = 'shown'")
    # the newest of 28 days ago or more is compared with, not the one before it and not the one after it
    for days, more in ((40, 1), (28, 2), (27, 4)):
        project.warehouse.execute(
            f"insert into {history} (use_case, metric, day, value) "
            f"select use_case, metric, day - {days}, value + {more} from {history} "
            f"where use_case = 'contradicted' and day = cast('{NOW}' as date)"
        )
    run = project.dbt("run", "--select", "flywheel__governance_history", "flywheel__pipeline_complexity")
    assert run.success, run.messages
    history = project.relation("flywheel__governance_history")
    history["age"] = (MOMENT.normalize() - pd.to_datetime(history["day"])).dt.days
    history = history.set_index(["use_case", "metric", "age"])["value"]
    assert history.index.is_unique
    assert history["attested", "guide_score", 0] == 3 and ("attested", "guide_score", 1) not in history.index
    assert (history["shown", "guide_score", 1], history["shown", "guide_score", 0]) == (3, 4)
    assert (history["shown", "pipeline_nodes", 1], history["shown", "pipeline_nodes", 0]) == (2, 3)
    complexity = project.relation("flywheel__pipeline_complexity").set_index("use_case")
    changes = [f"{size}_change" for size in ("nodes", "edges", "depth", "sources", "teams", "hand_overs")]
    assert complexity.loc["shown", changes].to_list() == [1] * len(changes)
    assert complexity.loc["contradicted", changes].to_list() == [-2] * len(changes)
    assert complexity.loc["attested", ["compared_with", *changes]].isna().all()
    ages = (MOMENT.normalize() - pd.to_datetime(complexity["compared_with"])).dt.days
    assert (ages["shown"], ages["contradicted"]) == (1, 28)
    assert complexity.loc["shown", "reason"] == (
        "nodes behind it: 3, at most 3 in a row, 1 more than on 2024-06-29; data flows one way between its teams"
    )
    assert ", 2 fewer than on 2024-06-02; " in complexity.loc["contradicted", "reason"]
    assert complexity.loc["set_well", "reason"] == "nodes behind it: 1, at most 1 in a row; none of it is of a team"


def scorecard(project: Project) -> None:
    rows = project.relation("flywheel__team_scorecard").set_index(["team", "question"])
    assert rows.index.is_unique and len(rows) == 5 * 10
    both = "Does the model beat the baseline, and the KPI hold?"
    full = rows.loc[("full", both)]
    assert full["answer"] == "log_loss of logistic is 0.4, of naive 0.6 (pass); on_time_rate is 0.6 (not_assessed)"
    assert rows.loc[("no team", both), "answer"].endswith(
        "nothing is known of its metric log_loss; nothing is known of its KPI not_mapped"
    )
    assert (full["verdict"], full["worst_subject"]) == ("not_assessed", "shown")
    assert rows.loc[("platform", both), "verdict"] == "not_assessed"
    ready = rows.loc[("full", "Is it ready, by the guide?")]
    assert ready["verdict"] == "pass" and pd.isna(ready["worst_subject"])
    interface = rows.loc[("platform", "Is what other teams read an interface?")]
    assert (interface["verdict"], interface["worst_subject"]) == ("fail", "model.consumer.fct_bad")
    assert interface["answer"].startswith("1 of 4 pass; the worst: half: no contract is enforced")
    purpose = rows.loc[("no team", "Does every use case say what it is for?")]
    assert (purpose["verdict"], purpose["worst_subject"]) == ("fail", "nothing")
    assert rows.loc[("half", "Do people meet as they promised?"), "verdict"] == "fail"
    # KPI review, sign-off and the roll-back that nobody reviewed; no retro is promised
    assert rows.loc[("full", "Do people meet as they promised?"), "subjects"] == 3
    signed_off_only = rows.loc[("ghosts", "Do people meet as they promised?")]
    assert (signed_off_only["verdict"], signed_off_only["subjects"]) == ("not_assessed", 2)
    # what the use case rests on is asked of its team, too
    assert rows.loc[("full", "Does everything have an owner who is there?"), "subjects"] == 4
    measured_now = rows.loc[("half", "Is anything broken now?")]
    assert (measured_now["verdict"], measured_now["subjects"]) == ("fail", 4)
    assert measured_now["answer"].startswith("2 of 4 pass; the worst: speed_psi of drift of bad on 2024-06-29: ")
    assert "Not counted: apart" in ready["answer"]
    unknown = rows.loc[("ghosts", "Does every use case say what it is for?")]
    assert unknown["verdict"] == "fail" and unknown["answer"].startswith("team 'ghosts' is not a dbt group")
    broken = rows.loc[("platform", "Is anything broken now?")]
    assert (broken["verdict"], broken["worst_subject"], broken["subjects"]) == ("fail", "watch_bad", 3)
    assert broken["answer"] == "1 of 3 pass; the worst: the test watch_bad of fct_bad could not be run"
    live = rows.loc[slice(None), "Is the live model still good on what it is asked?", :]
    assert live["verdict"].to_dict() == {
        "full": "pass", "ghosts": "not_assessed", "half": "fail", "no team": "not_assessed", "platform": "not_assessed",
    }  # fmt: skip
    assert live.loc["full", "answer"].startswith("version 1, in the newest period that can be judged: Beats")
    decay_is_told(project)


def decay_is_told(project: Project) -> None:
    """A live model that gets worse is to be trained again by the day that flywheel__model_decay works out."""
    schema = project.warehouse.profile().get("schema", "main")
    days = {"warn": "2024-08-01", "fail": "2024-06-01"}
    asked, told = "Is the live model still good on what it is asked?", {}
    for verdict, day in days.items():
        project.warehouse.execute(f"delete from {schema}.flywheel__model_decay where use_case = 'shown'")
        project.warehouse.execute(
            f"insert into {schema}.flywheel__model_decay (use_case, version, is_live, verdict, reason, retrain_by) "
            f"values ('shown', '1', true, '{verdict}', 'it decays', cast('{day}' as date)), "
            "('shown', '0', false, 'fail', 'it is not live', null), "
            "('shown', '1', true, 'not_assessed', 'no trend', null)"
        )
        run = project.dbt("run", "--select", "flywheel__team_findings", "flywheel__team_scorecard")
        assert run.success, run.messages
        rows = project.relation("flywheel__team_scorecard").set_index(["team", "question"])
        told[verdict] = rows.loc[("full", asked)]
    assert told["warn"]["next_step"] == "Train it again by 2024-08-01"
    assert told["fail"]["next_step"] == "Train it again now"
    for verdict, row in told.items():
        assert (row["verdict"], row["answer"]) == (verdict, "1 of 2 pass; the worst: version 1: it decays")


def scorecard_is_printed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    run = project.dbt("run-operation", "flywheel.scorecard", "--args", "{team: full}")
    assert run.success, run.messages
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "full" in lines and "half" not in lines
    assert "log_loss of logistic is 0.4, of naive 0.6 (pass); on_time_rate is 0.6 (not_assessed)" in lines
    assert "-> Give the KPI more history to be judged by, or bounds of its own" in lines
    assert "not asked     No data product is of this team (an slo in the meta of a model)." in lines
    steps = project.relation("flywheel__guide").query("use_case == 'shown' and next_step <= 3").sort_values("next_step")
    efforts = {1: "hours", 2: "days", 3: "weeks"}
    told = [f"{int(s.next_step)}. {s.remedy} ({efforts[s.effort]}, {s.section})" for s in steps.itertuples()]
    assert len(told) == 3 and [line for line in lines if line[1:3] == ". "] == told
    assert not project.dbt("run-operation", "flywheel.scorecard", "--args", "{team: nobody}").success


def metric_and_kpi_are_judged(project: Project) -> None:
    """Every verdict of a metric with every verdict of a KPI, planted in what flywheel__metric_and_kpi reads."""
    schema = project.warehouse.profile().get("schema", "main")
    # what is live: its name, the baseline's value, whether it beats that, and by how much
    metrics = {
        "pass": "'model', 0.6, true, 0.2", "fail": "'model', 0.6, false, -0.1", "warn": "'model', 0.6, false, 0.01",
        "warn of the baseline itself": "'naive', 0.6, false, 0", "not_assessed": "'model', null, null, null",
    }  # fmt: skip
    planted: dict[str, list[str]] = {"use_cases": [], "leaderboard": [], "verdict_log": []}
    for metric, row in metrics.items():
        for kpi in ("pass", "warn", "fail", "not_assessed"):
            name = f"{metric}, {kpi}"
            planted["use_cases"].append(f"('{name}', 'm', 'naive', '{name}')")
            planted["leaderboard"].append(f"('{name}', 'm', true, 0.4, {row})")
            # the newest period counts, in its newest revision
            for day, revision, verdict in (("06-28", 1, "fail"), ("06-29", 1, "warn"), ("06-29", 2, kpi)):
                told = f"('{name}', 'kpi', '{name}', timestamp '2024-{day}', {revision}, 1, '{verdict}')"
                planted["verdict_log"].append(told)
    columns = {
        "use_cases": "use_case, metric, baseline, kpi",
        "leaderboard": "use_case, metric, is_live, value, candidate, baseline_value, beats_baseline, "
        "gain_over_baseline",
        "verdict_log": "series_id, subject_type, subject, period_start, revision, value, verdict",
    }
    for table, rows in planted.items():
        project.warehouse.execute(f"insert into {schema}.flywheel__{table} ({columns[table]}) values {', '.join(rows)}")
    run = project.dbt("run", "--select", "flywheel__metric_and_kpi")
    assert run.success, run.messages
    found = project.relation("flywheel__metric_and_kpi").set_index("use_case")
    for name in (row.split("'")[1] for row in planted["use_cases"]):
        both = [part.split(" ")[0] for part in name.split(", ")]
        worst = next(verdict for verdict in ("fail", "not_assessed", "warn", "pass") if verdict in both)
        assert [*found.loc[name, ["metric_verdict", "kpi_verdict", "verdict"]]] == [*both, worst], name
        assert pd.isna(found.loc[name, "remedy"]) == (worst == "pass"), name


def bands_are_those_of_the_paper(project: Project) -> None:
    """Breck et al. 2017, table VI: an upper end belongs to its band."""
    ends = {0: "research", 1: "serious holes", 2: "first pass", 3: "reasonable", 5: "strong"}
    bands = ends | {end + 0.5: name for end, name in zip(ends, [*list(ends.values())[1:], "exceptional"], strict=True)}
    schema = project.warehouse.profile().get("schema", "main")
    rows = [
        f"('scored {score}', '{section}', '{section}', {score + place}, false)"
        for score in bands for place, section in enumerate(reversed(SECTIONS))
    ]  # fmt: skip
    project.warehouse.execute(
        f"insert into {schema}.flywheel__guide (use_case, section, criterion, points, is_waived) "
        f"values {', '.join(rows)}"
    )
    names = ", ".join(f"('scored {score}')" for score in bands)
    project.warehouse.execute(f"insert into {schema}.flywheel__use_cases (use_case) values {names}")
    run = project.dbt("run", "--select", "flywheel__guide_scores", "flywheel__team_findings")
    assert run.success, run.messages
    found = project.relation("flywheel__team_findings")
    ready = found[found["question"] == "Is it ready, by the guide?"].set_index("subject")["verdict"]
    assert {score: ready[f"scored {score}"] for score in bands} == {
        score: "fail" if score == 0 else "warn" if score <= 2 else "pass" for score in bands
    }
    scores = project.relation("flywheel__guide_scores").set_index("use_case")
    assert {score: scores.loc[f"scored {score}", "band"] for score in bands} == bands
    assert set(scores.loc[[f"scored {score}" for score in bands], "lowest_section"]) == {SECTIONS[-1]}
