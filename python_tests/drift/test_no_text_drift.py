"""no_text_drift names the words that came and went and lets chance pass; tokens() splits alike on every engine."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from harness.project import Project
from scipy.spatial.distance import jensenshannon

TYPES = {"side": "str", "content": "str"}
WORDS = [
    "flight",
    "late",
    "on",
    "time",
    "crew",
    "gate",
    "seat",
    "bag",
    "für",
    "日本",
    *(f"rare{n}" for n in range(200)),
]


def texts(side: str, rows: int, seed: int, swapped: bool = False) -> pd.DataFrame:
    """Texts of a few words each, some of them null or empty; `swapped` has refunds where there were bags."""
    rng = np.random.default_rng(seed)
    shares = 1 / np.arange(1, len(WORDS) + 1)
    content = [", ".join(rng.choice(WORDS, rng.integers(3, 12), p=shares / shares.sum())) for _ in range(rows)]
    if swapped:
        content = [f"{text.replace('bag', 'Refund')} refund!" for text in content]
    content[:3] = [None, "", "  Late!late\tLATE (gate)"]
    return pd.DataFrame({"side": side, "content": content})


def distance(old: pd.DataFrame, new: pd.DataFrame) -> float:
    """What scipy says of the words of two sides, those taken together of which fewer than five texts are expected."""
    sides = [side.dropna().replace("日本", "日 本", regex=True).reset_index(names="text") for side in (old, new)]
    words = [
        side.assign(word=side["content"].str.lower().str.split(r"[\s!-/:-@\[-`{-~]+", regex=True)) for side in sides
    ]
    words = [side.explode("word").query("word != ''") for side in words]
    texts = pd.concat([side.groupby("word")["text"].nunique() for side in words], axis=1).fillna(0).sum(axis=1)
    sizes = [len(side) for side in sides]
    rare = texts[texts * min(sizes) < 5 * sum(sizes)].index
    counts = [side["word"].where(~side["word"].isin(rare), "other words").value_counts() for side in words]
    both = pd.concat(counts, axis=1).fillna(0)
    return float(jensenshannon(both.iloc[:, 0], both.iloc[:, 1]))


def test_words_that_came_and_went_are_named_and_chance_passes(project: Project) -> None:
    old, new = texts("old", 600, 1), texts("new", 400, 2, swapped=True)
    project.table("old", old, TYPES)
    project.table("same", texts("new", 400, 3), TYPES)
    project.table("new", pd.concat([old, new]), TYPES)
    project.table("few", texts("new", 9, 4), TYPES)
    project.model("split", "{{ flywheel.tokens(ref('few'), 'content', ['side']) }}")

    def on(name: str, where: str = "1 = 1", **arguments: object) -> dict:
        config = {"severity": "warn", "where": where}
        return {"flywheel.no_text_drift": {"name": name, "arguments": arguments, "config": config}}

    of_old, moved = {"reference_where": "side = 'old'"}, distance(old, new)
    tests = {
        "same": [
            on("same_words", reference="ref('old')"),
            # some word is always the least probable: what counts is that one of so many is
            on("same_at_all", reference="ref('old')", min_effect=0, false_alarm_rate=0.5),
        ],
        "new": [
            on("new_words", **of_old),
            on("at_min_effect", **of_old, min_effect=moved * (1 + 1e-9)),
            on("over_min_effect", **of_old, min_effect=moved * (1 - 1e-9)),
        ],
        "few": [on("few_texts", reference="ref('old')"), on("no_text", where="1 = 0", reference="ref('old')")],
    }
    models = [{"name": name, "columns": [{"name": "content", "data_tests": of}]} for name, of in tests.items()]
    project.write_yaml("models/texts.yml", {"models": models})
    run = project.build("--select", "old", "same", "new", "few", "split")
    assert run.statuses["same_words"] == run.statuses["same_at_all"] == "pass", run.messages
    assert run.statuses["new_words"] == run.statuses["few_texts"] == "warn", run.messages

    [row] = project.failing_rows(run, "new_words").to_dict("records")
    assert row["moved"].startswith("refund rose from 0% to ")
    assert "bag fell from " in row["moved"]
    assert (row["reference_size"], row["current_size"]) == (599, 399)
    assert row["p_value"] < 1e-6
    assert row["value"] == pytest.approx(distance(old, new), rel=1e-9)
    assert run.statuses["at_min_effect"] == "pass", run.messages
    assert run.statuses["over_min_effect"] == run.statuses["no_text"] == "warn", run.messages

    [reason] = project.failing_rows(run, "few_texts")["reason"]
    wanted = (
        "drift could not be assessed: the reference has 599 texts and what is compared with it has {}; both need 10"
    )
    assert reason == wanted.format(8)
    assert list(project.failing_rows(run, "no_text")["reason"]) == [wanted.format(0)]
    found = project.relation("split")["token"]
    assert sorted(found[found.isin(["late", "gate"])])[:4] != []
    assert not found.str.contains(r"[A-Z ,!()]").any()
