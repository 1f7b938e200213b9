"""The harness: what is parsed in part is what dbt parses of the whole, so that nothing stale is ever tested."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from dbt.parser.models import ModelParser
from dbt.parser.search import FileBlock
from harness.project import PACKAGE, Project


class Parse:
    """What `dbt parse` found, and how many models it read for that."""

    def __init__(self, project: Project, *arguments: str, **variables: Any) -> None:
        read: list[Path] = []
        parse = ModelParser.parse_file

        def parse_file(self: ModelParser, block: FileBlock) -> None:
            read.append(Path(block.file.path.project_root))
            parse(self, block)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ModelParser, "parse_file", parse_file)
            run = project.dbt("parse", *arguments, **variables)
        assert run.success, run.messages
        self.read = sum(folder.is_relative_to(project.folder) for folder in read)
        found = json.loads((project.folder / "target" / "manifest.json").read_text())
        enabled = list(found["nodes"].values())
        disabled = [node for nodes in found["disabled"].values() for node in nodes]
        self.nodes = {node["unique_id"]: essence(node) for node in enabled + disabled}
        self.macros = {name: essence(macro) for name, macro in found["macros"].items()}


def essence(node: dict) -> dict:
    """A node without when it was read and whose link to the package it was read through."""
    left = {key: value for key, value in node.items() if key not in ("created_at", "root_path")}
    return left | {"depends_on": {kind: sorted(names) for kind, names in (node.get("depends_on") or {}).items()}}


def test_other_variables_and_models_are_parsed_in_part_and_as_if_as_a_whole(duckdb_project: Project) -> None:
    project = duckdb_project
    project.map_input("known_events", [], {"event": "str", "starts_at": "ts", "ends_at": "ts"})
    project.model("measured", "{{ flywheel.measure(ref('my_known_events'), 'starts_at', {'rows': 'row_count'}) }}")
    project.vars |= {"flywheel_measurements": ["measured"], "flywheel_verdict_severity": "warn"}
    Parse(project, flywheel_performance_period="day", flywheel_now="2024-01-01")
    variables = {"flywheel_inputs": {}, "flywheel_policy": {"method": "rate"}, "flywheel_verdict_severity": "error"}
    part, whole = Parse(project, **variables), Parse(project, "--no-partial-parse", **variables)
    assert part.read < 40 and whole.read > 100
    assert part.nodes == whole.nodes
    assert part.macros == whole.macros


def test_what_is_changed_in_the_package_is_parsed_again(duckdb_project: Project) -> None:
    before = Parse(duckdb_project)
    package = duckdb_project.folder / "dbt_packages" / "flywheel"
    package.unlink()
    for folder in ("macros", "models", "seeds", "tests"):
        shutil.copytree(PACKAGE / folder, package / folder)
    shutil.copy(PACKAGE / "dbt_project.yml", package)
    for file in ("models/verdicts/flywheel__incidents.sql", "macros/verdicts/policy.sql"):
        path = package / file
        path.write_text("{# another #}\n" + path.read_text().replace("macro _policy(", "macro _policy_of_old("))
    after = Parse(duckdb_project)
    model = "model.flywheel.flywheel__incidents"
    assert after.nodes[model]["raw_code"] != before.nodes[model]["raw_code"]
    assert "macro.flywheel._policy" in before.macros.keys() - after.macros.keys()
