"""One month of the team's work: train, compare, release, score.

What a month leaves behind for the next one, in the data folder:

| file | holds |
|---|---|
| scores/2013-04.parquet | scores of the month's flights by every candidate fit before it |
| live/2013-04.parquet | scores of the month's flights by the version that was live |
| models/1.joblib | the model of version 1 |
"""

from datetime import timedelta
from pathlib import Path

import duckdb
import joblib
import pandas as pd
from mlflow import MlflowClient

from pipeline import tracking
from pipeline.flights import write_parquet
from pipeline.releases import Release, choose, outcome_of_retired
from pipeline.training import (
    BASE_RATE,
    CANDIDATES,
    EXPERIMENTS,
    Candidate,
    evaluate,
    fit,
    known_by,
    log_loss,
    scheduled_between,
    score,
    with_outcomes,
)

FOLDERS = ("scores", "live", "models")
MINUTES_BETWEEN_RUNS = 15


def write_frame(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, file: Path) -> None:
    """Write a frame to a Parquet file."""
    connection.register("frame", frame)
    write_parquet(connection, "from frame", file)


def score_candidates(
    connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, release: Release, folder: Path
) -> dict[str, object]:
    """Fit every candidate for a release and score the month that follows. Returns the models by candidate."""
    rows = scheduled_between(frame, release.starts_at, release.ends_at)
    models = {candidate.name: fit(candidate, frame, release) for candidate in CANDIDATES}
    scores = [score(candidate, models[candidate.name], rows) for candidate in CANDIDATES]
    write_frame(connection, pd.concat(scores, ignore_index=True), folder / "scores" / f"{release.month}.parquet")
    return models


def read_scores(connection: duckdb.DuckDBPyConnection, release: Release, folder: Path) -> pd.DataFrame:
    """The scores of a release's month by every candidate."""
    return connection.execute("from read_parquet(?)", [str(folder / "scores" / f"{release.month}.parquet")]).df()


def attempt(experiment: Candidate, rows: pd.DataFrame, frame: pd.DataFrame, release: Release) -> dict[str, float]:
    """Fit and validate an experiment, which no month before has fit."""
    scores = score(experiment, fit(experiment, frame, release.previous), rows)
    return evaluate(with_outcomes(rows, scores, experiment.name))


def log_runs(
    client: MlflowClient, frame: pd.DataFrame, scores: pd.DataFrame, release: Release
) -> dict[str, tuple[str, float]]:
    """Log a release's runs, one after another. Returns run id and log loss of each candidate."""
    rows = known_by(scheduled_between(frame, release.previous.starts_at, release.starts_at), release.trained_at)
    started_at = release.trained_at
    if experiment := EXPERIMENTS.get(release.month):
        tracking.log_run(client, release, experiment, started_at, lambda: attempt(experiment, rows, frame, release))
        started_at += timedelta(minutes=MINUTES_BETWEEN_RUNS)
    runs = {}
    for candidate in CANDIDATES:
        scored = with_outcomes(rows, scores, candidate.name)
        run_id, metrics = tracking.log_run(
            client, release, candidate, started_at, lambda scored=scored: evaluate(scored)
        )
        if metrics is None:
            raise RuntimeError(f"{candidate.name} failed in {release.month}; its run in MLflow says why")
        runs[candidate.name] = (run_id, metrics["log_loss"])
        started_at += timedelta(minutes=MINUTES_BETWEEN_RUNS)
    return runs


def retire(client: MlflowClient, frame: pd.DataFrame, scores: pd.DataFrame, version: str, release: Release) -> None:
    """Judge the live version on its flights so far, and retire it in favour of a release."""
    live_flights = scheduled_between(frame, release.previous.deployed_at, release.starts_at)
    rows = known_by(live_flights, release.trained_at)
    losses = []
    for candidate in (tracking.candidate_of(client, version), BASE_RATE):
        scored = with_outcomes(rows, scores, candidate)
        losses.append(log_loss(scored["late"].to_numpy(), scored["score"].to_numpy()).value)
    tracking.retire(client, version, release, outcome_of_retired(*losses))


def score_live(frame: pd.DataFrame, release: Release, folder: Path, replaced: str | None, version: str) -> pd.DataFrame:
    """Score the month's flights by the version replaced until the release is live, and by the new one from then on."""
    parts = []
    for live, start, end in (
        (replaced, release.starts_at, release.deployed_at),
        (version, release.deployed_at, release.ends_at),
    ):
        if live is not None:
            candidate, model = joblib.load(folder / "models" / f"{live}.joblib")
            rows = scheduled_between(frame, start, end)
            parts.append(score(candidate_named(candidate), model, rows).assign(version=live))
    return pd.concat(parts, ignore_index=True)


def candidate_named(name: str) -> Candidate:
    """A candidate by its name."""
    return next(candidate for candidate in CANDIDATES if candidate.name == name)


def work(
    connection: duckdb.DuckDBPyConnection, client: MlflowClient, frame: pd.DataFrame, release: Release, folder: Path
) -> None:
    """Everything that the team does for one release, and what its versions say of that month's flights."""
    scores = read_scores(connection, release.previous, folder)
    runs = log_runs(client, frame, scores, release)
    best = choose({name: value for name, (_, value) in runs.items()})
    replaced = tracking.live_version(client)
    if replaced is not None:
        retire(client, frame, scores, replaced, release)
    version = tracking.deploy(client, release, runs[best][0])
    models = score_candidates(connection, frame, release, folder)
    joblib.dump((best, models[best]), folder / "models" / f"{version}.joblib")
    live = score_live(frame, release, folder, replaced, version)
    write_frame(connection, live, folder / "live" / f"{release.month}.parquet")
