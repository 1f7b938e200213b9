"""Many cases are judged in one build: a project for all the tests of a module."""

from __future__ import annotations

import uuid

import pytest
from harness.project import Project
from harness.warehouse import DuckDB, Postgres


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def shared_project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A consumer project on each engine in turn, for all the tests of a module."""
    folder = tmp_path_factory.mktemp("engine")
    if request.param == "duckdb":
        return Project(folder / "project", DuckDB(folder / "warehouse.duckdb"))
    warehouse = Postgres(request.getfixturevalue("postgres_folder"), f"test_{uuid.uuid4().hex[:12]}")
    return Project(folder / "project", warehouse)
