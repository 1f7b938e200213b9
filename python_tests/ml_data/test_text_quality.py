"""flywheel__text_quality: of texts in any script it says what plain Python, scipy and a comparison of all pairs say."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from statistics import median

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from scipy.spatial.distance import jensenshannon

TYPES = {"dataset": "str", "item_id": "str", "arrived_at": "ts", "content": "str"}
DAYS = pd.date_range("2024-03-01", periods=5)
SHARES = ["empty_share", "duplicate_share", "near_duplicate_share", "encoding_damage_share", "html_share"]

WORDS = [
    "the", "a", "of", "to", "and", "in", "is", "it", "you", "that", "he", "was", "for", "on", "are", "with", "as",
    "his", "they", "at", "be", "this", "have", "from", "or", "one", "had", "by", "word", "but", "not", "what", "all",
    "were", "we", "when", "your", "can", "said", "there", "use", "an", "each", "which", "she", "do", "how", "their",
    "if", "will", "up", "other", "about", "out", "many", "then", "them", "these", "so", "some", "her", "would",
    "make", "like",
]  # fmt: skip
FOREIGN = ["naïve", "größe", "привет", "мир", "año", "été", "γεια", "مرحبا", "नमस्ते", "안녕하세요", "🚀", "😀"]
CHINESE = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
BLANKS = ["", " ", "\t\n \r", "\u00a0", "\u3000\u2003", "\u200b\ufeff"]
DAMAGED = [
    "caf\u00c3\u00a9",
    "it\u00e2\u20ac\u2122s",
    "na\ufffdve",
    "a\u0093b",
    "\u00c2\u00a320",
    "\u00ef\u00bb\u00bfid",
]
NOT_DAMAGED = ["NÃO", "Âge", "“MANHÔ", "“AMANHÃ”", "crème brûlée", "à la carte \u2013 ça va…"]
HTML = [
    "a <b>bold</b> one",
    "<br/>",
    "x &amp; y",
    "&#39;",
    "&#x27;",
    "<P CLASS='x'>",
    "<!-- no -->",
    "</div>",
    "caf&eacute;",
]
NOT_HTML = ["a < b > c", "x<y", "<name>", "AT&T; R&D", "i <3 u", "if a<b and c>d", "a && b;", "<pre"]


def separators() -> re.Pattern[str]:
    """What is between tokens, as docs/ml_data.md lists it."""
    ranges = [
        (0x01, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0xA9), (0xAB, 0xB4), (0xB6, 0xB9), (0xBB, 0xBF), (0xD7,
        0xD7), (0xF7, 0xF7),
        (0x2000, 0x206F), (0x2E00, 0x2E7F), (0x3000, 0x303F), (0xFE30, 0xFE4F), (0xFEFF, 0xFEFF), (0xFF00, 0xFF0F),
        (0xFF1A, 0xFF20),
        (0xFF3B, 0xFF40), (0xFF5B, 0xFF65),
    ]  # fmt: skip
    return re.compile("[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]+")


SEPARATORS = separators()


def tokens(text: str) -> list[str]:
    spaced = re.sub("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])", r" \1 ", text.lower())
    return [token for token in SEPARATORS.split(spaced) if token]


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    found = tokens(text)
    return frozenset(tuple(found[i : i + 3]) for i in range(max(len(found) - 2, 1))) if found else frozenset()


def random_text(generator: np.random.Generator) -> str:
    if generator.random() < 0.15:
        return "".join(generator.choice(list(CHINESE), generator.integers(4, 14)))
    words = list(generator.choice(WORDS, generator.integers(1, 25)))
    if generator.random() < 0.3:
        words.insert(int(generator.integers(0, len(words) + 1)), str(generator.choice(FOREIGN)))
    ends = generator.choice([" ", " ", " ", ", ", "-", "…", "\u3000", "\n"], len(words))
    return "".join(word + end for word, end in zip(words, ends, strict=True))


def world() -> pd.DataFrame:
    """Items of a dataset of texts, of one of images, and of some small ones in which everything happens once."""
    generator = np.random.default_rng(11)
    rows: list[dict] = []

    def add(dataset: str, content: str | None, at: pd.Timestamp) -> None:
        rows.append({"dataset": dataset, "item_id": f"{len(rows):05}", "arrived_at": at, "content": content})

    for number in range(900):
        at = DAYS[number * len(DAYS) // 900] + pd.Timedelta(seconds=int(generator.integers(0, 86_400)))
        texts = [row["content"] for row in rows if row["content"]]
        kind = generator.random()
        if kind < 0.1 and texts:
            content = str(generator.choice(texts))
        elif kind < 0.25 and texts:
            words = str(generator.choice(texts)).split(" ")
            words[int(generator.integers(0, len(words)))] = str(generator.choice(["changed", "", "WORDS"]))
            content = " ".join(words)
        elif kind < 0.3:
            content = None if generator.random() < 0.5 else str(generator.choice(BLANKS))
        elif kind < 0.35:
            content = str(generator.choice([*DAMAGED, *NOT_DAMAGED, *HTML, *NOT_HTML])) + f" number {number}"
        else:
            content = random_text(generator)
        add("texts", content, at)
    for day in DAYS[:2]:
        add("images", None, day)
    for name, texts in {
        "damaged": DAMAGED,
        "not damaged": NOT_DAMAGED,
        "html": HTML,
        "not html": NOT_HTML,
        "blank": BLANKS,
    }.items():
        for text in texts:
            add(name, text, DAYS[0])
    add("disjoint", "one two three", DAYS[0])
    add("disjoint", "four five six", DAYS[1])
    add("the same", "one two three", DAYS[0])
    add("the same", "Three, one... TWO!", DAYS[1])
    add("the same", "  ", DAYS[2])
    add("the same", None, DAYS[3])
    add("too late", "arrives after now", DAYS[-1] + pd.Timedelta(days=30))
    return pd.DataFrame(rows)


def expected_of(items: pd.DataFrame) -> pd.DataFrame:
    """The same by other means: every text with every earlier one, every token distribution from scratch."""
    rows = []
    for dataset, of_dataset in items.groupby("dataset"):
        ordered = of_dataset.sort_values(["arrived_at", "item_id"])
        seen: set[str] = set()
        originals: list[frozenset] = []
        earlier: Counter[str] = Counter()
        is_of_texts = ordered["content"].notna().any()
        for day, of_day in ordered.groupby(ordered["arrived_at"].dt.normalize()):
            counts: defaultdict[str, int] = defaultdict(int)
            own: Counter[str] = Counter()
            texts = [None if pd.isna(text) else text for text in of_day["content"]]
            for text in texts:
                if text is None or not text.strip(" \t\n\r\u00a0\u3000\u2003\u200b\ufeff"):
                    counts["empty_share"] += 1
                    continue
                own.update(tokens(text))
                counts["encoding_damage_share"] += any(text.startswith(damaged) for damaged in DAMAGED)
                counts["html_share"] += any(text.startswith(html) for html in HTML)
                if text in seen:
                    counts["duplicate_share"] += 1
                    continue
                seen.add(text)
                mine = shingles(text)
                counts["near_duplicate_share"] += any(
                    mine and 10 * len(mine & o) >= 7 * len(mine | o) for o in originals
                )
                originals.append(mine)
            union = sorted(own | earlier)
            p, q = ([c[token] / max(sum(c.values()), 1) for token in union] for c in (own, earlier))
            lengths = [len(text) for text in texts if text is not None]
            rows.append(
                {"dataset": dataset, "period_start": day, "items": len(texts)}
                | {share: counts[share] / len(texts) if is_of_texts else math.nan for share in SHARES}
                | {
                    "length_p50": median(lengths) if lengths else math.nan,
                    "token_divergence": jensenshannon(p, q, base=2) if own and earlier else math.nan,
                    "new_token_share": sum(n for t, n in own.items() if t not in earlier) / own.total()
                    if own and earlier
                    else math.nan,
                }
            )
            earlier += own
    return pd.DataFrame(rows).set_index(["dataset", "period_start"])


def test_texts_of_any_script_are_measured_as_python_and_scipy_measure_them(project: Project) -> None:
    items = world()
    project.map_input("items", items, TYPES)
    run = project.build("--select", "+flywheel__text_quality", flywheel_now="2024-03-10 00:00:00")
    assert run.success, run.messages
    found = project.relation("flywheel__text_quality").set_index(["dataset", "period_start"]).sort_index()
    wanted = expected_of(items[items["arrived_at"] <= "2024-03-10"]).sort_index()
    assert list(found.index) == list(wanted.index)
    for column in wanted:
        if column != "near_duplicate_share":
            np.testing.assert_allclose(
                found[column].astype(float), wanted[column], rtol=1e-9, atol=1e-7, err_msg=column
            )
    # not all pairs are compared: hardly one that is alike is missed, and what is told is alike
    near, all_pairs = (of["near_duplicate_share"].astype(float) * of["items"] for of in (found, wanted))
    assert near.loc["texts"].sum() > 40
    assert (near.fillna(-1) <= all_pairs.fillna(-1) + 1e-6).all()
    assert near.loc["texts"].sum() >= 0.97 * all_pairs.loc["texts"].sum()

    assert found.loc[("disjoint", DAYS[1]), "token_divergence"] == pytest.approx(1)
    assert found.loc[("the same", DAYS[1]), "token_divergence"] == pytest.approx(0, abs=1e-7)
    assert found.loc[("the same", DAYS[1]), "near_duplicate_share"] == 0
    assert found.loc["damaged", "encoding_damage_share"].item() == found.loc["html", "html_share"].item() == 1
    assert found.loc["not damaged", "encoding_damage_share"].item() == found.loc["not html", "html_share"].item() == 0
    assert found.loc["blank", "empty_share"].item() == 1


def test_the_period_is_a_var_and_a_wrong_one_stops(duckdb_project: Project) -> None:
    rows = [
        {"dataset": "d", "item_id": "1", "arrived_at": "2024-03-01 10:00:00", "content": "x"},
        {"dataset": "d", "item_id": "2", "arrived_at": "2024-03-31 23:59:59", "content": "x"},
    ]
    duckdb_project.map_input("items", rows, TYPES)
    run = duckdb_project.build("--select", "+flywheel__text_quality", flywheel_text_period="month")
    assert run.success, run.messages
    [row] = duckdb_project.relation("flywheel__text_quality").to_dict("records")
    assert (row["period_start"], row["items"], row["duplicate_share"]) == (pd.Timestamp("2024-03-01"), 2, 0.5)
    run = duckdb_project.dbt("parse", flywheel_text_period="fortnight")
    assert not run.success
    assert "the var flywheel_text_period is 'fortnight'; wanted hour, day, week or month" in run.messages
