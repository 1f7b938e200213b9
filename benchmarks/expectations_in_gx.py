"""The sixty checks of expectations.py as Great Expectations has them, run by that where it is installed.

On DuckDB it needs a patch: it reads a result after the connection is closed, when duckdb-engine has no rows any more.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.execution_engine import SqlAlchemyExecutionEngine


def expectations(what: dict[str, Any]) -> list[Any]:
    """The sixty."""
    lowest, highest = what["bounds"]
    found: list[Any] = [gxe.ExpectTableRowCountToBeBetween(min_value=1)]
    found.append(gxe.ExpectColumnValuesToBeInSet(column="code", value_set=what["codes"]))
    for column in what["columns"]:
        found.append(gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=0.9))
        found.append(gxe.ExpectColumnValuesToBeBetween(column=column, min_value=lowest, max_value=highest))
    found += [gxe.ExpectColumnMeanToBeBetween(column=c, min_value=400, max_value=600) for c in what["averaged"]]
    found += [gxe.ExpectColumnMinToBeBetween(column=column, min_value=0) for column in what["extremes"]]
    found += [gxe.ExpectColumnMaxToBeBetween(column=column, max_value=1000) for column in what["extremes"]]
    assert len(found) == 60
    return found


def execute_query(self: SqlAlchemyExecutionEngine, query: Any) -> Any:
    """Its own, but all rows are read while the connection is open."""
    with self.get_connection() as connection:
        return connection.execute(query).freeze()()


def table_of(context: Any, profile: dict[str, Any]) -> Any:
    """The table `events` of the warehouse in dbt's profile."""
    if profile["type"] == "duckdb":
        SqlAlchemyExecutionEngine.execute_query = execute_query
        source = context.data_sources.add_sql("warehouse", connection_string=f"duckdb:///{profile['path']}")
        return source.add_table_asset("events", table_name="events")
    url = f"postgresql+psycopg2://{profile['user']}@localhost/{profile['dbname']}?host={profile['host']}"
    source = context.data_sources.add_postgres("warehouse", connection_string=url)
    return source.add_table_asset("events", table_name="events", schema_name=profile["schema"])


def main() -> None:
    what = json.loads(sys.argv[1])
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = table_of(context, what["profile"]).add_batch_definition_whole_table("all")
    suite = gx.ExpectationSuite(name="sixty", expectations=expectations(what) if what["checks"] else [])
    result = batch.get_batch().validate(suite, result_format="BOOLEAN_ONLY")
    assert len(result.results) == (60 if what["checks"] else 0)
    failed = [one for one in result.results if not one.success]
    assert len(failed) == (what["failures"] if what["checks"] else 0), len(failed)


if __name__ == "__main__":
    main()
