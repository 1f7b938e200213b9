"""A project of several teams, in which every finding about owners and interfaces is planted and cleared."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
from harness.project import PACKAGE, Project

NOW = "2024-06-30 12:00:00"
MEMBERS = {"team": "str", "person": "str", "role": "str", "since": "ts", "until": "ts"}
REVIEWS = {
    "use_case": "str", "kind": "str", "held_at": "ts", "person": "str", "role": "str", "criterion": "str",
    "notes": "str",
}  # fmt: skip
DEPLOYMENTS = {
    "use_case": "str", "version": "str", "run_id": "str", "candidate": "str", "deployed_at": "ts", "retired_at": "ts",
    "deployed_by": "str", "outcome": "str", "is_automated": "bool",
}  # fmt: skip
TEST_RESULTS = {
    "invocation_id": "str", "test_id": "str", "node_id": "str", "status": "str", "executed_at": "ts",
}  # fmt: skip
GOOD = "model.consumer.fct_good.v1"
LATE = {"loaded_at_field": "at", "freshness": {"warn_after": {"count": 1, "period": "day"}}}


def member(team: str, person: str, role: str, until: str | None = None) -> dict[str, Any]:
    return {"team": team, "person": person, "role": role, "since": None, "until": until}


PEOPLE = [
    member("punctuality", "Ann", "data_scientist"),
    member("punctuality", "Bob", "ml_engineer"),
    member("punctuality", "Eve", "domain_expert", until="2024-06-29"),
    member("punctuality", "Joe", "product") | {"since": "2024-07-01"},
    member("platform", "Cem", "data_engineer"),
    member("platform", "Dan", "ml_engineer"),
    member("solo", "Sue", "data_scientist"),
    member("solo", "sue", "data_scientist", until="2024-01-01"),
    member("solo", "Sue", "product"),
    member("ghosts", "Gus", "ml_engineer", until="2024-01-01"),
    member("ghosts", "Ghita", "data_scientist", until="2024-06-30 12:00:00"),
    # left one team for another: is there
    member("ghosts", "Cem", "data_engineer", until="2024-01-01"),
]


def exposure(name: str, team: str | None, reads: list[str], **meta: Any) -> dict[str, Any]:
    own = {"metric": "log_loss", "baseline": "naive", "kpi": "on_time_rate", "stakeholder": "head of ops", **meta}
    return {
        "name": name,
        "type": "ml",
        "owner": {"name": "Somebody"},
        "depends_on": [f"ref('{name}')" if "(" not in name else name for name in reads],
        "config": {"meta": {"flywheel": own | ({"team": team} if team else {})}},
    }


def contracted(name: str, **more: Any) -> dict[str, Any]:
    """A model as an interface should be, but for what is said."""
    config = {"contract": {"enforced": True}, "group": "platform", "access": "public"} | more.pop("config", {})
    return {
        "name": name,
        "description": "One row per flight.",
        "config": config,
        "columns": [{"name": "id", "data_type": "integer", "data_tests": ["not_null"]}],
        "versions": [{"v": 1}],
        "latest_version": 1,
    } | more


def versions(**more: Any) -> dict[str, Any]:
    return {"versions": [{"v": 1, **more}], "latest_version": 1}


MODELS = [
    contracted("fct_good", data_tests=[{"flywheel.arrives_on_time": {"arguments": {"time_column": "id"}}}]),
    contracted("fct_no_contract", config={"contract": {"enforced": False}}),
    contracted("fct_not_tested", columns=[{"name": "id", "data_type": "integer"}]),
    contracted("fct_protected", config={"access": "protected"}),
    contracted("fct_not_described", description=""),
    contracted("fct_old", **versions(deprecation_date="2024-06-01")),
    contracted("fct_to_go", **versions(deprecation_date="2024-12-01")),
    {k: v for k, v in contracted("fct_not_versioned").items() if "version" not in k},
    {"name": "lone", "config": {"group": "solo"}},
    {"name": "haunted", "config": {"group": "ghosts"}},
    {"name": "unrecorded", "config": {"group": "nobody_knows", "meta": {"owner": "Öykü O'Neil 漢字"}}},
    {"name": "misnamed", "config": {"meta": {"flywheel": {"team": "no_group"}}}},
    {"name": "owned_by_a_team", "config": {"meta": {"flywheel": {"owner": "platform"}}}},
    {"name": "owned_by_a_person", "config": {"meta": {"owner": "ann"}}},
    {"name": "owned_by_one_who_moved", "config": {"meta": {"owner": "Cem"}}},
    {"name": "owned_by_one_who_left_now", "config": {"meta": {"owner": "GHITA"}}},
    {"name": "promises", "config": {"meta": {"flywheel": {"slo": 0.9}}}},
    {"name": "loop_out", "config": {"group": "punctuality"}},
    {"name": "loop_back", "config": {"group": "platform"}},
]
SQL = {
    **{model["name"] + ("_v1" if "versions" in model else ""): "select 1 as id" for model in MODELS},
    "lone": "select * from {{ source('raw', 'flights') }} where 1 = 0",
    "haunted": "select * from {{ source('raw', 'weather') }} where 1 = 0",
    "unrecorded": "select * from {{ source('raw', 'planes') }} where 1 = 0",
    "loop_out": "select * from {{ ref('fct_good') }}",
    "loop_back": "select * from {{ ref('loop_out') }}",
    "nobody_reads": "select * from {{ ref('lone') }}",
    "joined": "select lone.* from {{ ref('lone') }} as lone cross join {{ ref('fct_good') }} as good",
}
EXPOSURES = [
    exposure(
        "flight_delay",
        "punctuality",
        [*(model["name"] for model in MODELS if model["name"] not in ("loop_out", "promises")), "ref('airlines')"],
    ),
    exposure("small", "solo", ["lone", "source('raw', 'planes')", "ref('airports')"]),
    exposure("no_team", None, ["fct_good"]),
    exposure("of_nothing", "ghosts", []),
    exposure("of_a_package", "platform", ["other_read", "joined"]),
    exposure("shares", "platform", ["joined", "loop_back"]),
    exposure("no_use_case", "solo", ["lone"]) | {"type": "dashboard"},
]


def write_package(project: Project) -> None:
    """Another package beside this one, with a team and a use case of the names of the project's own, which count."""
    project.write("packages/other/dbt_project.yml", "name: other\nversion: '1.0'\nconfig-version: 2\n")
    for name in ("other_read", "other_unread"):
        project.write(f"packages/other/models/{name}.sql", "select 1 as id")
    theirs = {"name": "platform", "owner": {"name": "Somebody else"}}
    project.write_yaml(
        "packages/other/models/other.yml",
        {"groups": [theirs], "exposures": [exposure("small", None, ["other_unread"])]},
    )
    project.install("other", project.folder / "packages" / "other")


def write_teams(project: Project) -> None:
    """The graph, and who is in the teams."""
    write_package(project)
    for name, sql in SQL.items():
        project.model(name, sql)
    for seed in ("airports", "airlines"):
        project.write(f"seeds/{seed}.csv", "code\nEWR\n")
    groups = ["punctuality", "platform", "solo", "ghosts", "nobody_knows"]
    sources = {
        "flights": {"flywheel": {"team": "platform"}}, "weather": {}, "planes": {"owner": "gus"},
    }  # fmt: skip
    project.write_yaml(
        "models/teams.yml",
        {
            "groups": [
                {
                    "name": name,
                    "owner": {"name": f"Lead of {name}"},
                    "config": {"meta": {"flywheel": {"kind": "platform" if name == "platform" else "embedded"}}},
                }
                for name in groups
            ],
            "sources": [
                {
                    "name": "raw",
                    "schema": project.warehouse.profile().get("schema", "main"),
                    "tables": [
                        {"name": name, "config": {"meta": meta} | (LATE if name == "flights" else {})}
                        for name, meta in sources.items()
                    ],
                }
            ],
            "models": MODELS,
            "seeds": [{"name": "airlines", "config": {"group": "punctuality"}}],
            "exposures": EXPOSURES,
        },
    )
    project.configure(vars={"flywheel_now": NOW}, seeds={"consumer": {"+group": "platform"}})
    project.map_input("team_members", pd.DataFrame(PEOPLE, dtype="object"), MEMBERS)


def every_flag_is_planted_and_cleared(project: Project, model: str, but: tuple[str, ...] = ()) -> None:
    """Each rule of a scorecard has a row that breaks it and one that keeps it. `but`: what another test plants."""
    flags = re.findall(r"'flag': '(\w+)'", (PACKAGE / "models" / "ownership" / f"{model}.sql").read_text())
    found = [set(str(row).split(", ")) for row in project.relation(model)["findings"].fillna("")]
    assert set(flags) - set(but) == set().union(*found) - {""}
    assert set(flags) == {flag for flag in flags if not all(flag in row for row in found)}
