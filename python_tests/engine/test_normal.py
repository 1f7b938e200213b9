"""The normal distribution and Student's t in SQL, against scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from scipy import stats

Z = [-1e6, -38.0, -8.0, -2.5, -1e-9, 0.0, 1e-9, 0.3, 1.0, 2.9957, 6.0, 20.0, 36.0]
TAILS = [0.5, 0.499, 0.3, 0.05, 0.02426, 0.02425, 0.02424, 0.01, 1 / 365.25, 1e-5, 1e-9, 1e-15]
DEGREES = [14, 28, 56, 252]


T_CASES = [(t, n) for t in (-4.0, -1.0, 0.0, 0.5, 2.0, 3.0, 3.5, 5.0) for n in DEGREES]
P_VALUES = """
    {% set p_value = flywheel._p_value('z') %}
    {{ p_value | replace('direction', "'up'") }} as up,
    {{ p_value | replace('direction', "'down'") }} as down,
    {{ p_value | replace('direction', "'both'") }}
"""
# name: the cases, and what is computed of them
COMPUTED = {
    "tails": (pd.DataFrame({"z": [*Z, np.nan]}), P_VALUES),
    "limits": (pd.DataFrame({"p": TAILS}), "{{ flywheel._normal_limit('p') }}"),
    "normals": (pd.DataFrame(T_CASES, columns=["t", "n"]), "{{ flywheel._t_as_normal('t', 'n') }}"),
    "there_and_back": (
        pd.DataFrame(T_CASES, columns=["z", "n"]),
        "{{ flywheel._t_as_normal('(' ~ flywheel._normal_as_t('z', 'n') ~ ')', 'n') }}",
    ),
}


@pytest.fixture(scope="module")
def computed(shared_project: Project) -> Project:
    for name, (cases, expression) in COMPUTED.items():
        shared_project.table(f"cases_of_{name}", cases, dict.fromkeys(cases.columns, "float"))
        shared_project.model(name, f"select *, {expression} as computed from {{{{ ref('cases_of_{name}') }}}}")
    run = shared_project.build("--select", *[f"+{name}" for name in COMPUTED])
    assert run.success, run.messages
    return shared_project


def test_p_values_are_the_tails_of_scipy(computed: Project) -> None:
    rows = computed.relation("tails")
    unknown = rows["z"].isna()
    assert unknown.sum() == 1
    assert rows.loc[unknown, ["up", "down", "computed"]].isna().all(axis=None)
    rows = rows[abs(rows["z"]) < 37].astype(float)  # what is further out counts as 37
    np.testing.assert_allclose(rows["up"], stats.norm.sf(rows["z"]), rtol=1.3e-7)
    np.testing.assert_allclose(rows["down"], stats.norm.cdf(rows["z"]), rtol=1.3e-7)
    np.testing.assert_allclose(rows["computed"], np.minimum(2 * stats.norm.sf(abs(rows["z"])), 1), rtol=1.3e-7)


def test_the_normal_limit_agrees_with_scipy(computed: Project) -> None:
    rows = computed.relation("limits")
    np.testing.assert_allclose(rows["computed"], stats.norm.isf(rows["p"]), rtol=1.2e-9, atol=1e-12)


def test_a_t_is_as_unlikely_as_the_normal_it_is_made(computed: Project) -> None:
    """Wallace's approximation: its error grows into the tail and falls with the degrees of freedom."""
    rows = computed.relation("normals")
    wanted = stats.norm.isf(stats.t.sf(rows["t"], rows["n"]))
    np.testing.assert_array_less(abs(rows["computed"] - wanted), 0.08 / rows["n"])


def test_a_normal_made_a_t_is_the_same_normal_again(computed: Project) -> None:
    rows = computed.relation("there_and_back")
    np.testing.assert_allclose(rows["computed"], rows["z"], rtol=1e-12, atol=1e-12)
