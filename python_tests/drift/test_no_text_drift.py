"""no_text_drift names the words that came and went and lets chance pass; tokens() splits alike on every engine."""

from __future__ import annotations

import numpy as np
import pandas as pd
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


def test_words_that_came_and_went_are_named_and_chance_passes(project: Project) -> None:
    old, new = texts("old", 600, 1), texts("new", 400, 2, swapped=True)
    project.table("old", old, TYPES)
    project.table("same", texts("new", 400, 3), TYPES)
    project.table("new", pd.concat([old, new]), TYPES)
    project.table("few", texts("new", 9, 4), TYPES)
    project.model("split", "{{ flywheel.tokens(ref('few'), 'content', ['side']) }}")

    def on(name: str, **arguments: object) -> dict:
        test = {"flywheel.no_text_drift": {"name": name, "arguments": arguments, "config": {"severity": "warn"}}}
        return {"name": "content", "data_tests": [test]}

    columns = {
        "same": on("same_words", reference="ref('old')"),
        "new": on("new_words", reference_where="side = 'old'"),
        "few": on("few_texts", reference="ref('old')"),
    }
    project.write_yaml(
        "models/texts.yml", {"models": [{"name": name, "columns": [on]} for name, on in columns.items()]}
    )
    run = project.build("--select", "old", "same", "new", "few", "split")
    assert run.statuses["same_words"] == "pass", run.messages
    assert run.statuses["new_words"] == run.statuses["few_texts"] == "warn", run.messages

    [row] = project.failing_rows(run, "new_words").to_dict("records")
    assert row["moved"].startswith("refund rose from 0% to ")
    assert "bag fell from " in row["moved"]
    assert (row["reference_size"], row["current_size"]) == (599, 399)
    assert row["p_value"] < 1e-6
    counts = []
    for side in (old, new):
        words = side["content"].dropna().str.lower().str.split(r"[\s!-/:-@\[-`{-~]+", regex=True).explode()
        counts.append(words[words != ""].value_counts())
    both = pd.concat(counts, axis=1).fillna(0)
    exact = jensenshannon(both.iloc[:, 0], both.iloc[:, 1])
    assert 0.9 * exact < row["value"] <= exact  # rare words are one

    [reason] = project.failing_rows(run, "few_texts")["reason"]
    assert reason == (
        "drift could not be assessed: the reference has 599 texts and what is compared with it has 8; both need 10"
    )
    found = project.relation("split")["token"]
    assert sorted(found[found.isin(["late", "gate"])])[:4] != []
    assert not found.str.contains(r"[A-Z ,!()]").any()
