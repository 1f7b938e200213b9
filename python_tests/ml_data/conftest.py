"""A project for a whole module, on each engine: many planted cases, one build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from harness.project import Project, Run


class Cases:
    """Planted tables and the tests on them, each under a name of its own; all are built at once, at the first look."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.models: dict[str, list[dict[str, Any]]] = {}
        self.described: dict[str, list[str]] = {}
        self._run: Run | None = None

    def table(self, name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame, types: Mapping[str, str]) -> None:
        """Plant rows as a model."""
        self.project.table(name, rows, types)
        self.models.setdefault(name, [])

    def put(self, model: str, name: str, test: str, where: str | None = None, **arguments: Any) -> None:
        """Put a test of the package on a model."""
        config = {"where": where} if where else {}
        block = {f"flywheel.{test}": {"name": name, "arguments": arguments, "config": config}}
        self.models[model].append(block)

    @property
    def run(self) -> Run:
        """The build of all that was planted."""
        if self._run is None:
            models = [
                {
                    "name": name,
                    "data_tests": tests,
                    "columns": [{"name": column} for column in self.described.get(name, [])],
                }
                for name, tests in self.models.items()
            ]
            self.project.write_yaml("models/cases.yml", {"models": models})
            self._run = self.project.build("--select", *self.models)
            assert self._run.exception is None, self._run.exception
        return self._run

    def status(self, name: str) -> str:
        """How a test ended: pass or fail; an error is shown."""
        status = self.run.statuses[name]
        assert status in ("pass", "fail"), self.run.message(name)
        return status

    def rows(self, name: str) -> pd.DataFrame:
        """The rows that a failing test returned."""
        assert self.status(name) == "fail"
        return self.project.failing_rows(self.run, name)
