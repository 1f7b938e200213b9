"""Will a flight arrive 15 or more minutes late? Features, candidates, validation.

Features are known when the flight should leave: the schedule, the carrier, and the weather at the airport in the
scheduled hour. A flight that never arrived has no outcome and is trained on by nobody. The weather is used as it came.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from pipeline.releases import Release

RANDOM_STATE = 2013
BASE_RATE = "base rate"
CATEGORIES = ["carrier", "origin", "weekday", "hour"]
NUMBERS = ["distance", "temp", "dewp", "humid", "wind_speed", "wind_gust", "precip", "pressure", "visib"]

FRAME = """
select
    flights.flight_id as entity_id,
    flights.scheduled_departure_at,
    flights.arrived_at,
    cast(flights.arr_delay >= 15 as double) as late,
    flights.carrier,
    flights.origin,
    flights.dest,
    dayofweek(flights.flight_date) as weekday,
    flights.hour,
    flights.distance,
    weather.temp,
    weather.dewp,
    weather.humid,
    weather.wind_speed,
    weather.wind_gust,
    weather.precip,
    weather.pressure,
    weather.visib,
    planes.year as plane_year
from read_parquet($flights) as flights
left join read_parquet($weather) as weather
    on flights.origin = weather.origin and flights.time_hour = weather.time_hour
left join read_parquet($planes) as planes
    on flights.tailnum = planes.tailnum
order by flights.scheduled_departure_at, flights.flight_id
"""


def base_rate() -> DummyClassifier:
    """The share of late flights so far, for every flight."""
    return DummyClassifier(strategy="prior")


def logistic_regression(categories: list[str] = CATEGORIES, unknown: str = "ignore"):
    """Main effects only. `unknown` is what to do with a category that was not there in training."""
    return make_pipeline(
        make_column_transformer(
            (OneHotEncoder(handle_unknown=unknown), categories),
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), NUMBERS),
        ),
        LogisticRegression(max_iter=200),
    )


def gradient_boosting():
    """Trees, which find interactions and take missing weather as it is."""
    categories = ["carrier", "origin", "dest"]
    return make_pipeline(
        make_column_transformer(
            (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), categories),
            ("passthrough", ["weekday", "hour", *NUMBERS]),
        ),
        HistGradientBoostingClassifier(
            categorical_features=list(range(len(categories))), early_stopping=False, random_state=RANDOM_STATE
        ),
    )


def add_plane_age(frame: pd.DataFrame) -> pd.DataFrame:
    """A feature with a bug that is easily made: one tail number in six is unknown, and null is not an integer."""
    return frame.assign(plane_age=2013 - frame["plane_year"].astype(int))


@dataclass(frozen=True)
class Candidate:
    """One way to answer the question; what competes on the leaderboard."""

    name: str
    complexity: int
    minutes: int
    build: Callable
    features: str = "schedule, carrier, weather"
    prepare: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame


CANDIDATES = (
    Candidate(BASE_RATE, complexity=0, minutes=1, build=base_rate, features="none"),
    Candidate("logistic regression", complexity=1, minutes=4, build=logistic_regression),
    Candidate("gradient boosting", complexity=2, minutes=11, build=gradient_boosting),
)

# Tried once, in that month's release, and given up when it failed. Each fails on what is really in the data.
EXPERIMENTS = {
    "2013-05": Candidate(
        "gradient boosting",
        complexity=2,
        minutes=2,
        build=gradient_boosting,
        features="schedule, carrier, weather, plane age",
        prepare=add_plane_age,
    ),
    "2013-07": Candidate(
        "logistic regression",
        complexity=1,
        minutes=5,
        build=lambda: logistic_regression([*CATEGORIES, "dest"], unknown="error"),
        features="schedule, carrier, weather, destination",
    ),
}


@dataclass(frozen=True)
class Estimate:
    """A metric with its standard error."""

    value: float
    standard_error: float


def load_frame(connection: duckdb.DuckDBPyConnection, folder: Path) -> pd.DataFrame:
    """One row a flight, in order of scheduled departure: key, times, outcome (null where none) and features."""
    files = {name: str(folder / f"{name}.parquet") for name in ("flights", "weather", "planes")}
    return connection.execute(FRAME, files).df()


def known_by(frame: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """The flights that have arrived, and so have an outcome, by a moment."""
    return frame[frame["arrived_at"] < moment]


def scheduled_between(frame: pd.DataFrame, start: datetime, end: datetime) -> pd.DataFrame:
    """The flights that should leave from `start` on and before `end`."""
    departures = frame["scheduled_departure_at"]
    return frame[(departures >= start) & (departures < end)]


def fit(candidate: Candidate, frame: pd.DataFrame, release: Release):
    """Fit on what a release knows when it is trained, and on nothing later."""
    rows = known_by(frame[frame["scheduled_departure_at"] < release.starts_at], release.trained_at)
    return candidate.build().fit(candidate.prepare(rows), rows["late"].astype(int))


def score(candidate: Candidate, model, rows: pd.DataFrame) -> pd.DataFrame:
    """The probability of being late, for each row."""
    scores = model.predict_proba(candidate.prepare(rows))[:, 1]
    return pd.DataFrame({"candidate": candidate.name, "entity_id": rows["entity_id"].to_numpy(), "score": scores})


def with_outcomes(rows: pd.DataFrame, scores: pd.DataFrame, candidate: str) -> pd.DataFrame:
    """What happened to the flights in `rows`, beside a candidate's scores of them."""
    of_candidate = scores.loc[scores["candidate"] == candidate, ["entity_id", "score"]]
    return rows[["entity_id", "late"]].merge(of_candidate, on="entity_id", validate="one_to_one")


def mean_estimate(losses: np.ndarray) -> Estimate:
    """The mean of per-row losses and its standard error."""
    return Estimate(float(losses.mean()), float(losses.std(ddof=1) / np.sqrt(len(losses))))


def log_loss(late: np.ndarray, scores: np.ndarray) -> Estimate:
    """Minus the mean log probability of what happened, clipped at 1e-15."""
    scores = np.clip(scores, 1e-15, 1 - 1e-15)
    return mean_estimate(-np.where(late == 1, np.log(scores), np.log(1 - scores)))


def brier(late: np.ndarray, scores: np.ndarray) -> Estimate:
    """The mean squared distance between probability and outcome (Brier 1950)."""
    return mean_estimate((late - scores) ** 2)


def auc(late: np.ndarray, scores: np.ndarray) -> Estimate:
    """Area under the ROC curve, with the standard error of Hanley and McNeil (1982)."""
    value = float(roc_auc_score(late, scores))
    positives, negatives = int((late == 1).sum()), int((late == 0).sum())
    variance = (
        value * (1 - value)
        + (positives - 1) * (value / (2 - value) - value**2)
        + (negatives - 1) * (2 * value**2 / (1 + value) - value**2)
    ) / (positives * negatives)
    return Estimate(value, float(np.sqrt(variance)))


def evaluate(rows: pd.DataFrame) -> dict[str, float]:
    """All metrics of scored rows, by the names that MLflow gets."""
    late, scores = rows["late"].to_numpy(), rows["score"].to_numpy()
    metrics: dict[str, float] = {"sample_size": len(rows)}
    for name, measure in {"log_loss": log_loss, "brier": brier, "auc": auc}.items():
        estimate = measure(late, scores)
        metrics |= {name: estimate.value, f"{name}_standard_error": estimate.standard_error}
    return metrics
