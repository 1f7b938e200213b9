import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from threadpoolctl import threadpool_limits

TRAINED_AT = pd.Timestamp("2013-12-31 09:00:00")


def majority_class():
    """How common each label is, for every tweet."""
    return make_pipeline(TfidfVectorizer(), DummyClassifier(strategy="prior"))


def words():
    """Which words, and pairs of words, are in it."""
    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10, max_iter=1000)
    )


CANDIDATES = {
    "majority class": (0, majority_class, "gold_label"),
    "words, gold labels": (1, words, "gold_label"),
    "words, majority vote": (1, words, "majority_label"),
    "words, label model": (1, words, "label"),
}


def measures(is_positive, scores):
    """Metrics with the values of which each is the mean."""
    said = np.where(is_positive, scores, 1 - scores)
    return {"log_loss": -np.log(np.clip(said, 1e-15, 1)), "accuracy": (said > 0.5).astype(float)}


def model(dbt, session):
    """Train on what is labelled, measure on gold labels held out: one row a run and metric, as in training_runs."""
    examples = dbt.ref("tweet_examples").order("item_id").df()
    held_out = examples[examples["is_held_out"]]
    others = examples[~examples["is_held_out"]]
    runs = []
    with threadpool_limits(1):
        for number, (candidate, (complexity, build, label)) in enumerate(CANDIDATES.items()):
            labelled = others[others[label].notna()]
            trained = build().fit(labelled["content"], labelled[label] == "positive")
            scores = trained.predict_proba(held_out["content"])[:, 1]
            for metric, values in measures(held_out["gold_label"] == "positive", scores).items():
                runs.append(
                    {
                        "use_case": "tweet_sentiment",
                        "run_id": f"{TRAINED_AT:%Y-%m-%d} {candidate}",
                        "candidate": candidate,
                        "complexity": complexity,
                        "metric": metric,
                        "value": values.mean(),
                        "standard_error": values.std(ddof=1) / len(values) ** 0.5,
                        "sample_size": len(values),
                        "started_at": TRAINED_AT + pd.Timedelta(minutes=15 * number),
                        "ended_at": TRAINED_AT + pd.Timedelta(minutes=15 * number + 2),
                        "author": "Nadia Rossi",
                        "status": "finished",
                    }
                )
    return pd.DataFrame(runs)
