"""Warehouses a test can plant tables in, hand to dbt, and read back from."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pandas as pd

TYPES = {
    "duckdb": {
        "str": "varchar",
        "int": "bigint",
        "float": "double",
        "bool": "boolean",
        "date": "date",
        "ts": "timestamp",
        "tstz": "timestamptz",
    },
    "postgres": {
        "str": "text",
        "int": "bigint",
        "float": "double precision",
        "bool": "boolean",
        "date": "date",
        "ts": "timestamp",
        "tstz": "timestamptz",
    },
}


class Warehouse(Protocol):
    """An engine under test. `name` is dbt's adapter type."""

    name: str

    def profile(self) -> dict[str, Any]:
        """The output of profiles.yml that reaches this warehouse."""

    def load(self, table: str, frame: pd.DataFrame, types: Mapping[str, str]) -> None:
        """Write `frame` as a new table; `types` maps each column to a contract type or to a type of the engine."""

    def query(self, sql: str) -> pd.DataFrame:
        """Run a query and return all its rows."""

    def execute(self, sql: str) -> None:
        """Run a statement for its effect."""

    def release(self) -> None:
        """Let go of whatever dbt keeps open, so that another connection can be made."""


def _column_list(frame: pd.DataFrame, types: Mapping[str, str], engine: str) -> str:
    known = TYPES[engine]
    return ", ".join(f'"{column}" {known.get(types[column], types[column])}' for column in frame.columns)


class DuckDB:
    """One database file."""

    name = "duckdb"

    def __init__(self, path: Path) -> None:
        self.path = path

    def profile(self) -> dict[str, Any]:
        return {"type": "duckdb", "path": str(self.path), "threads": 2}

    def load(self, table: str, frame: pd.DataFrame, types: Mapping[str, str]) -> None:
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(f'create or replace table "{table}" ({_column_list(frame, types, self.name)})')
            if len(frame):
                connection.register("planted", frame)
                names = ", ".join(f'"{column}"' for column in frame.columns)
                connection.execute(f'insert into "{table}" select {names} from planted')

    def query(self, sql: str) -> pd.DataFrame:
        with duckdb.connect(str(self.path)) as connection:
            return connection.execute(sql).df()

    def execute(self, sql: str) -> None:
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(sql)

    def release(self) -> None:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()
        DuckDBConnectionManager._ENV = None


class Postgres:
    """One schema of a server that the test session started."""

    name = "postgres"

    def __init__(self, folder: Path, schema: str) -> None:
        self.folder = folder
        self.schema = schema
        self.execute(f'create schema "{schema}"')

    def profile(self) -> dict[str, Any]:
        return {
            "type": "postgres",
            "host": str(self.folder),
            "port": 5432,
            "user": "postgres",
            "password": "",
            "dbname": "postgres",
            "schema": self.schema,
            "threads": 2,
        }

    def _connect(self) -> Any:
        import psycopg2

        return psycopg2.connect(
            host=str(self.folder), user="postgres", dbname="postgres", options=f"-c search_path={self.schema}"
        )

    def load(self, table: str, frame: pd.DataFrame, types: Mapping[str, str]) -> None:
        text = StringIO()
        frame.to_csv(text, index=False, header=False, na_rep="\\N", date_format="%Y-%m-%d %H:%M:%S.%f")
        text.seek(0)
        with self._connect() as connection, connection.cursor() as cursor:
            cursor.execute(f'drop table if exists "{table}" cascade')
            cursor.execute(f'create table "{table}" ({_column_list(frame, types, self.name)})')
            cursor.copy_expert(f"copy \"{table}\" from stdin with (format csv, null '\\N')", text)
        connection.close()

    def query(self, sql: str) -> pd.DataFrame:
        with self._connect() as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall()
            names = [column.name for column in cursor.description]
        connection.close()
        return pd.DataFrame(rows, columns=names)

    def execute(self, sql: str) -> None:
        with self._connect() as connection, connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()

    def release(self) -> None:
        from dbt.adapters.factory import cleanup_connections

        cleanup_connections()
