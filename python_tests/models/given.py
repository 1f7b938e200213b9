"""What the tests of models are given: declared use cases, and rows in which NaN is not null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from harness.project import Project
from harness.warehouse import TYPES


def map_input(project: Project, name: str, rows: Iterable[Mapping[str, Any]], types: Mapping[str, str]) -> None:
    """Plant rows as they are and map them to an input. A data frame would make NaN null, and a null integer a float."""
    texts = pd.DataFrame([{c: None if row[c] is None else str(row[c]) for c in types} for row in rows], dtype="object")
    project.map_input(name, texts, dict.fromkeys(types, "str"))
    engine = TYPES[project.warehouse.name]
    columns = ", ".join(f"cast({column} as {engine[kind]}) as {column}" for column, kind in types.items())
    schema = project.warehouse.profile().get("schema", "main")
    project.model(f"my_{name}", f"select {columns} from {schema}.planted_my_{name}")


def declare_use_cases(
    project: Project, use_cases: Mapping[str, Mapping[str, Any]], rests_on: Mapping[str, Iterable[str]] | None = None
) -> None:
    """Declare use cases as a user would: exposures of type ml with a meta. `rests_on`: what each depends on."""
    project.model("something", "select 1 as id")
    project.write_yaml(
        "models/use_cases.yml",
        {
            "exposures": [
                {
                    "name": name,
                    "type": "ml",
                    "owner": {"name": "Tests", "email": "tests@example.com"},
                    "depends_on": [f"ref('{model}')" for model in (rests_on or {}).get(name, ["something"])],
                    "config": {"meta": {"flywheel": dict(meta)}},
                }
                for name, meta in use_cases.items()
            ]
        },
    )
