"""privacy_screened and no_impossible_values: what looks private or cannot be is found, what only comes near is not."""

from __future__ import annotations

import string

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from ml_data.conftest import Cases

# numbers that card schemes publish for testing
CARDS = [
    "4111 1111 1111 1111", "4012888888881881", "4222222222222", "5555-5555-5555-4444", "2223003122003222",
    "378282246310005",
    "3714 496353 98431", "6011111111111117", "3530111333300000", "30569309025904", "paid by 5105105105105100, thanks",
]  # fmt: skip
KEYS = [
    "AKIAIOSFODNN7EXAMPLE", "key=ghp_" + "a1B2" * 9, "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "xoxb-123456789012-abcdefghij",
    "AIza" + "SyA-1234567890abcdefghijklmnopqrstu",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    "-----BEGIN RSA PRIVATE KEY-----", "secret: wJ4lrX9tnFEMI7K2MDENGbPx3RfiCYk8zQ5", "glpat-abcdefghij0123456789",
]  # fmt: skip
PRIVATE = {
    "email": ["jane.doe+news@mail.example.co.uk", "write to a_b@c-d.org!", "X@Y.io"],
    "phone": [
        "+49 30 1234567",
        "+1 (212) 555-0123",
        "(212) 555-0123",
        "call 212-555-0199 now",
        "212.555.0123",
        "+442071234567",
    ],
    "card": CARDS,
    "national_id": ["078-05-1120", "ssn 219 09 9999.", "AB 12 34 56 C", "JG103759A"],
    "api_key": KEYS,
}
NOT_PRIVATE = [
    "jane.doe at example", "user@host", "@handle said", "a@b.c", "2024-01-02", "12:30:45", "555-0123", "1.234.567",
    "0123456789", "112-055-0123",
    "666-12-3456", "900-12-3456", "000-12-3456", "123-00-4567", "123-45-0000", "1234-56-7890", "9876543210987654",
    "4111 1111 1111 1112",
    "1234567812345670", "00 41111111111111110", "d41d8cd98f00b204e9800998ecf8427e",
    "123e4567-e89b-12d3-a456-426614174000",
    "AbstractSingletonProxyFactoryBeanDefinition2", "task_-skipped-because-it-was-late", "AKIAshort",
    "https://example.com/a/b?c=d", "N0EGMQ", "", "  ",
]  # fmt: skip
SHARE = len(NOT_PRIVATE[::3]) / len(NOT_PRIVATE)
NUMBERS = {
    "normal": "float", "heavy": "float", "wind": "float", "sentinel": "int", "below": "float", "flag": "int",
    "clump": "int", "constant": "int",
    "kept": "float", "text_id": "str", "order": "int", "power": "float",
}  # fmt: skip


def luhn(digits: str) -> bool:
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def impossible(values: pd.Series, times: float = 10, chance: float = 0.001) -> set[float]:
    """The rule of docs/ml_data.md in numpy."""
    known = np.sort(values.dropna().to_numpy(float))
    median = known[(len(known) - 1) // 2] if len(known) else 0.0
    told: set[float] = set()
    for side in (1, -1):
        distance = np.sort(side * (known - median))
        distance = distance[distance > 0]
        for beyond in range(len(distance) // 20, 0, -1):
            others, nearest = distance[:-beyond], distance[-beyond]
            if len(others) < max(20, 20 * beyond) or nearest == others[-1] or nearest < times * others[-1]:
                continue
            tail = others[others >= others[-int(np.ceil(max(10, len(others) / 10)))]]
            if np.log(nearest / others[-1]) > -np.log(chance) * (np.log(tail).mean() - np.log(tail[0])):
                told |= {float(median + side * d) for d in distance[-beyond:]}
                break
    return told


def times_as_far(values: pd.Series) -> float:
    """How much farther from the median the largest value is than the next."""
    known = np.sort(values.dropna())
    median = known[(len(known) - 1) // 2]
    return float((known[-1] - median) / (known[-2] - median))


def numbers() -> pd.DataFrame:
    """3,000 rows; what cannot be is in wind, sentinel and below, and all else comes near."""
    generator = np.random.default_rng(23)
    size = 3000
    frame = pd.DataFrame(
        {
            "normal": generator.normal(size=size),
            "heavy": generator.pareto(1.2, size),
            "wind": generator.gamma(3, 3.5, size).round(2),
            "sentinel": generator.integers(18, 90, size),
            "below": generator.normal(20, 3, size),
            "flag": (generator.random(size) < 0.3).astype(int),
            "clump": np.where(generator.random(size) < 0.03, 40, generator.integers(0, 3, size)),
            "constant": 7,
            "kept": generator.normal(size=size),
            "text_id": "x",
            "order": range(size),
            # each of the largest is more than ten times the next, as they are under such a law
            "power": ((np.arange(size) + 0.5) / size) ** -3.3,
        }
    )
    frame.loc[5, "wind"] = 1048.36
    frame.loc[[6, 7, 8], "sentinel"] = 9999
    frame.loc[9, "sentinel"] = 99999
    frame.loc[10, "below"] = -1000.5
    frame.loc[11, "constant"] = 1_000_000
    frame.loc[12, "kept"] = 5000.0
    frame.loc[20:40, ["normal", "wind"]] = np.nan
    return frame


@pytest.fixture(scope="module")
def cases(shared_project: Project) -> Cases:
    cases = Cases(shared_project)
    longest = max(len(values) for values in PRIVATE.values())
    columns = {kind: values + [None] * (longest - len(values)) for kind, values in PRIVATE.items()}
    cases.table(
        "private",
        pd.DataFrame(columns | {"number": 4111111111111111}),
        dict.fromkeys(PRIVATE, "str") | {"number": "int"},
    )
    cases.put("private", "all_kinds", "privacy_screened")
    cases.put("private", "one_kind", "privacy_screened", kinds="email", columns=["email", "phone"])
    cases.put(
        "private",
        "of_column",
        "privacy_screened",
        column_name="phone",
        kinds=["email", "card", "api_key", "national_id"],
    )
    cases.put("private", "of_nothing", "privacy_screened", where="1 = 0")
    cases.table("harmless", [{"note": note, "group": "x", "one_in_three": ["a@b.org", "b", "c"][n % 3]} for n,
    note in enumerate(NOT_PRIVATE)],
                {"note": "str", "group": "str", "one_in_three": "str"})  # fmt: skip
    cases.put("harmless", "near_misses", "privacy_screened", columns="note")
    cases.put("harmless", "share_boundary", "privacy_screened", max_share=SHARE)
    cases.put("harmless", "share_above", "privacy_screened", max_share=SHARE - 0.001)
    generator = np.random.default_rng(29)
    digits = ["4" + "".join(generator.choice(list(string.digits), 15)) for _ in range(400)]
    cases.table("random_digits", [{"digits": text} for text in digits], {"digits": "str"})
    cases.put("random_digits", "luhn", "privacy_screened", kinds=["card"])
    alphabet = list(string.ascii_letters + string.digits)
    tokens = ["".join(generator.choice(alphabet, 40)) for _ in range(300)]
    cases.table("random_tokens", [{"token": text} for text in tokens], {"token": "str"})
    cases.put("random_tokens", "entropy", "privacy_screened", kinds=["api_key"])

    frame = numbers()
    cases.table("numbers", frame, NUMBERS)
    cases.table("few", frame.iloc[:38], NUMBERS)
    cases.put("numbers", "impossible", "no_impossible_values", exclude=["kept"])
    cases.put("numbers", "impossible_column", "no_impossible_values", column_name="kept")
    cases.put("numbers", "impossible_bold", "no_impossible_values", columns=["heavy", "normal"], times=1.2, chance=1)
    cases.put("numbers", "impossible_farther", "no_impossible_values", columns="wind", times=1000)
    for name, times in (("at", 1 - 1e-9), ("under", 1 + 1e-9)):
        farther = float(times * times_as_far(frame["wind"]))
        cases.put("numbers", f"impossible_{name}_times", "no_impossible_values", columns="wind", times=farther)
    cases.put("numbers", "impossible_where", "no_impossible_values", where="wind < 1000", columns=["wind"])
    cases.put("numbers", "impossible_nothing", "no_impossible_values", where="1 = 0")
    cases.put("few", "impossible_few", "no_impossible_values")
    return cases


def test_what_looks_private_is_counted_and_never_shown(cases: Cases) -> None:
    rows = cases.rows("all_kinds")
    found = rows.set_index(["column_name", "kind"])["failing_rows"].to_dict()
    assert {kind: found[kind, kind] for kind in PRIVATE} == {kind: len(values) for kind, values in PRIVATE.items()}
    assert set(found) == {(kind, kind) for kind in PRIVATE}
    secrets = [value for values in PRIVATE.values() for value in values]
    for text in [*rows["masked_example"], *rows["reason"]]:
        assert not any(secret in text for secret in secrets), text
    examples = rows.set_index("kind")["masked_example"]
    assert not examples.str.replace("x", "").str.contains("[A-Za-z]").any()
    assert not examples.str.contains("[0-8]").any()
    assert examples["national_id"] in ("999-99-9999", "999 99 9999.")
    assert (
        rows.set_index("kind").loc["email", "reason"].startswith("3 of 3 values of email look like an e-mail address (")
    )
    assert cases.rows("one_kind")["column_name"].tolist() == ["email"]
    assert cases.status("of_column") == cases.status("of_nothing") == "pass"


def test_what_only_comes_near_is_not_private_and_the_share_is_a_bound(cases: Cases) -> None:
    assert cases.status("near_misses") == cases.status("share_boundary") == "pass"
    [row] = cases.rows("share_above").to_dict("records")
    assert (row["column_name"], row["kind"]) == ("one_in_three", "email")
    assert row["observed"] == pytest.approx(SHARE)


def test_of_random_numbers_those_are_cards_that_pass_luhn_and_random_tokens_are_secrets(cases: Cases) -> None:
    digits = cases.project.relation("random_digits")["digits"]
    assert cases.rows("luhn")["failing_rows"].tolist() == [digits.map(luhn).sum()]
    assert 20 < digits.map(luhn).sum() < 70
    # a token that happens to have its digits in a row is let go
    assert cases.rows("entropy")["observed"][0] > 0.9


def test_the_impossible_is_told_by_a_rule_without_a_threshold(cases: Cases) -> None:
    frame = numbers()
    rows = cases.rows("impossible")
    found = rows.groupby("column_name")["number_value"].agg(set).to_dict()
    assert found == {"wind": {1048.36}, "sentinel": {9999, 99999}, "below": {-1000.5}}
    assert found == {
        name: told for name in NUMBERS if name not in ("text_id", "kept") and (told := impossible(frame[name]))
    }
    row = rows.set_index("number_value").loc[9999]
    assert (row["row_count"], row["next_value"]) == (3, 89)
    assert row["times_as_far"] == pytest.approx((9999 - row["median"]) / (89 - row["median"]))
    assert rows.set_index("number_value").loc[1048.36, "reason"].startswith("wind is 1048.36 in 1 row, ")
    assert cases.rows("impossible_column")["number_value"].tolist() == [5000]
    bold = {(row.column_name, row.number_value) for row in cases.rows("impossible_bold").itertuples()}
    assert bold == {(name, value) for name in ("heavy", "normal") for value in impossible(frame[name], 1.2, 1)}
    assert cases.rows("impossible_at_times")["number_value"].tolist() == [1048.36]
    for name in (
        "impossible_under_times",
        "impossible_farther",
        "impossible_where",
        "impossible_nothing",
        "impossible_few",
    ):
        assert cases.status(name) == "pass", name
