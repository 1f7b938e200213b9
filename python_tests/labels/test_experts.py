"""Whether domain experts are in the loop: their share of labels and reviews, and whether they looked in time."""

from __future__ import annotations

import pandas as pd
import pytest
from harness.project import Project
from labels.given import VOTES

NOW = "2024-03-01 00:00:00"
REVIEWS = {"use_case": "str", "kind": "str", "held_at": "ts", "person": "str", "role": "str"}
MEMBERS = {"team": "str", "person": "str", "role": "str", "since": "ts", "until": "ts"}


def votes() -> pd.DataFrame:
    """A labelling function, an expert by kind, one by the team, one who left it, and a dataset without any."""
    rows = [
        *[("looked at", str(item), "rule", "function", "no", "2024-01-01") for item in range(8)],
        *[("looked at", str(item), "eve", "expert", "no" if item else "yes", "2024-02-20") for item in range(3)],
        ("looked at", "5", "fred", "human", "no", "2024-02-25"),
        ("looked at", "6", "gone", "human", "no", "2024-02-26"),
        ("looked at", "7", "eve", "expert", None, "2024-02-28"),
        ("looked at", "7", "eve", "expert", "no", "2024-06-01"),
        ("not looked at", "1", "rule", "function", "no", "2024-02-28"),
        ("at no known time", "1", "eve", "expert", "no", None),
    ]
    return pd.DataFrame(rows, columns=["dataset", "item_id", "labeller", "labeller_kind", "label", "voted_at"])


def test_experts_in_the_loop(project: Project) -> None:

    project.map_input("label_votes", votes(), VOTES)
    members = [
        ("a team", "fred", "domain_expert", None, None),
        ("a team", "gone", "domain_expert", "2023-01-01", "2024-01-01"),
        ("a team", "ann", "data_scientist", None, None),
    ]
    project.map_input("team_members", pd.DataFrame(members, columns=list(MEMBERS)), MEMBERS)
    reviews = [
        ("delay", "kpi_review", "2024-02-01", "fred", "stakeholder"),
        ("delay", "retro", "2024-02-28", "ann", "data_scientist"),
        ("delay", "retro", "2024-01-01", "a guest", "domain_expert"),
        ("delay", "retro", "2024-05-01", "fred", "domain_expert"),
    ]
    project.map_input("reviews", pd.DataFrame(reviews, columns=list(REVIEWS)), REVIEWS)
    meta = {"review_every_days": 30, "metric": "log_loss", "baseline": "b", "kpi": "k", "stakeholder": "s"}
    project.write_yaml(
        "models/delay.yml",
        {
            "exposures": [
                {"name": name, "type": "ml", "owner": {"name": "somebody"}, "config": {"meta": {"flywheel": of}}}
                for name, of in [("delay", meta | {"review_every_days": 20}), ("unseen", meta)]
            ]
        },
    )
    project.vars["flywheel_datasets"] = {
        name: {"review_every_days": 7} for name in ("looked at", "not looked at", "at no known time")
    }
    run = project.build("--select", "+flywheel__experts", flywheel_now=NOW)
    assert run.success, run.messages
    found = project.relation("flywheel__experts").set_index(["subject_type", "subject"])

    looked = found.loc[("dataset", "looked at")]
    assert (looked["looks"], looked["by_experts"], looked["experts"], looked["verdict"]) == (13, 4, 2, "pass")
    assert looked["expert_share"] == pytest.approx(4 / 13)
    assert looked["days_since"] == pytest.approx(5)
    assert (looked["function_pairs"], looked["function_agreement"]) == (4, 0.75)
    assert "4 of 13 labels are by a domain expert, the last 5 days ago" in looked["reason"]
    nobody = found.loc[("dataset", "not looked at")]
    assert (nobody["by_experts"], nobody["verdict"]) == (0, "fail")
    assert pd.isna(nobody["function_agreement"])
    assert found.loc[("dataset", "at no known time"), "verdict"] == "not_assessed"

    delay = found.loc[("use_case", "delay")]
    assert (delay["looks"], delay["by_experts"], delay["verdict"]) == (3, 2, "fail")
    assert delay["days_since"] == pytest.approx(29)
    unseen = found.loc[("use_case", "unseen")]
    assert (unseen["looks"], unseen["verdict"]) == (0, "fail")
    assert pd.isna(unseen["expert_share"])
