"""The sixty checks of expectations.py as Soda has them; run by that, in an environment with Soda."""

from __future__ import annotations

import json
import sys
from typing import Any

from soda.scan import Scan


def checks(what: dict[str, Any]) -> list[Any]:
    """The sixty in Soda's language, which has no share of what is valid: none may be invalid."""
    lowest, highest = what["bounds"]
    found: list[Any] = ["row_count >= 1", {"invalid_count(code) = 0": {"valid values": what["codes"]}}]
    found += [f"missing_percent({column}) <= 10" for column in what["columns"]]
    found += [{f"invalid_count({c}) = 0": {"valid min": lowest, "valid max": highest}} for c in what["columns"]]
    found += [f"avg({column}) between 400 and 600" for column in what["averaged"]]
    found += [f"min({column}) >= 0" for column in what["extremes"]]
    found += [f"max({column}) <= 1000" for column in what["extremes"]]
    assert len(found) == 60
    return found


def source(profile: dict[str, Any]) -> dict[str, Any]:
    """The profile of dbt as Soda's configuration of a data source."""
    if profile["type"] == "duckdb":
        return {"type": "duckdb", "path": profile["path"], "read_only": True}
    names = {"host": "host", "port": "port", "username": "user", "password": "password", "database": "dbname"}
    return {"type": "postgres", "schema": profile["schema"]} | {key: profile[name] for key, name in names.items()}


def main() -> None:
    what = json.loads(sys.argv[1])
    scan = Scan()
    scan.disable_telemetry()
    scan.set_data_source_name("warehouse")
    scan.add_configuration_yaml_str(json.dumps({"data_source warehouse": source(what["profile"])}))
    if what["checks"]:
        scan.add_sodacl_yaml_str(json.dumps({"checks for events": checks(what)}))
    scan.execute()
    assert not scan.has_error_logs(), scan.get_error_logs_text()
    failed = [check for check in scan.get_scan_results()["checks"] if check["outcome"] != "pass"]
    assert len(scan.get_scan_results()["checks"]) == (60 if what["checks"] else 0)
    assert len(failed) == (what["failures"] if what["checks"] else 0), len(failed)


if __name__ == "__main__":
    main()
