"""Who owns what, and what stands between teams: every finding planted, and cleared beside it."""

from __future__ import annotations

import pandas as pd
import pytest
from harness.project import Project
from ownership.given import DEPLOYMENTS, GOOD, every_flag_is_planted_and_cleared, write_teams

TABLES = ["ownership", "interfaces", "pipeline_sizes", "unused_nodes", "contract_changes", "hand_offs"]
HISTORY = {"use_case": "str", "metric": "str", "day": "date", "value": "float"}


@pytest.fixture
def teams(project: Project) -> Project:
    """The project of several teams, built once a test."""
    write_teams(project)
    deployed = [
        dict.fromkeys(DEPLOYMENTS)
        | {"use_case": use_case, "version": version, "is_automated": automated, "deployed_at": "2024-06-01"}
        for use_case, version, automated in [
            ("flight_delay", "1", False), ("flight_delay", "2", True), ("flight_delay", "3", True),
            ("flight_delay", "4", True), ("flight_delay", "not known", None), ("small", "1", False),
            ("shares", "1", False), ("shares", "2", True), ("flight_delay", "to come", False),
        ]
    ]  # fmt: skip
    deployed[0] |= {"run_id": "r1", "deployed_by": "Bob"}
    deployed[-1] |= {"deployed_at": "2024-07-01"}
    rows = pd.DataFrame(deployed, dtype="object")
    project.map_input("deployments", rows, DEPLOYMENTS)
    runs = [
        {"use_case": "flight_delay", "run_id": "r1", "author": "Ann", "started_at": f"2024-05-{day} 12:00:00"}
        for day in (30, 31)
    ]
    types = {
        "use_case": "str",
        "run_id": "str",
        "author": "str",
        "started_at": "ts",
        "candidate": "str",
        "metric": "str",
    }
    project.map_input("training_runs", [run | {"candidate": "c", "metric": "m"} for run in runs], types)
    return project


def test_every_finding_is_planted_and_cleared(teams: Project) -> None:
    # the history comes with the guide, and so with everything; here there is none yet
    teams.warehouse.load("flywheel__governance_history", pd.DataFrame(columns=list(HISTORY)), HISTORY)
    selected = (*(f"+flywheel__{table}" for table in TABLES), "flywheel__pipeline_complexity")
    run = teams.build("--select", *selected)
    assert run.success, run.messages
    owners_are_found(teams)
    interfaces_are_found(teams)
    pipelines_are_found(teams)
    for model in ("node_owners", "interfaces", "pipeline_complexity"):
        every_flag_is_planted_and_cleared(teams, f"flywheel__{model}", but=("breaking_change",))
    hand_offs = teams.relation("flywheel__hand_offs")
    hand_off = hand_offs.iloc[0]
    assert len(hand_offs) == 1
    assert (hand_off["author_role"], hand_off["deployer_role"], bool(hand_off["is_hand_off"])) == (
        "data_scientist", "ml_engineer", True,
    )  # fmt: skip
    assert hand_off["days_from_run"] == 1.5


def findings(rows: pd.DataFrame, key: str) -> dict[str, tuple[str, str | None]]:
    """Verdict and findings by key."""
    assert rows["reason"].notna().all()
    assert (rows["remedy"].notna() == rows["findings"].notna()).all()
    return {
        row[key]: (row["verdict"], None if pd.isna(row["findings"]) else row["findings"]) for _, row in rows.iterrows()
    }


def owners_are_found(project: Project) -> None:
    rows = project.relation("flywheel__ownership")
    assert not rows.duplicated(["use_case", "node_id"]).any()
    first = findings(rows[rows["use_case"] == "flight_delay"], "node_id")
    assert {name: first[name] for name in first if ".fct_" not in name} == {
        "exposure.consumer.flight_delay": ("pass", None),
        "model.consumer.lone": ("warn", "single_owner"),
        "model.consumer.haunted": ("fail", "team_left"),
        "model.consumer.unrecorded": ("warn", "nobody_on_record"),
        "model.consumer.misnamed": ("fail", "unknown_team"),
        "model.consumer.owned_by_a_team": ("pass", None),
        "model.consumer.owned_by_a_person": ("warn", "no_team"),
        "model.consumer.owned_by_one_who_moved": ("warn", "no_team"),
        "model.consumer.owned_by_one_who_left_now": ("fail", "owner_left, no_team"),
        "seed.consumer.airlines": ("pass", None),
        "model.consumer.loop_out": ("pass", None),
        "model.consumer.loop_back": ("pass", None),
        "source.consumer.raw.flights": ("pass", None),
        "source.consumer.raw.weather": ("fail", "orphan"),
        "source.consumer.raw.planes": ("fail", "owner_left, no_team"),
    }
    assert first[GOOD] == ("pass", None)
    small = findings(rows[rows["use_case"] == "small"], "node_id")
    assert small == {
        "exposure.consumer.small": ("warn", "single_owner, no_ml_engineer"),
        "model.consumer.lone": ("warn", "single_owner"),
        "source.consumer.raw.flights": ("pass", None),
        "source.consumer.raw.planes": ("fail", "owner_left, no_team"),
        "seed.consumer.airports": ("pass", None),
    }
    by_node = rows.drop_duplicates("node_id").set_index("node_id")
    assert by_node.loc[GOOD, "roles"] == "data_engineer, ml_engineer"
    assert by_node.loc["exposure.consumer.flight_delay", "roles"] == "data_scientist, ml_engineer"
    assert by_node.loc["model.consumer.unrecorded", "owner"] == "Öykü O'Neil 漢字"
    infrastructure = {name for name, row in by_node.iterrows() if row["is_infrastructure"]}
    assert {"source.consumer.raw.weather", "seed.consumer.airports", "seed.consumer.airlines", GOOD} <= infrastructure
    assert "model.consumer.lone" not in infrastructure
    teams = project.relation("flywheel__teams").set_index("team")
    assert teams.index.is_unique and teams.loc["platform", "owner_name"] == "Lead of platform"
    # both crafts are asked of a use case, and of no other exposure
    others = findings(project.relation("flywheel__node_owners"), "node_id")
    assert others["exposure.consumer.no_use_case"] == ("warn", "single_owner")
    of_a_package = findings(rows[rows["use_case"] == "of_a_package"], "node_id")
    assert of_a_package["exposure.consumer.of_a_package"] == ("warn", "no_data_scientist")
    assert of_a_package["model.other.other_read"] == ("fail", "orphan")
    assert findings(rows[rows["depth"] == 0], "use_case")["no_team"] == ("warn", "no_team")
    assert findings(rows[rows["depth"] == 0], "use_case")["of_nothing"] == ("fail", "team_left")
    assert by_node.loc["source.consumer.raw.planes", "reason"] == (
        "its owner gus has left; gus owns it alone: it belongs to no team"
    )


def interfaces_are_found(project: Project) -> None:
    rows = project.relation("flywheel__interfaces")
    assert not rows.duplicated(["parent_id", "child_id"]).any()
    assert (rows["producer_team"] != rows["consumer_team"]).all()
    first = findings(rows[rows["child_id"] == "exposure.consumer.flight_delay"], "parent_id")
    found = {name.split(".")[2]: row for name, row in first.items()}
    assert {name: found[name] for name in found if name.startswith("fct_")} == {
        "fct_good": ("pass", None),
        "fct_no_contract": ("fail", "no_contract"),
        "fct_not_tested": ("fail", "not_tested"),
        "fct_protected": ("warn", "not_public"),
        "fct_not_described": ("warn", "not_described"),
        "fct_old": ("fail", "deprecated"),
        "fct_to_go": ("warn", "to_be_deprecated"),
        "fct_not_versioned": ("warn", "not_versioned"),
    }
    assert "loop_back" in found and "owned_by_a_person" not in found
    assert found["misnamed"] == ("fail", "no_contract, not_tested, no_owner, not_versioned, not_public, not_described")
    pairs = {tuple(pair) for pair in rows[["parent_id", "child_id"]].to_numpy()}
    assert (GOOD, "model.consumer.loop_out") in pairs
    assert (GOOD, "exposure.consumer.no_team") not in pairs
    seeds = findings(rows[rows["child_id"] == "exposure.consumer.small"], "parent_id")
    assert seeds == {"seed.consumer.airports": ("fail", "not_tested, cannot_have_contract, not_described")}
    sources = findings(rows[rows["child_id"] == "model.consumer.lone"], "parent_id")
    assert sources["source.consumer.raw.flights"][0] == "fail"
    promised = rows.loc[rows["promises_freshness"].astype(bool), "parent_id"]
    assert set(promised) == {"source.consumer.raw.flights", GOOD}


def pipelines_are_found(project: Project) -> None:
    rows = project.relation("flywheel__pipeline_complexity").set_index("use_case")
    small = rows.loc["small"]
    numbers = ["nodes", "edges", "depth", "max_fan_in", "max_fan_out", "sources", "teams", "hand_overs", "team_cycles"]
    assert list(small[numbers]) == [4, 4, 2, 3, 1, 2, 2, 2, 0]
    assert (small["verdict"], small["findings"]) == ("warn", "not_automated")
    # what it shares with others counts once; two teams alone can wait for each other
    assert list(rows.loc["shares", numbers]) == [6, 7, 3, 2, 2, 1, 3, 3, 2]
    assert (rows.loc["shares", "automated_run_share"], rows.loc["shares", "findings"]) == (0.5, "team_cycle")
    first = rows.loc["flight_delay"]
    assert first["automated_run_share"] == 0.75
    assert (first["verdict"], first["findings"], first["team_cycles"]) == ("warn", "team_cycle", 3)
    assert first["reason"] == "teams wait for each other: platform, punctuality, solo"
    assert (rows.loc["no_team", "verdict"], rows.loc["no_team", "teams"]) == ("pass", 1)
    assert pd.isna(rows.loc["no_team", "automated_run_share"])
    assert (rows.loc["of_nothing", "verdict"], rows.loc["of_nothing", "nodes"]) == ("not_assessed", 0)
    unused = project.relation("flywheel__unused_nodes")
    assert set(unused["node_id"]) == {"model.consumer.nobody_reads"}


@pytest.mark.slow
def test_a_contract_that_changes_without_a_version_is_found_and_named(project: Project) -> None:
    contracts = {"first": {"id": "integer", "gone": "integer", "other": "integer"}}
    contracts["second"] = {"id": "integer", "other": "text", "more": "integer"}
    contracts["third"] = contracts["first"] | {"more": "integer"}
    changes, verdicts = {}, {}
    groups = [{"name": team, "owner": {"name": f"their {team}"}} for team in ("a", "b")]
    reader = {"name": "reads", "type": "ml", "owner": {"name": "theirs"}, "depends_on": []}
    project.write("packages/other/dbt_project.yml", "name: other\nversion: '1.0'\nconfig-version: 2\n")
    project.write_yaml("packages/other/models/other.yml", {"groups": groups, "exposures": [reader]})
    project.install("other", project.folder / "packages" / "other")
    for build, (name, columns) in enumerate(contracts.items()):
        project.model("fct", "select " + ", ".join(f"cast(null as {kind}) as {c}" for c, kind in columns.items()))
        model = {
            "name": "fct",
            "access": "public",
            "description": "Flights.",
            "config": {"group": "a", "contract": {"enforced": True}},
            "columns": [{"name": column, "data_type": kind} for column, kind in columns.items()],
            "data_tests": [{"flywheel.has_key": {"arguments": {"columns": ["id"]}}}],
        }
        reader = {"name": "reads", "type": "ml", "owner": {"name": "B"}, "depends_on": ["ref('fct')"]}
        reader["config"] = {"meta": {"flywheel": {"team": "b"}}}
        groups = [{"name": team, "owner": {"name": team}} for team in ("a", "b")]
        # what has changed comes last where dbt parses in part: after what is of the same name in the package
        for changed in (*groups, reader):
            changed.setdefault("config", {}).setdefault("meta", {})["build"] = name
        project.write_yaml("models/fct.yml", {"groups": groups, "models": [model], "exposures": [reader]})
        run = project.build("--select", "+flywheel__interfaces", flywheel_now=f"2024-01-0{build + 1} 00:00:00")
        assert run.success, run.messages
        log = project.relation("flywheel__contract_changes")
        log = log[log["seen_at"] == pd.Timestamp(f"2024-01-0{build + 1}")]
        changes[name] = {row["column_name"]: (row["change"], bool(row["is_breaking"])) for _, row in log.iterrows()}
        verdicts[name] = project.relation("flywheel__interfaces").iloc[0]
    seen = len(project.relation("flywheel__contract_changes"))
    run = project.dbt("run", "--empty", "--select", "flywheel__contract_changes")
    assert run.success and len(project.relation("flywheel__contract_changes")) == seen, run.messages
    assert changes["first"] == dict.fromkeys(["id", "gone", "other"], ("first_seen", False))
    assert changes["second"] == {"gone": ("removed", True), "other": ("retyped", True), "more": ("added", False)}
    assert changes["third"] == {"gone": ("added", False), "other": ("retyped", True)}
    assert verdicts["first"]["findings"] == "not_versioned"
    assert verdicts["second"]["findings"] == "breaking_change, not_versioned"
    assert verdicts["second"]["broken_columns"] == "gone removed, other retyped"
    assert verdicts["second"]["verdict"] == "fail"
    assert verdicts["third"]["broken_columns"] == "other retyped"
    owners = project.relation("flywheel__nodes").set_index("node_id")["owner"]
    assert (owners["model.consumer.fct"], owners["exposure.consumer.reads"]) == ("a", "B")
    assert "exposure.other.reads" not in owners
    # what is 14 days old is what the consumers have lived with
    for now, told in (("2024-01-16 23:00:00", True), ("2024-01-17 00:00:00", False)):
        run = project.dbt("run", "--select", "flywheel__interfaces", flywheel_now=now)
        assert run.success, run.messages
        assert project.relation("flywheel__interfaces")["broken_columns"].notna().all() == told, now


def test_without_people_on_record_nothing_is_said_of_them(duckdb_project: Project) -> None:
    project = duckdb_project
    project.model("fct", "select 1 as id")
    groups = [{"name": "a", "owner": {"name": "A"}}]
    reader = {"name": "reads", "type": "ml", "owner": {"name": "B"}, "depends_on": ["ref('fct')"]}
    reader["config"] = {"meta": {"flywheel": {"team": "a"}}}
    models = [{"name": "fct", "config": {"group": "a"}}]
    project.write_yaml("models/fct.yml", {"groups": groups, "models": models, "exposures": [reader]})
    run = project.build("--select", "+flywheel__ownership")
    assert run.success, run.messages
    rows = project.relation("flywheel__ownership").set_index("node_id")
    assert rows.loc["exposure.consumer.reads", "verdict"] == "not_assessed"
    assert rows.loc["model.consumer.fct", "verdict"] == "pass"
    assert rows["roles"].isna().all()
