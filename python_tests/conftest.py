"""Fixtures: a warehouse of each engine under test, and a consumer project in it."""

from __future__ import annotations

import os
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")

from harness.project import Project
from harness.warehouse import DuckDB, Postgres, Warehouse

# Half a minute and more in few tests: begun first, so that no worker is left with one of them when others have ended.
LONG = {"agreement", "alerts", "demo", "experiments", "guide", "incremental", "random_series", "replay"}


def pytest_configure(config: pytest.Config) -> None:
    """Files are handed to workers in the order of collection, not of how many tests they have."""
    config.option.loadscopereorder = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="also the slow tests on Postgres")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A slow test (7 s and more on Postgres) runs on DuckDB, and on Postgres too with --all (make test-all)."""
    if not config.getoption("--all"):
        left_out = [item for item in items if item.get_closest_marker("slow") and "postgres" in item.name]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if hasattr(config, "workerinput"):
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.path.stem.removeprefix("test_") not in LONG, -tests[item.path], item.path))


@pytest.fixture(scope="session")
def postgres_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A Postgres server of this session's own, reached through a socket in the returned folder."""
    import pgserver

    folder = tmp_path_factory.mktemp("postgres")
    server = pgserver.get_server(folder)
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the server
        server.psql(f"alter system set {setting} = off")
    server.psql("select pg_reload_conf()")
    yield folder
    server.cleanup()


@pytest.fixture(params=["duckdb", "postgres"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    """Each engine in turn."""
    if request.param == "duckdb":
        return DuckDB(tmp_path / "warehouse.duckdb")
    return Postgres(request.getfixturevalue("postgres_folder"), f"test_{uuid.uuid4().hex[:12]}")


@pytest.fixture
def project(warehouse: Warehouse, tmp_path: Path) -> Project:
    """An empty consumer project on each engine in turn."""
    return Project(tmp_path / "project", warehouse)


@pytest.fixture
def duckdb_project(tmp_path: Path) -> Project:
    """An empty consumer project on DuckDB alone, for what does not depend on the engine."""
    return Project(tmp_path / "project", DuckDB(tmp_path / "warehouse.duckdb"))


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def shared_project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An empty project that all tests of a module share, on each engine in turn: many planted cases, one build."""
    folder = tmp_path_factory.mktemp("shared")
    if request.param == "duckdb":
        return Project(folder / "project", DuckDB(folder / "warehouse.duckdb"))
    warehouse = Postgres(request.getfixturevalue("postgres_folder"), f"test_{uuid.uuid4().hex[:12]}")
    return Project(folder / "project", warehouse)
