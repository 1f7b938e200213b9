"""The package as a whole: it builds on nothing, describes itself, and says the same thing everywhere."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness.project import PACKAGE, Project, Run

FOLDERS = ("macros", "models", "tests")


def sources() -> list[Path]:
    """Every SQL file of the package."""
    return [file for folder in FOLDERS for file in sorted((PACKAGE / folder).rglob("*.sql"))]


def manifest(project: Project) -> dict[str, Any]:
    return json.loads((project.folder / "target" / "manifest.json").read_text())


def models_of_the_package(project: Project, with_disabled: bool = False) -> list[dict[str, Any]]:
    known = manifest(project)
    nodes = list(known["nodes"].values())
    if with_disabled:
        nodes += [node for same_id in known["disabled"].values() for node in same_id]
    return [node for node in nodes if node["package_name"] == "flywheel" and node["resource_type"] == "model"]


def test_a_project_that_maps_nothing_builds_every_model_empty_and_typed(project: Project) -> None:
    assert project.dbt("parse").success  # which writes the manifest
    run = project.build()
    assert run.success, run.messages
    assert set(run.statuses.values()) <= {"success", "pass"}
    schema = project.warehouse.profile().get("schema", "main")
    models = models_of_the_package(project)
    assert len(models) > 20
    about_the_graph = {"flywheel__nodes", "flywheel__edges"}
    for model in models:
        columns = project.query(
            "select column_name, data_type from information_schema.columns "
            f"where table_schema = '{schema}' and table_name = '{model['name']}'"
        )
        assert set(columns["column_name"]) == set(model["columns"]), model["name"]
        assert not {t for t in columns["data_type"] if t.lower() in ('"null"', "null", "unknown")}, model["name"]
        rows = project.query(f"select count(*) as n from {schema}.{model['name']}")["n"][0]
        assert (rows == 0) != (model["name"] in about_the_graph), model["name"]


def test_dbt_finds_nothing_to_warn_of(duckdb_project: Project) -> None:
    project = duckdb_project
    types = {"use_case": "str", "entity_id": "str", "outcome": "float"}
    project.map_input("outcomes", [{"use_case": "late", "entity_id": "e", "outcome": 1.0}], types)
    project.model("measured", "{{ flywheel.measure(ref('my_outcomes'), 'outcomes', {'rows': 'row_count'}) }}")
    project.vars["flywheel_measurements"] = ["measured"]
    project.write_yaml(
        "models/late.yml", {"exposures": [{"name": "late", "type": "ml", "owner": {"name": "somebody"}}]}
    )
    run = project.dbt("--warn-error", "build", "--no-partial-parse")
    assert run.success, run.messages


def test_it_compiles_where_the_database_may_not_be_asked(duckdb_project: Project) -> None:
    run = duckdb_project.dbt("compile", "--no-introspect", "--no-populate-cache", "--no-partial-parse")
    assert run.success, run.messages


def test_everything_public_is_described(duckdb_project: Project) -> None:
    run = duckdb_project.dbt("parse")
    assert run.success, run.messages
    silent = []
    models = models_of_the_package(duckdb_project, with_disabled=True)
    assert {"flywheel__mlflow_runs", "flywheel__elementary_test_results"} <= {model["name"] for model in models}
    for model in models:
        assert model["columns"], model["name"]
        if not model["description"]:
            silent.append(model["name"])
        silent += [f"{model['name']}.{c['name']}" for c in model["columns"].values() if not c["description"]]
    for macro in manifest(duckdb_project)["macros"].values():
        name = macro["name"]
        if macro["package_name"] != "flywheel" or name.startswith("_") or "__" in name:
            continue
        if not macro["description"]:
            silent.append(name)
        silent += [f"{name}({argument['name']})" for argument in macro["arguments"] if not argument["description"]]
        written = [argument["name"] for argument in macro["arguments"]]
        called = re.search(rf"macro {name}\((.*?)\)\s*-?%}}", macro["macro_sql"], re.DOTALL)
        if called and not name.startswith("test_"):
            wanted = [part.split("=")[0].strip() for part in re.split(r",(?![^\[{]*[\]}])", called[1]) if part.strip()]
            assert written == wanted, f"{name}: YAML describes {written}, the macro takes {wanted}"
    assert silent == []


def test_no_model_is_held_back_by_a_test_that_judges(duckdb_project: Project) -> None:
    """dbt skips what comes after all that a failing test depends on: of the package, nothing may."""
    project = duckdb_project
    project.model("orders", "select current_timestamp as ordered_at, 1 as amount, 'churn' as use_case")
    project.model("measured", "{{ flywheel.measure(ref('orders'), 'orders', {'rows': 'row_count'}, 'ordered_at') }}")
    project.vars |= {
        "flywheel_measurements": ["measured"],
        "flywheel_inputs": dict.fromkeys(("deployments", "label_votes", "kpi_values"), "orders"),
    }
    by_time = {"arguments": {"time_column": "ordered_at"}}
    on_orders = {
        "volume_within_baseline": by_time, "arrives_on_time": by_time, "has_owner": {}, "has_contract_across_teams": {},
        "within_error_budget": {}, "gold_checked": {}, "labeller_better_than_chance": {},
        "has_causal_evidence": {"arguments": {"column_name": "use_case"}}, "live_versions_promotable": {},
    }  # fmt: skip
    on_measured = {"within_baseline": {}, "in_control": {}, "on_target": {"arguments": {"target": 1}}}
    tests = {"orders": on_orders, "measured": on_measured}
    models = [
        {"name": name, "data_tests": [{f"flywheel.{test}": {"name": test, **given}} for test, given in of_it.items()]}
        for name, of_it in tests.items()
    ]
    project.write_yaml("models/tested.yml", {"models": models})
    run = project.dbt("parse")
    assert run.success, run.messages
    nodes = manifest(project)["nodes"]

    @cache
    def upstream(node_id: str) -> frozenset[str]:
        parents = nodes[node_id]["depends_on"].get("nodes", [])
        return frozenset(parents).union(*(upstream(parent) for parent in parents))

    models_upstream = {id: upstream(id) for id in nodes if id.startswith("model.flywheel.")}
    assert len([id for id, parents in models_upstream.items() if "model.consumer.orders" in parents]) > 20
    depends_on = {
        node["name"]: set(node["depends_on"]["nodes"]) for id, node in nodes.items() if id.startswith("test.")
    }
    for test in ("flywheel__verdicts_none_failing", *on_orders, *on_measured):
        held_back = [id for id, parents in models_upstream.items() if parents >= depends_on[test]]
        assert held_back == [], f"{test} holds them back: see _holds_nothing_back()"


def test_what_is_dispatched_has_a_default_for_engines_that_nobody_thought_of() -> None:
    code = "".join(file.read_text() for file in sources())
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)', 'flywheel'\)", code))
    assert dispatched
    assert dispatched <= set(re.findall(r"macro default__(\w+)\(", code))  # else dbt parses on no other engine


def test_every_var_is_listed_with_the_default_that_the_code_has() -> None:
    listed = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text())["vars"]
    calls = re.compile(r"var\('(flywheel_\w+)'(?:,\s*([^)]*?))?(?:, most=1)?\)")
    used: dict[str, set[str]] = {}
    for file in sources():
        for name, default in calls.findall(file.read_text()):
            used.setdefault(name, set()).add(default)
    in_yaml = {name for file in (PACKAGE / "models").rglob("*.yml") for name, _ in calls.findall(file.read_text())}
    assert set(used) | in_yaml == set(listed)
    words = {"none": None, "{}": {}, "[]": []}
    for name, defaults in used.items():
        for default in defaults - {""}:
            value = words[default] if default in words else yaml.safe_load(default)
            if name in ("flywheel_policy", "flywheel_alerts"):
                continue  # their defaults are macros, see the next test and python_tests/alerts
            assert value == listed[name], name


def test_the_listed_policy_is_the_one_that_the_code_has(duckdb_project: Project) -> None:
    listed = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text())["vars"]["flywheel_policy"]
    duckdb_project.write(
        "macros/show.sql",
        """
        {% macro show() %}
            {%- set defaults = {} -%}
            {%- for key, setting in flywheel.policy_settings().items() -%}
                {%- do defaults.update({key: setting.default}) -%}
            {%- endfor -%}
            {{ return(defaults) }}
        {% endmacro %}
        """,
    )
    duckdb_project.model("shown", "select '{{ tojson(show()) }}' as defaults")
    run = duckdb_project.build("--select", "shown")
    assert run.success, run.messages
    defaults = json.loads(duckdb_project.relation("shown")["defaults"][0])
    assert {key: value for key, value in defaults.items() if value is not None} == listed


def test_no_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PACKAGE, capture_output=True, text=True, check=False
    ).stdout.split()
    if not listed:
        pytest.skip("needs a git checkout of the package")
    words = ["py" + r"pi\.org", "python" + "hosted", "file" + ":///"]
    folders = [f"(?<![\\w.]){'/' + folder}/\\w" for folder in ("root", "home", "opt", "tmp", "work")]
    hosts = re.compile("|".join([*words, *folders]))
    told = [
        name
        for name in listed
        if (PACKAGE / name).is_file() and hosts.search((PACKAGE / name).read_text("utf-8", "ignore"))
    ]
    assert told == []


def dbt_in_the_package(tmp_path: Path, command: list[str]) -> Run:
    """dbt as somebody who works on the package runs it, with its own profile; what it writes goes to tmp_path."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    folder = ["--project-dir", str(PACKAGE), "--profiles-dir", str(PACKAGE), "--target-path", str(tmp_path / "target")]
    outcome = dbtRunner().invoke([*command, "--quiet", "--log-level-file", "none", *folder])
    DuckDBConnectionManager.close_all_connections()
    DuckDBConnectionManager._ENV = None
    return Run(bool(outcome.success), outcome.exception, {})


def test_the_package_builds_and_documents_itself_on_its_own_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLYWHEEL_DUCKDB_PATH", str(tmp_path / "package.duckdb"))
    assert dbt_in_the_package(tmp_path, ["build"]).success
    assert dbt_in_the_package(tmp_path, ["docs", "generate"]).success
    assert (tmp_path / "target" / "catalog.json").exists()
