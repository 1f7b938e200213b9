"""How the team's runs and releases are kept in MLflow, which is what the `mlflow` connector reads.

Experiment `flight-delay`, registered model `flight_delay`. Every time is epoch milliseconds of New York's wall clock
read as UTC: the demo has one clock, and it is the flights'.

| in MLflow | holds |
|---|---|
| runs.start_time, runs.end_time, runs.status | when it was trained; FINISHED or FAILED |
| runs.user_id and run tag mlflow.user | author |
| run tag flywheel.candidate | what competes: base rate, logistic regression, gradient boosting |
| run tag flywheel.complexity | 0 = naive baseline |
| run tag flywheel.error | the exception of a failed run |
| metrics log_loss, brier, auc | value in validation |
| metrics log_loss_standard_error, brier_standard_error, auc_standard_error | standard error of that metric |
| metric sample_size | rows validated on; for all metrics of the run |
| params release, features | the month it was meant for; what it looked at |
| params validated_from, validated_before | flights validated on, by a model fit on those before validated_from |
| param trained_before | flights that it is fit on again once validated; that is what goes live |
| model_versions.version, model_versions.run_id | the version, and the run it came from |
| model version tag flywheel.deployed_at | went live, epoch milliseconds as text |
| model version tag flywheel.retired_at | stopped being live; absent while live |
| model version tag flywheel.outcome | live, superseded, rolled_back |
| model version tag flywheel.deployed_by | who released it |
| model version tag flywheel.is_automated | true or false, as text |
| alias live | the version that is live |

A failed run has no metrics. A model version's candidate is its run's. MLflow stamps creation_timestamp of a model
version and an experiment with the time of writing; the demo does not use it.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException

from pipeline.releases import Release, author
from pipeline.training import Candidate

EXPERIMENT = "flight-delay"
MODEL = "flight_delay"
LIVE = "live"


def milliseconds(moment: datetime) -> int:
    """A moment on the demo's clock, as MLflow keeps times."""
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)


def open_store(file: Path) -> MlflowClient:
    """The MLflow store in a SQLite file, made with its experiment and registered model where it is not there yet."""
    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    client = MlflowClient(tracking_uri=f"sqlite:///{file}", registry_uri=f"sqlite:///{file}")
    if client.get_experiment_by_name(EXPERIMENT) is None:
        client.create_experiment(EXPERIMENT, artifact_location=f"mlflow-artifacts:/{EXPERIMENT}")
        client.create_registered_model(MODEL)
    return client


def log_run(
    client: MlflowClient,
    release: Release,
    candidate: Candidate,
    started_at: datetime,
    evaluate: Callable[[], dict[str, float]],
) -> tuple[str, dict[str, float] | None]:
    """Log one run, as failed where evaluating it raises. Returns its id, and its metrics unless it failed."""
    ended_at = started_at + timedelta(minutes=candidate.minutes)
    run_id = start_run(client, release, candidate, started_at)
    try:
        metrics = evaluate()
    except Exception as error:  # whatever stopped the run is what the log is for
        client.set_tag(run_id, "flywheel.error", f"{type(error).__name__}: {error}")
        client.set_terminated(run_id, "FAILED", end_time=milliseconds(ended_at))
        return run_id, None
    time = milliseconds(ended_at)
    client.log_batch(run_id, metrics=[Metric(name, value, time, 0) for name, value in metrics.items()])
    client.set_terminated(run_id, "FINISHED", end_time=time)
    return run_id, metrics


def start_run(client: MlflowClient, release: Release, candidate: Candidate, started_at: datetime) -> str:
    """Create a run with its tags and params, and return its id."""
    experiment = client.get_experiment_by_name(EXPERIMENT)
    run = client.create_run(
        experiment.experiment_id,
        start_time=milliseconds(started_at),
        run_name=f"{release.month} {candidate.name}",
        tags={"mlflow.user": author(release, candidate.name)},
    )
    params = {
        "release": release.month,
        "features": candidate.features,
        "validated_from": release.previous.starts_at.date(),
        "validated_before": release.starts_at.date(),
        "trained_before": release.starts_at.date(),
    }
    tags = {"flywheel.candidate": candidate.name, "flywheel.complexity": candidate.complexity}
    client.log_batch(
        run.info.run_id,
        params=[Param(name, str(value)) for name, value in params.items()],
        tags=[RunTag(name, str(value)) for name, value in tags.items()],
    )
    return run.info.run_id


def live_version(client: MlflowClient) -> str | None:
    """The version that is live, or None before the first."""
    try:
        return str(client.get_model_version_by_alias(MODEL, LIVE).version)
    except MlflowException:
        return None


def deploy(client: MlflowClient, release: Release, run_id: str) -> str:
    """Register a run's model as the next version and put it live."""
    tags = {
        "flywheel.deployed_at": milliseconds(release.deployed_at),
        "flywheel.outcome": "live",
        "flywheel.deployed_by": release.deployed_by,
        "flywheel.is_automated": str(release.is_automated).lower(),
    }
    version = client.create_model_version(
        MODEL,
        source=client.get_run(run_id).info.artifact_uri,
        run_id=run_id,
        tags={name: str(value) for name, value in tags.items()},
    )
    client.set_registered_model_alias(MODEL, LIVE, version.version)
    return str(version.version)


def retire(client: MlflowClient, version: str, release: Release, outcome: str) -> None:
    """Say when, and why, a version stopped being live: replaced by a release."""
    client.set_model_version_tag(MODEL, version, "flywheel.retired_at", str(milliseconds(release.deployed_at)))
    client.set_model_version_tag(MODEL, version, "flywheel.outcome", outcome)


def candidate_of(client: MlflowClient, version: str) -> str:
    """The candidate that a version is."""
    run = client.get_run(client.get_model_version(MODEL, version).run_id)
    return run.data.tags["flywheel.candidate"]
