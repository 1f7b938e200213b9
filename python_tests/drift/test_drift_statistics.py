"""Every statistic of drift agrees with scipy, on real flights and random data, and is null where it is undefined."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from drift.reference import statistics
from harness.project import Project
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2 as chi2_distribution
from scipy.stats import ks_2samp, norm

FLIGHTS = {
    "month": "int",
    "dep_delay": "int",
    "arr_delay": "float",
    "air_time": "float",
    "distance": "int",
    "carrier": "str",
    "origin": "str",
    "tailnum": "str",
    "is_long": "bool",
    "flight_date": "date",
}
KINDS = {"int": "number", "float": "number", "str": "category", "bool": "category", "date": "moment"}
SIDE = {"side": "str", "number": "float", "whole": "int", "word": "str"}
STATISTICS = '{{ flywheel.drift_statistics(%s, %s, reference_where="%s", current_where="%s"%s) }}'


@pytest.fixture(scope="module")
def built(shared_project: Project, flights: pd.DataFrame) -> Project:
    """The flights of January and July, and a table of sides whose rows the tests replace."""
    project = shared_project
    rows = flights[flights["month"].isin([1, 7])].assign(is_long=flights["distance"] > 1000)
    rows["dep_delay"] = rows["dep_delay"].astype("Int64")
    project.table("flights", rows, FLIGHTS)
    project.table("sides", sides([(1.0, 1, "a")], [(1.0, 1, "a")]), SIDE)
    ref = "ref('flights')"
    columns = f", columns={[column for column in FLIGHTS if column != 'month']}"
    project.model("of_flights", STATISTICS % (ref, ref, "month = 1", "month = 7", columns))
    project.model(
        "of_sides", STATISTICS % ("ref('sides')", "ref('sides')", "side = 'reference'", "side = 'current'", "")
    )
    tails = ", ".join(f"({x}, {freedom})" for x, freedom in TAILS)
    project.model(
        "tails",
        f"{{{{ flywheel.chi2_tail('(values {tails}) as given (x, freedom)', 'x', name='tail') }}}}",
    )
    drawn = ", ".join(f"({i}, {distance!r}, {n}, {m})" for i, (distance, n, m, _) in enumerate(ks_tails()))
    tail = "{{ flywheel.ks_tail('distance', 'n', 'm') }}"
    project.model("ks_tails", f"select *, {tail} as tail from (values {drawn}) as given (i, distance, n, m)")
    run = project.build("--select", "flights", "sides", "of_flights", "of_sides", "tails", "ks_tails")
    assert run.success, run.messages
    project.compiled = run.results["of_sides"].node.compiled_code
    return project


TAILS = [
    (x, freedom)
    for freedom in (1, 2, 3, 4, 9, 10, 20, 41, 59, 60, 61, 100, 500, 5000)
    for x in (
        0,
        1e-6,
        1e-3,
        0.5,
        1.0,
        0.5 * freedom,
        1.0 * freedom,
        freedom + 3.5 * (2 * freedom) ** 0.5,
        3.0 * freedom,
        1e4,
    )
]


@cache
def ks_tails() -> list[tuple[float, int, int, float]]:
    """The statistic of samples that differ more and more, their sizes, and its exact probability by chance."""
    drawn = []
    for n, m in ((20, 200), (53, 97), (50, 5000), (5000, 50), (500, 400)):
        reference, current = norm.ppf((np.arange(n) + 0.5) / n), norm.ppf((np.arange(m) + 0.5) / m)
        for deviations in np.arange(1.5, 6, 0.5):
            found = ks_2samp(reference, current + deviations * np.sqrt(1 / n + 1 / m), method="exact")
            drawn.append((float(found.statistic), n, m, float(found.pvalue)))
    return drawn


def sides(reference: list[tuple], current: list[tuple]) -> pd.DataFrame:
    rows = [("reference", *row) for row in reference] + [("current", *row) for row in current]
    frame = pd.DataFrame(rows, columns=list(SIDE))
    return frame.astype({"number": "float64", "whole": "Int64", "word": object})


def assert_same(found: pd.Series, wanted: dict[str, float | None], about: object) -> None:
    for name, value in wanted.items():
        if name == "ks_p_value" and value is None:
            continue  # an approximation that needs ten rows a side
        if value is None:
            assert pd.isna(found[name]), (about, name, found[name])
        elif name == "ks_p_value":
            assert float(found[name]) == pytest.approx(value, abs=0.01), (about, name)
        elif name == "wasserstein_p_value":
            assert float(found[name]) == pytest.approx(value, rel=1e-6, abs=1e-290), (about, name)
        elif name == "chi2_p_value" and found["freedom"] > 60:
            assert float(found[name]) == pytest.approx(value, abs=1e-3), (about, name)
        elif name == "chi2_p_value":
            assert float(found[name]) == pytest.approx(value, rel=1e-6, abs=1e-290), (about, name)
        else:
            # the root of a distance of nothing is all rounding
            assert float(found[name]) == pytest.approx(
                value, rel=1e-9, abs=1e-7 if name == "jensen_shannon" else 1e-12
            ), (about, name)


def test_it_agrees_with_scipy_on_flights(built: Project, flights: pd.DataFrame) -> None:
    found = built.relation("of_flights").set_index("column_name")
    flights = flights.assign(is_long=(flights["distance"] > 1000).map({True: "true", False: "false"}))
    flights["flight_date"] = flights["flight_date"].astype("int64") / 1e6
    for column in found.index:
        kind = KINDS[FLIGHTS[column]]
        assert found.loc[column, "kind"] == kind
        wanted = statistics(
            flights.loc[flights["month"] == 1, column], flights.loc[flights["month"] == 7, column], kind
        )
        assert_same(found.loc[column], wanted, column)
    assert len(found) == 9


numbers = st.one_of(st.none(), st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), st.sampled_from([0.0, 1.0, 2.5]))
row = st.tuples(numbers, st.one_of(st.none(), st.integers(-3, 3)), st.sampled_from([None, "a", "b", "ü'", "d", ""]))


def test_it_agrees_with_scipy_on_random_rows(built: Project) -> None:
    @settings(
        max_examples=20,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.lists(row, max_size=60), st.lists(row, max_size=60))
    def agrees(reference: list[tuple], current: list[tuple]) -> None:
        check(built, sides(reference, current))

    agrees()


@pytest.mark.parametrize(
    ("reference", "current"),
    [
        ([], []),
        ([], [(1.0, 1, "a")]),
        ([(1.0, 1, "a")], []),
        ([(1.0, 1, "a")], [(1.0, 1, "a")]),
        ([(1.0, 1, "a")], [(2.0, 3, "b")]),
        ([(None, None, None)] * 3, [(None, None, None)] * 2),
        ([(None, None, None)] * 3, [(1.0, 1, "a")] * 2),
        ([(5.0, 5, "a")] * 9, [(5.0, 5, "a")] * 4 + [(4.0, 6, "new")] * 4),
    ],
)
def test_it_is_null_where_it_is_undefined(built: Project, reference: list[tuple], current: list[tuple]) -> None:
    check(built, sides(reference, current))


def check(project: Project, frame: pd.DataFrame) -> None:
    """The statistics of a table of sides are those of scipy."""
    name = "planted_sides"
    table = project.warehouse.profile().get("schema", "main")
    project.warehouse.load(name, frame, SIDE)
    query = project.compiled
    for relation in (f'"warehouse"."{table}"."sides"', f'"postgres"."{table}"."sides"'):
        query = query.replace(relation, name if table == "main" else f'"{table}".{name}')
    found = project.query(query).set_index("column_name")
    parts = {side: frame[frame["side"] == side] for side in ("reference", "current")}
    for column in ("number", "whole", "word"):
        wanted = statistics(
            parts["reference"][column], parts["current"][column], "category" if column == "word" else "number"
        )
        if column in found.index:
            assert_same(found.loc[column], wanted, column)
        else:
            assert frame.empty


def test_the_tail_of_chi_square_is_that_of_scipy(built: Project) -> None:
    found = built.relation("tails").astype(float)
    assert len(found) == len(TAILS)
    wanted = chi2_distribution.sf(found["x"], found["freedom"])
    small = (found["freedom"] <= 60).to_numpy()
    far = (found["x"] > 1400).to_numpy()
    np.testing.assert_allclose(found["tail"][small & ~far], wanted[small & ~far], rtol=1e-6, atol=1e-300)
    np.testing.assert_allclose(found["tail"][~small], wanted[~small], atol=1e-3)
    assert (found["tail"][small & far] < 1e-200).all()


def test_the_tail_of_kolmogorov_and_smirnov_is_near_the_exact_one(built: Project) -> None:
    found = built.relation("ks_tails").astype(float).sort_values("i")
    assert len(found) == len(ks_tails())
    for tail, (distance, n, m, exact) in zip(found["tail"], ks_tails(), strict=True):
        if 1e-4 < exact < 0.1:  # where a limit may be, over up to some hundred columns
            assert tail == pytest.approx(exact, rel=0.06), (distance, n, m)
