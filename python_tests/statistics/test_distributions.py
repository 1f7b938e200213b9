"""Student's t and chi-squared in SQL are those of scipy, from the middle far into the tails."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from harness.project import Project
from scipy.stats import chi2, t

CONFIDENCES = (0.5, 0.999)
DEGREES = [1, 1.3, 2, 3, 7.5, 30, 1e3, 1e6, 1e8]
DISTANCES = [-1e3, -3, -1e-3, 0, 0.1, 1, 2, 5, 12, 30]
WHOLE_DEGREES = [*range(0, 41), 60, 200]


def test_student_t_and_chi_squared_are_those_of_scipy(project: Project) -> None:
    given = pd.DataFrame(itertools.product(DISTANCES, DEGREES), columns=["t", "degrees"])
    given.loc[len(given)] = [np.nan, 5]
    given.loc[len(given)] = [1, np.nan]
    project.table("distances", given, {"t": "float", "degrees": "float"})
    for number, confidence in enumerate(CONFIDENCES):
        project.model(
            f"tails_{number}",
            f"with distances as (select * from {{{{ ref('distances') }}}}),\n"
            f"{{{{ flywheel._two_sided_t('distances', {confidence}) }}}}\nselect * from t_limits",
        )
    statistics = [(q, df) for df in WHOLE_DEGREES for q in (-1, 0, 0.01, df / 2, df, 2 * df, 10 * df + 20, 1300, 5000)]
    project.table("statistics", pd.DataFrame(statistics, columns=["x", "degrees"]), {"x": "float", "degrees": "int"})
    project.model("chi", "{{ flywheel.chi2_tail(ref('statistics'), 'x', 'degrees', 'tail') }}")
    outcome = project.build("--select", "distances", "statistics", "tails_0", "tails_1", "chi")
    assert outcome.success, outcome.messages
    for number, confidence in enumerate(CONFIDENCES):
        found = project.relation(f"tails_{number}").astype(float)
        undefined = found["t"].isna() | found["degrees"].isna()
        assert found.loc[undefined, "p_value"].isna().all()
        found = found[~undefined]
        expected = np.maximum(2 * t.sf(found["t"].abs(), found["degrees"]), np.exp(-700))
        np.testing.assert_allclose(found["p_value"], expected, rtol=1e-7)
        np.testing.assert_allclose(found["t_limit"], t.ppf(0.5 + confidence / 2, found["degrees"]), rtol=1e-7)
    found = project.relation("chi").astype(float)
    assert found.loc[found["degrees"] == 0, "tail"].isna().all()
    found = found[found["degrees"] > 0]
    expected = chi2.sf(found["x"].clip(upper=1400), found["degrees"])
    exact = found["degrees"] <= 60
    np.testing.assert_allclose(found.loc[exact, "tail"], expected[exact], rtol=2e-7, atol=1e-290)
    np.testing.assert_allclose(found.loc[~exact, "tail"], expected[~exact], atol=1e-3)
