"""Experiments agree with scipy, statsmodels and gbstats, and say what they show in the right words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from experiments.reference import UNITS, always_valid, always_valid_reach, cuped, delta_method, units, welch
from gbstats.gbstats import check_srm
from harness.project import Project
from models.given import declare_use_cases
from scipy.stats import chisquare, norm
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower

NOW = "2024-03-01 00:00:00"
MEANS = {
    "alike": ((100, 0, 1), (100, 0, 1)),
    "unlike": ((400, 10, 3), (150, 10.4, 9)),
    "far apart": ((300, 5, 1), (300, 50, 1)),
    "far from 0": ((200, 1e9, 1), (200, 1e9 + 0.1, 2)),
    "a handful": ((9, 0, 1), (8, 1, 4)),
    "two each": ((2, 0, 1), (2, 1, 2)),
    "lopsided": ((3, 0, 100), (500, 0, 1)),
    "tiny": ((50, 1e-9, 1e-10), (60, 1.1e-9, 1e-10)),
}
# clicks of 10,000 impressions each under a random policy and under Bernoulli Thompson sampling: the small-sized Open
# Bandit Dataset of ZOZO, as it comes with the package obp
OPEN_BANDIT = {"men": (46, 69), "all": (38, 42), "women": (46, 46)}


def random_means() -> dict[str, dict[str, np.ndarray]]:
    """Values of control and variant, by experiment."""
    generator = np.random.default_rng(11)
    drawn = {
        name: {
            arm: mean + sd * generator.standard_normal(size) for arm, (size, mean, sd) in zip("cv", arms, strict=True)
        }
        for name, arms in MEANS.items()
    }
    skewed = {arm: generator.lognormal(1, 1.5, 250).round(1) for arm in "cv"}
    return drawn | {"skewed": skewed}


def bandit() -> dict[str, pd.DataFrame]:
    """Whether each impression was clicked, with its campaign for a segment."""
    arms = {
        arm: [pd.DataFrame({"value": np.arange(10_000) < clicks[place]}) for clicks in OPEN_BANDIT.values()]
        for place, arm in enumerate("cv")
    }
    return {arm: pd.concat(frames, keys=OPEN_BANDIT, names=["segment"]).reset_index() for arm, frames in arms.items()}


def segmented() -> dict[str, pd.DataFrame]:
    """Segments with an effect each of its own: one split badly, one without a control, one of few units."""
    generator = np.random.default_rng(18)
    sizes = {
        "north": (300, 320, 310), "south": (200, 190, 205), "split": (1000, 1200, 1100), "lonely": (0, 40, 0),
        "few": (5, 6, 5), "half known": (150, 140, 0), None: (30, 30, 30),
    }  # fmt: skip
    arms: dict[str, list[pd.DataFrame]] = {"c": [], "v": [], "w": []}
    for segment, of_arms in sizes.items():
        for (arm, frames), size in zip(arms.items(), of_arms, strict=True):
            before = 20 + 4 * generator.standard_normal(size)
            effect = {"c": 0, "v": 0.5 if segment == "north" else -0.5, "w": 0.2}[arm]
            after = before * 0.8 + effect + generator.standard_normal(size)
            before[generator.random(size) < (0.5 if segment == "half known" else 0)] = np.nan
            frames.append(pd.DataFrame({"value": after, "pre_value": before, "segment": segment}))
    return {arm: pd.concat(frames) for arm, frames in arms.items()}


def random_ratios() -> dict[str, pd.DataFrame]:
    """Sessions and orders of users, in control and variant; some had no session."""
    generator = np.random.default_rng(12)
    arms = {}
    for arm, rate in (("c", 0.20), ("v", 0.24)):
        sessions = generator.poisson(3, 500)
        arms[arm] = pd.DataFrame({"value": generator.binomial(sessions, rate), "denominator": sessions}).astype(float)
    return arms


def random_pre_periods(known: float) -> dict[str, pd.DataFrame]:
    """A KPI and what it was before, which is known of a share of the units."""
    generator = np.random.default_rng(13)
    arms = {}
    for arm, effect in (("c", 0.0), ("v", 0.3)):
        before = 20 + 4 * generator.standard_normal(400)
        after = before * 0.8 + effect + generator.standard_normal(400)
        arms[arm] = pd.DataFrame({"value": after, "pre_value": before})
        arms[arm].loc[generator.random(400) > known, "pre_value"] = np.nan
    return arms


def shares(**arms: tuple[int, float | None]) -> dict[str, pd.DataFrame]:
    """Arms of so many units, with the share of all that each was to get."""
    generator = np.random.default_rng(14)
    return {
        name: pd.DataFrame({"value": generator.standard_normal(size), "expected_share": share}).astype(float)
        for name, (size, share) in arms.items()
    }


SPLITS = {
    "split: equal": shares(c=(500, None), v=(520, None)),
    "split: broken": shares(c=(1000, None), v=(1200, None)),
    "split: as meant": shares(c=(900, 0.9), v=(104, 0.1)),
    "split: weights": shares(c=(310, 2), v=(305, 2), w=(160, 1)),
    "split: the rest is shared": shares(c=(480, 0.5), v=(255, None), w=(265, None)),
    "split: five": shares(a=(100, None), b=(120, None), c=(110, None), d=(90, None), e=(101, None)),
    "split: one got none": shares(c=(500, 0.5), v=(520, 0.5), w=(40, 0)),
    "split: few": shares(c=(7, None), v=(40, None)),
    "split: contradiction": shares(c=(100, 1.2), v=(100, None)),
}


def planted() -> pd.DataFrame:
    """Every experiment, as one input."""
    frames = [units(name, **arms) for name, arms in random_means().items()]
    frames.append(units("ratio", **random_ratios()))
    frames += [units(f"cuped {known}", **random_pre_periods(known)) for known in (1.0, 0.6)]
    frames += [units(name, **arms) for name, arms in SPLITS.items()]
    frames += list(findings())
    frames += list(several())
    frames.append(units("bandit", "up_is_good", **bandit()))
    frames.append(units("segmented", "up_is_good", **segmented()))
    return pd.concat(frames, ignore_index=True)


def noise(size: int, mean: float = 0.0, seed: int = 15) -> np.ndarray:
    """Values that vary around a mean, exactly."""
    values = np.random.default_rng(seed).standard_normal(size)
    return mean + values - values.mean()


def findings() -> Iterator[pd.DataFrame]:
    """Experiments of which one thing is to be said each."""
    yield units("works", "up_is_good", c=noise(200), v=noise(200, 1))
    yield units("works downwards", "down_is_good", c=noise(200), v=noise(200, -1))
    yield units("harms", "up_is_good", c=noise(200), v=noise(200, -1))
    yield units("nothing", "up_is_good", c=noise(200), v=noise(200, 0.01))
    yield units("nobody says", "unheard_of", c=noise(200), v=noise(200, 1))
    yield units("one each", "up_is_good", c=[1.0], v=[2.0])
    yield units("seven", "up_is_good", c=noise(100), v=noise(7, 100))
    yield units("constant", "up_is_good", c=[0.1] * 30, v=[0.1] * 30)
    yield units("two constants", "up_is_good", c=[0.1] * 30, v=[0.3] * 30)
    yield units("no control", "up_is_good", c=noise(50), v=noise(50)).assign(is_control=False)
    yield units("two controls", "up_is_good", c=noise(50), d=noise(50), v=noise(50)).assign(
        is_control=lambda rows: rows["variant"] != "v"
    )
    yield units("all controls", "up_is_good", c=noise(50), v=noise(50)).assign(is_control=True)
    in_part = units("control in part", "up_is_good", c=noise(50), v=noise(50))
    in_part.loc[3, "is_control"] = False
    yield in_part
    missing = units("missing values", "up_is_good", c=noise(100), v=noise(100, 2))
    missing.loc[missing.index % 10 == 0, "value"] = np.nan
    yield missing
    without = {arm: pd.DataFrame({"value": noise(50), "denominator": 1.0}) for arm in "cv"}
    without["v"]["denominator"] = 0.0
    yield units("nothing to divide by", "up_is_good", **without)
    partly = {arm: pd.DataFrame({"value": noise(50, 3), "denominator": noise(50, 9)}) for arm in "cv"}
    partly["v"].loc[:4, "denominator"] = np.nan
    yield units("denominators missing", "up_is_good", **partly)
    twice = units("rows twice", "up_is_good", c=noise(50), v=noise(50, 3))
    yield pd.concat([twice, twice.head(20)])
    for name, size in (("contaminated a little", 1), ("contaminated", 10)):
        clean = units(name, "up_is_good", c=noise(400), v=noise(400, 3))
        yield pd.concat([clean, clean.head(size).assign(variant="v", is_control=False, value=1e6)])
    running = {"works, running": 1.0, "too early to say": 0.23}
    for name, lift in running.items():
        started = units(name, "up_is_good", c=noise(200), v=noise(200, lift))
        yield started.assign(assigned_at="2024-02-20 00:00:00").assign(
            assigned_at=lambda rows: rows["assigned_at"].where(rows.index > 0, "2024-02-29 12:00:00")
        )
    ended = units("significant, ended", "up_is_good", c=noise(200), v=noise(200, 0.23))
    yield ended.assign(assigned_at="2024-02-20 00:00:00")
    later = units("later", "up_is_good", c=noise(50), v=noise(50)).assign(assigned_at="2024-02-01 00:00:00")
    later.loc[later.index % 2 == 0, "assigned_at"] = "2024-03-01 00:00:01"
    yield later
    same = {arm: pd.DataFrame({"value": noise(50), "pre_value": noise(50)}) for arm in "cv"}
    yield units("known beforehand", "up_is_good", **same)
    unchanging = {arm: pd.DataFrame({"value": noise(50), "pre_value": 0.1}) for arm in "cv"}
    yield units("pre-period without variance", "up_is_good", **unchanging)


def several() -> Iterator[pd.DataFrame]:
    """One experiment with three variants and two KPIs: six comparisons."""
    generator = np.random.default_rng(16)
    for kpi in ("up_is_good", "down_is_good"):
        arms = {
            arm: generator.standard_normal(300) + shift for arm, shift in zip("cdef", (0, 0, 0.2, 0.3), strict=True)
        }
        yield units("several", kpi, **arms)


@pytest.fixture
def experiments(project: Project) -> pd.DataFrame:
    """What flywheel__experiments says of all, by experiment, KPI and variant."""
    declare_use_cases(
        project,
        {
            "one": {"kpi": "up_is_good", "kpi_direction": "higher_is_better"},
            "another": {"kpi": "down_is_good", "kpi_direction": "lower_is_better"},
        },
    )
    project.map_input("experiment_units", planted(), UNITS)
    outcome = project.build("--select", "+flywheel__experiments", "+flywheel__experiment_segments", flywheel_now=NOW)
    assert outcome.success, outcome.messages
    rows = project.relation("flywheel__experiments").set_index(["experiment", "kpi", "variant"]).sort_index()
    assert rows.index.is_unique
    return rows


def agrees(row: pd.Series, expected: dict[str, float], relative: float = 1e-6) -> None:
    """The row has these values, to a millionth of each."""
    assert row[list(expected)].astype(float).to_dict() == pytest.approx(expected, rel=relative, abs=1e-15), row.name


def test_every_statistic_is_that_of_the_libraries_and_every_finding_has_its_words(
    project: Project, experiments: pd.DataFrame
) -> None:
    means_agree_with_scipy(experiments)
    ratios_and_pre_periods_agree(experiments)
    splits_agree_with_scipy_and_gbstats(experiments)
    several_comparisons_are_corrected_as_statsmodels_does(experiments)
    power_agrees_with_statsmodels(experiments)
    findings_have_the_right_words(experiments)
    segments_are_experiments_of_their_own(experiments, project.relation("flywheel__experiment_segments"))
    by_benjamini_and_hochberg_too(project)


def means_agree_with_scipy(experiments: pd.DataFrame) -> None:
    for name, arms in random_means().items():
        control, variant = (arms[arm].astype(float) for arm in "cv")
        row = experiments.loc[(name, "kpi", "v")]
        # the difference of two means far from 0 has lost its last digits, here and in scipy
        relative = 1e-4 if name == "far from 0" else 1e-6
        agrees(row, welch(variant, control), relative)
        agrees(row, always_valid(variant, control), relative)
        agrees(row, {"mean": variant.mean(), "control_mean": control.mean(), "units": len(variant)}, 1e-12)
        agrees(row, {"relative_lift": (variant.mean() - control.mean()) / control.mean()}, relative)
        excludes_zero = row["sequential_lower"] > 0 or row["sequential_upper"] < 0
        assert excludes_zero == (row["sequential_p_value"] < 0.05)


def ratios_and_pre_periods_agree(experiments: pd.DataFrame) -> None:
    arms = random_ratios()
    row = experiments.loc[("ratio", "kpi", "v")]
    agrees(row, delta_method(arms["v"], arms["c"]))
    assert row["mean"] == pytest.approx(arms["v"]["value"].sum() / arms["v"]["denominator"].sum())
    for known in (1.0, 0.6):
        arms = random_pre_periods(known)
        row = experiments.loc[(f"cuped {known}", "kpi", "v")]
        agrees(row, cuped(arms["v"], arms["c"]))
        agrees(row, welch(arms["v"]["value"].to_numpy(), arms["c"]["value"].to_numpy()))
        assert row["judged_by"] == "cuped"
    assert experiments.loc[("cuped 1.0", "kpi", "v"), "variance_reduction"] > 0.8
    assert experiments["variance_reduction"].dropna().gt(0).all()
    assert experiments.loc[("alike", "kpi", "v"), ["cuped_lift", "cuped_lower", "variance_reduction"]].isna().all()


def segments_are_experiments_of_their_own(experiments: pd.DataFrame, segments: pd.DataFrame) -> None:
    assert set(segments["experiment"]) == {"bandit", "segmented"}
    segments = segments.set_index(["experiment", "variant", "segment"]).sort_index()
    assert segments.index.is_unique

    clicks = {arm: frame.astype({"value": float}) for arm, frame in bandit().items()}
    for campaign in OPEN_BANDIT:
        control, variant = (frame["value"][frame["segment"] == campaign].to_numpy() for frame in clicks.values())
        agrees(segments.loc[("bandit", "v", campaign)], welch(variant, control) | always_valid(variant, control))
    agrees(experiments.loc[("bandit", "up_is_good", "v")], welch(*(clicks[arm]["value"].to_numpy() for arm in "vc")))
    campaigns = segments.loc[("bandit", "v")].astype({"p_value": float})
    # men alone are significant, and among three campaigns that may be chance; nor do campaigns differ by more than that
    assert set(campaigns.index[campaigns["p_value"] < 0.05]) == {"men"}
    assert set(campaigns["finding"]) == {"no effect shown"}
    assert campaigns["reason"].str.contains("Segments are not shown to differ in the effect, p = 0.").all()
    segments_differ_as_statsmodels_has_it(campaigns, "lift")

    arms = segmented()
    for variant in "vw":
        rows = segments.loc[("segmented", variant)]
        measured = ("north", "south", "half known") if variant == "v" else ("north", "south")
        for segment in measured:
            row = rows.loc[segment]
            both = [arms[arm][arms[arm]["segment"] == segment] for arm in (variant, "c")]
            # theta is pooled over the variant and the control, what comes before is known of all
            agrees(row, cuped(*both))
            counts = np.array([len(arms[arm][arms[arm]["segment"] == segment]) for arm in "cvw"])
            agrees(row, {"srm_p_value": chisquare(counts[counts > 0]).pvalue})
        segments_differ_as_statsmodels_has_it(rows, "cuped_lift", *measured)
        assert rows.loc["split", "finding"] == "broken split"
        assert rows.loc["few", "finding"] == "too early"
    assert segments.loc[("segmented", "v", "north"), "reason"].startswith("Segment north. Works: up_is_good is ")
    assert segments.loc[("segmented", "v", "south"), "verdict"] == "fail"
    assert segments.loc[("segmented", "v", "south"), "reason"].endswith(
        " Segments differ in the effect by more than chance, p < 0.0001."
    )
    assert "no variant is the control" in segments.loc[("segmented", "v", "lonely"), "reason"]
    judged = segments.loc["segmented"].dropna(subset="cuped_p_value")
    assert set(judged["comparisons"]) == {len(judged)} == {9}  # two variants in four segments, one in another
    expected = multipletests(judged["cuped_p_value"].astype(float), method="holm")[1]
    assert judged["adjusted_p_value"].tolist() == pytest.approx(list(expected), rel=1e-6)


def segments_differ_as_statsmodels_has_it(rows: pd.DataFrame, lift: str, *segments: str) -> None:
    """Of segments whose effects are measured, which are all where none is named."""
    measured = rows.loc[list(segments)] if segments else rows
    errors = measured["detectable_lift"].astype(float) / (norm.ppf(0.975) + norm.ppf(0.8))
    together = combine_effects(measured[lift].astype(float), errors**2).test_homogeneity()
    assert rows["segments_differ_p_value"].astype(float).tolist() == pytest.approx(
        [together.pvalue] * len(rows), rel=1e-6
    )


def splits_agree_with_scipy_and_gbstats(experiments: pd.DataFrame) -> None:
    observed = {name: [len(arm) for arm in arms.values()] for name, arms in SPLITS.items()}
    expected = {
        "split: equal": [1, 1], "split: broken": [1, 1], "split: as meant": [9, 1], "split: weights": [2, 2, 1],
        "split: the rest is shared": [2, 1, 1], "split: five": [1] * 5, "split: one got none": [1, 1],
    }  # fmt: skip
    for name, weights in expected.items():
        counts = np.array(observed[name][: len(weights)])
        share = np.array(weights) / sum(weights)
        p_value = chisquare(counts, share * counts.sum()).pvalue
        assert check_srm(counts, share) == pytest.approx(p_value)
        found = experiments.loc[name, "srm_p_value"].astype(float)
        assert found.tolist() == pytest.approx([p_value] * len(found), rel=1e-6), name
        assert set(experiments.loc[name, "finding"] == "broken split") == {p_value < 0.001}, name
    assert experiments.loc[["split: few", "split: contradiction"], "srm_p_value"].isna().all()
    broken = experiments.loc[("split: broken", "kpi", "v")]
    assert broken["verdict"] == "fail"
    assert broken["reason"].startswith("Broken split: 1200 units are in v, 1100 were to be expected")


def several_comparisons_are_corrected_as_statsmodels_does(experiments: pd.DataFrame) -> None:
    rows = experiments.loc[["several"]]
    assert len(rows) == 6
    assert set(rows["comparisons"]) == {6}
    expected = multipletests(rows["p_value"].astype(float), method="holm")[1]
    assert rows["adjusted_p_value"].tolist() == pytest.approx(list(expected), rel=1e-6)
    assert not np.allclose(expected, rows["p_value"].astype(float))
    assert rows["reason"].str.contains("after Holm's correction for 6 comparisons").all()


def by_benjamini_and_hochberg_too(project: Project) -> None:
    run = project.dbt(
        "run", "--select", "flywheel__experiments",
        flywheel_now=NOW, flywheel_experiment_correction="benjamini_hochberg",
    )  # fmt: skip
    assert run.success, run.messages
    rows = project.relation("flywheel__experiments").query("experiment == 'several'")
    expected = multipletests(rows["p_value"].astype(float), method="fdr_bh")[1]
    assert rows["adjusted_p_value"].tolist() == pytest.approx(list(expected), rel=1e-6)
    assert rows["reason"].str.contains("after Benjamini and Hochberg's correction for 6 comparisons").all()


def power_agrees_with_statsmodels(experiments: pd.DataFrame) -> None:
    arms = random_means()["skewed"]
    control, variant = arms["c"], arms["v"]
    error = (variant.var(ddof=1) / 250 + control.var(ddof=1) / 250) ** 0.5
    row = experiments.loc[("skewed", "kpi", "v")]
    power = NormalIndPower().power(0.05 * control.mean() / error, 1, 0.05, ratio=0)
    assert row["power"] == pytest.approx(power, rel=1e-6)
    assert row["detectable_lift"] == pytest.approx((norm.ppf(0.975) + norm.ppf(0.8)) * error, rel=1e-6)


def findings_have_the_right_words(experiments: pd.DataFrame) -> None:
    wanted = {
        "works": ("works", "pass", "Works: up_is_good is 1 higher than with c, which is better"),
        "works downwards": ("works", "pass", "Works: down_is_good is 1 lower than with c, which is better"),
        "harms": ("harms", "fail", "Harms: up_is_good is 1 lower than with c, which is worse"),
        "nothing": ("no effect shown", "warn", "No effect shown: up_is_good is 0.01 higher than with c"),
        "nobody says": (None, "not_assessed", "set kpi_direction in the meta of the use case"),
        "one each": ("too early", "not_assessed", "Too early: 1 of v and 1 of c measured so far"),
        "seven": ("too early", "not_assessed", "8 of each are wanted"),
        "split: few": ("too early", "not_assessed", "Too early: 40 of v and 7 of c measured so far"),
        "constant": (None, "not_assessed", "the values do not vary"),
        "two constants": (None, "not_assessed", "the values do not vary"),
        "no control": (None, "not_assessed", "no variant is the control"),
        "two controls": (None, "not_assessed", "2 variants are the control, among them c and d"),
        "all controls": (None, "not_assessed", "2 variants are the control, among them c and v"),
        "control in part": (None, "not_assessed", "c is the control in some rows and not in others"),
        "missing values": ("works", "pass", "Units of v without a value: 10."),
        "nothing to divide by": (None, "not_assessed", "the denominators add up to 0"),
        "denominators missing": ("no effect shown", "warn", "Units of v without a value: 5."),
        "rows twice": ("works", "pass", "p < 0.0001."),
        "contaminated a little": ("works", "pass", "Units left out for being in another variant too: 1."),
        "contaminated": ("broken split", "fail", "20 times a unit is in a variant and in another one too"),
        "works, running": ("works", "pass", "that holds however often one looks"),
        "too early to say": ("too early", "not_assessed", "Too early: units still come in"),
        "significant, ended": ("works", "pass", "Works: up_is_good is 0.23 higher"),
        "known beforehand": (None, "not_assessed", "the values do not vary"),
        "pre-period without variance": ("no effect shown", "warn", "which may be chance"),
    }  # fmt: skip
    for name, (finding, verdict, words) in wanted.items():
        row = experiments.loc[name].iloc[-1]
        assert (None if pd.isna(row["finding"]) else row["finding"], row["verdict"]) == (finding, verdict), (
            name,
            row["reason"],
        )
        assert words in row["reason"], row["reason"]
    undefined = ["lower", "upper", "p_value", "sequential_lower", "sequential_p_value", "adjusted_p_value", "power"]
    for name in ("one each", "constant", "two constants", "no control", "two controls", "all controls"):
        assert experiments.loc[name, undefined].isna().all(axis=None), name
    assert experiments.loc[["no control", "two controls"]].index.get_level_values("variant").tolist() == ["c", "v", "v"]
    assert experiments.loc[("later", "up_is_good", "v"), ["units", "control_units"]].tolist() == [25, 25]
    clean = experiments.loc[("contaminated a little", "up_is_good", "v")]
    assert [clean["units"], clean["control_units"], clean["mean"]] == pytest.approx([400, 399, 3])
    assert experiments.loc[("rows twice", "up_is_good", "v"), "control_units"] == 50
    missing = experiments.loc[("missing values", "up_is_good", "v")]
    assert [missing["units"], missing["assigned_units"]] == [90, 100]


def test_always_valid_intervals_hold_their_level_however_often_one_looks() -> None:
    """The reference, which the SQL agrees with: of 2,000 experiments without an effect, looked at 200 times."""
    generator = np.random.default_rng(17)
    looks = np.arange(50, 10_001, 50)
    found_fixed = found_always = 0
    for _ in range(2000):
        control, variant = generator.standard_normal((2, looks[-1])).cumsum(axis=1)[:, looks - 1] / looks
        error = np.sqrt(2 / looks)
        found_fixed += (np.abs(variant - control) > norm.ppf(0.975) * error).any()
        found_always += (np.abs(variant - control) > always_valid_reach(error**2, 2 * looks)).any()
    assert found_always / 2000 < 0.05
    assert found_fixed / 2000 > 0.25


@pytest.mark.parametrize(("says", "known", "saves"), [(0.9, 1.0, 0.98), (0.9, 0.5, 0.49), (0.0, 1.0, 0.0)])
def test_cuped_never_biases_and_cuts_variance_where_the_pre_period_says_something(
    says: float, known: float, saves: float
) -> None:
    """The reference, which the SQL agrees with, on 400 experiments of skewed values with an effect of 0.3."""
    generator = np.random.default_rng(19)
    effect, size, found = 0.3, 200, []
    for _ in range(400):
        arms = []
        for shift in (effect, 0.0):
            before = generator.lognormal(0, 0.5, size)
            after = shift + says * before + (1 - says) * generator.lognormal(0, 0.5, size)
            before[generator.random(size) > known] = np.nan
            arms.append(pd.DataFrame({"value": after, "pre_value": before}))
        found.append(cuped(*arms))
    estimates = pd.DataFrame(found)
    lift = estimates["cuped_lift"]
    # theta is pooled over both variants, as the libraries have it, which takes one part in as many as there are units
    assert abs(lift.mean() - effect) < 3 * lift.sem() + effect / (2 * size)
    held = ((estimates["cuped_lower"] < effect) & (effect < estimates["cuped_upper"])).mean()
    assert abs(held - 0.95) < 3 * (0.95 * 0.05 / len(lift)) ** 0.5
    assert estimates["variance_reduction"].mean() == pytest.approx(saves, abs=0.02)
