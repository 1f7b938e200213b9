"""A temporary dbt project of a user of flywheel: plant rows, run dbt in process, look at what came out."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from dbt.cli.main import dbtRunner, dbtRunnerResult

from harness.fast_dbt import (
    keep_macros,
    keep_syntax_trees,
    parsed_before,
    without_garbage_collection,
)
from harness.variables import parse_again_only_where_it_matters
from harness.warehouse import Warehouse

keep_syntax_trees()
keep_macros()
parse_again_only_where_it_matters()

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).resolve().parents[1] / "consumer_project"


@dataclass
class Run:
    """What one dbt command did."""

    success: bool
    exception: BaseException | None
    results: dict[str, Any]

    @property
    def statuses(self) -> dict[str, str]:
        """Status of each node by name: success, pass, warn, fail, error or skipped."""
        return {name: str(result.status) for name, result in self.results.items()}

    def message(self, name: str) -> str:
        """What dbt says of one node."""
        return self.results[name].message or ""

    @property
    def messages(self) -> str:
        """Everything that went wrong, for an assertion that should explain itself."""
        bad = [f"{n}: {r.message}" for n, r in self.results.items() if str(r.status) in ("error", "fail", "warn")]
        return "\n".join([*bad, str(self.exception or "")])


class Project:
    """A consumer project in a folder of its own, with this package in its dbt_packages."""

    def __init__(self, folder: Path, warehouse: Warehouse) -> None:
        self.folder = folder
        self.warehouse = warehouse
        self.vars: dict[str, Any] = {}
        shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
        (folder / "dbt_packages").mkdir(exist_ok=True)
        self.install("flywheel", PACKAGE)
        self.write_yaml("profiles.yml", {"consumer": {"target": "test", "outputs": {"test": warehouse.profile()}}})

    def install(self, name: str, folder: Path) -> None:
        """Put a package into the project, as `dbt deps` would."""
        (self.folder / "dbt_packages" / name).symlink_to(folder, target_is_directory=True)

    def write(self, path: str, text: str) -> None:
        """Write a file of the project; the text may be indented."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")

    def write_yaml(self, path: str, content: Mapping[str, Any]) -> None:
        """Write a YAML file of the project."""
        self.write(path, yaml.safe_dump(dict(content), sort_keys=False))

    def configure(self, **settings: Any) -> None:
        """Set top-level keys of the project's dbt_project.yml (vars, models, ...)."""
        file = self.folder / "dbt_project.yml"
        content = yaml.safe_load(file.read_text()) | settings
        file.write_text(yaml.safe_dump(content, sort_keys=False))

    def override(self, macro: str, body: str) -> None:
        """Put a macro of the project before the package's of that name, as a user would; the body may be indented."""
        self.configure(dispatch=[{"macro_namespace": "flywheel", "search_order": ["consumer", "flywheel"]}])
        self.write(f"macros/{macro}.sql", f"{{% macro {macro}() %}} {body} {{% endmacro %}}\n")

    def model(self, name: str, sql: str) -> None:
        """Write a model of the project."""
        self.write(f"models/{name}.sql", sql)

    def table(self, name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame, types: Mapping[str, str]) -> None:
        """Plant rows as a model `name`. `types`: column -> str, int, float, bool, date, ts or a type of the engine."""
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=list(types))
        self.warehouse.load(f"planted_{name}", frame[list(types)], types)
        schema = self.warehouse.profile().get("schema", "main")
        self.model(name, f'{{{{ config(materialized="table") }}}}\nselect * from {schema}.planted_{name}\n')

    def map_input(self, name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame, types: Mapping[str, str]) -> None:
        """Plant rows as a model and map it to an input of the package."""
        self.table(f"my_{name}", rows, types)
        self.vars.setdefault("flywheel_inputs", {})[name] = f"my_{name}"

    def dbt(self, command: str, *arguments: str, **variables: Any) -> Run:
        """Run a dbt command in process. Variables are added to those of the project."""
        settings = yaml.safe_dump(self.vars | variables)

        def invoke(folder: Path, settings: str, *call: str) -> dbtRunnerResult:
            where = ("--project-dir", str(folder), "--profiles-dir", str(folder), "--vars", settings)
            return dbtRunner().invoke([*call, *where, "--quiet", "--log-level-file", "none"])

        def parse(folder: Path) -> bool:
            return invoke(folder, "{}", "parse", "--no-write-json").success

        profile = self.warehouse.profile()
        json = [] if command == "parse" else ["--no-write-json"]
        parsed = parsed_before(self.folder, profile.get("schema", "main"), profile["type"], settings, parse)
        try:
            with without_garbage_collection(), parsed:
                outcome = invoke(self.folder, settings, command, *arguments, *json)
        finally:
            self.warehouse.release()
        results = getattr(outcome.result, "results", None) or []
        named = {result.node.name: result for result in results if hasattr(result, "node")}
        return Run(bool(outcome.success), outcome.exception, named)

    def build(self, *arguments: str, **variables: Any) -> Run:
        """`dbt build`."""
        return self.dbt("build", *arguments, **variables)

    def query(self, sql: str) -> pd.DataFrame:
        """Read from the warehouse."""
        return self.warehouse.query(sql)

    def relation(self, name: str) -> pd.DataFrame:
        """All rows of a model, in no order."""
        schema = self.warehouse.profile().get("schema", "main")
        return self.query(f"select * from {schema}.{name}")

    def failing_rows(self, run: Run, test: str) -> pd.DataFrame:
        """The rows that a test returned."""
        return self.query(run.results[test].node.compiled_code)
