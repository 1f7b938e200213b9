"""The MLflow connector, on stores that MLflow itself wrote."""

from __future__ import annotations

import logging
import warnings
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy
from harness.project import Project, Run
from mlflow import MlflowClient
from models.given import declare_use_cases

TABLES = [
    "experiments", "experiment_tags", "runs", "tags", "params", "metrics", "latest_metrics", "model_versions",
    "model_version_tags", "registered_model_aliases",
]  # fmt: skip
USE_CASES = {
    "flight_delay": {"metric": "log_loss", "mlflow_experiment": "/Shared/flights"},
    "hotel_price": {"metric": "mae"},
    "churn": {"metric": "auc"},
    "stock": {"metric": "spoilt", "metric_direction": "lower_is_better"},
}
LAST = {"sweep": (0.7, 0.03), "spoilt": 2.0}
BEST = {"sweep": (0.8, 0.02), "spoilt": 1.0}


def milliseconds(moment: str) -> int:
    """A moment in UTC as MLflow keeps it."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000)


def moment(day: int, hour: int) -> int:
    """An hour of January 2024."""
    return milliseconds(f"2024-01-{day:02} {hour:02}:00:00")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an MLflow store in SQLite, written by MLflow."""
    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    uri = f"sqlite:///{tmp_path_factory.mktemp('mlflow') / 'mlflow.db'}"
    client = MlflowClient(tracking_uri=uri, registry_uri=uri)
    experiments = {
        name: client.create_experiment(name, artifact_location=f"mlflow-artifacts:/{name.strip('/')}")
        for name in ("/Shared/flights", "hotel-price", "playground", "sweeps")
    }

    def log(experiment: str, name: str, tags: dict[str, str], status: str | None = "FINISHED", **metrics: float) -> str:
        run = client.create_run(experiments[experiment], start_time=moment(1, 9), run_name=name, tags=tags)
        for metric, value in metrics.items():
            client.log_metric(run.info.run_id, metric.replace("__", "/"), value, timestamp=moment(1, 10))
        if status:
            client.set_terminated(run.info.run_id, status, end_time=moment(1, 10))
        return run.info.run_id

    tagged = {"flywheel.candidate": "logistic regression", "flywheel.complexity": "1", "mlflow.user": "priya"}
    best = log(
        "/Shared/flights", "january", tagged, log_loss=0.4, log_loss_standard_error=0.01, auc=0.7, sample_size=1000,
        system__cpu=99.0,
    )  # fmt: skip
    plain = log("/Shared/flights", "plain", {"flywheel.complexity": "rather"}, log_loss=float("nan"), auc=float("inf"))
    log("/Shared/flights", "broken", tagged | {"mlflow.user": "jonas"}, status="FAILED")
    log("/Shared/flights", "still running", tagged, status=None, log_loss=0.1)
    client.delete_run(log("/Shared/flights", "deleted", tagged, log_loss=0.1))
    parameter = log("hotel-price", "median", {}, mae=10.0)
    client.log_param(parameter, "flywheel.complexity", "0")
    log("playground", "of churn", {"flywheel.use_case": "churn"}, auc=0.6)
    log("playground", "by another tag", {"team.use_case": "churn"}, auc=0.6)
    client.set_experiment_tag(experiments["sweeps"], "flywheel.use_case", "churn")
    sweep = log("sweeps", "sweep", {}, auc=0.5)
    nested = {"mlflow.parentRunId": sweep, "team.use_case": "churn"}
    log("sweeps", "trial", nested, auc=0.9)
    registered = log("sweeps", "registered trial", nested, auc=0.7)
    for step, (auc, error) in enumerate([(0.6, 0.01), (0.8, 0.02), (0.7, 0.03)]):
        client.log_metric(sweep, "auc", auc, step=step)
        client.log_metric(sweep, "auc_standard_error", error, step=step)
    # the use case says that less is better of one, of the other nobody knows; and a standard error at the end only
    stepwise = log("playground", "stepwise", {"flywheel.use_case": "stock"})
    for step, value in enumerate([3.0, 1.0, 2.0]):
        for metric in ("spoilt", "mood"):
            client.log_metric(stepwise, metric, value, step=step)
    client.log_metric(stepwise, "spoilt_standard_error", 0.5, step=2)

    client.create_registered_model("flight_delay")
    client.create_registered_model("hotel_price")
    client.create_registered_model("churn")

    def register(model: str, run_id: str, **tags: str) -> str:
        named = {f"flywheel.{name}": value for name, value in tags.items()}
        return client.create_model_version(model, "mlflow-artifacts:/model", run_id=run_id, tags=named).version

    register(
        "flight_delay", best, deployed_at=str(moment(2, 3)), retired_at=str(moment(5, 3)), outcome="rolled_back",
        deployed_by="mateo", is_automated="true",
    )  # fmt: skip
    register("flight_delay", plain, deployed_at=str(moment(5, 3)), is_automated="false")
    register("flight_delay", best)  # registered only
    client.delete_model_version("flight_delay", register("flight_delay", best, deployed_at=str(moment(6, 3))))
    client.set_registered_model_alias("hotel_price", "Champion", register("hotel_price", parameter))
    staged = register("churn", registered)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # stages are of before aliases
        client.transition_model_version_stage("churn", staged, "Production")
    return uri


def check_what_the_connector_reads(project: Project, sweep: tuple[float, float], spoilt: float) -> None:
    """The rows that the store of the fixture must give; of metrics with steps the last value, or the best."""
    runs = project.relation("flywheel__mlflow_training_runs")
    assert not runs.duplicated(["use_case", "run_id", "metric"]).any()
    runs = runs.sort_values(["use_case", "candidate", "status", "metric"]).astype("object").where(runs.notna(), None)
    columns = ["use_case", "candidate", "complexity", "metric", "value", "standard_error", "sample_size", "status"]
    assert runs[columns].to_numpy().tolist() == [
        ["churn", "of churn", None, "auc", 0.6, None, None, "finished"],
        ["churn", "registered trial", None, "auc", 0.7, None, None, "finished"],
        ["churn", "sweep", None, "auc", *sweep, None, "finished"],
        ["flight_delay", "logistic regression", 1, "log_loss", None, None, None, "failed"],
        ["flight_delay", "logistic regression", 1, "auc", 0.7, None, 1000, "finished"],
        ["flight_delay", "logistic regression", 1, "log_loss", 0.4, 0.01, 1000, "finished"],
        ["flight_delay", "plain", None, "auc", None, None, None, "finished"],
        ["flight_delay", "plain", None, "log_loss", None, None, None, "finished"],
        ["hotel_price", "median", 0, "mae", 10.0, None, None, "finished"],
        ["stock", "stepwise", None, "mood", 2.0, None, None, "finished"],
        ["stock", "stepwise", None, "spoilt", spoilt, 0.5, None, "finished"],
    ]
    assert set(runs.loc[runs["candidate"] == "logistic regression", "author"]) == {"priya", "jonas"}
    assert set(runs["started_at"]) == {pd.Timestamp("2024-01-01 09:00:00")}
    assert set(runs["ended_at"]) == {pd.Timestamp("2024-01-01 10:00:00")}

    deployments = project.relation("flywheel__mlflow_deployments").sort_values(["use_case", "version"])
    deployments = deployments.astype("object").where(deployments.notna(), None)
    columns = [
        "use_case", "version", "candidate", "deployed_at", "retired_at", "deployed_by", "outcome", "is_automated",
    ]  # fmt: skip
    staged, first, second, third = deployments[columns].to_numpy().tolist()
    assert staged[:3] == ["churn", "1", "registered trial"]
    two, five = pd.Timestamp("2024-01-02 03:00:00"), pd.Timestamp("2024-01-05 03:00:00")
    assert first == ["flight_delay", "1", "logistic regression", two, five, "mateo", "rolled_back", True]
    assert second == ["flight_delay", "2", "plain", five, None, None, "live", False]
    assert third[:3] == ["hotel_price", "1", "median"]
    assert third[4:] == [None, None, "live", None]
    assert third[3] > pd.Timestamp("2024-02-01"), "a version without tags went live when it was registered"

    for name in ("training_runs", "deployments"):
        assert len(project.relation(f"flywheel__input_{name}")) == len(project.relation(f"flywheel__mlflow_{name}"))
    history = project.relation("flywheel__leaderboard_history")
    leaderboard = history[history["is_newest"]].set_index(["use_case", "metric", "candidate"])
    assert leaderboard["value"].to_dict() == {
        ("churn", "auc", "of churn"): 0.6,
        ("churn", "auc", "registered trial"): 0.7,
        ("churn", "auc", "sweep"): sweep[0],
        ("flight_delay", "auc", "logistic regression"): 0.7,
        ("flight_delay", "log_loss", "logistic regression"): 0.4,
        ("hotel_price", "mae", "median"): 10.0,
        ("stock", "mood", "stepwise"): 2.0,
        ("stock", "spoilt", "stepwise"): spoilt,
    }
    assert leaderboard["is_live"].sum() == 2


def check_that_no_table_is_loaded_by_two_at_once(run: Run) -> None:
    """Each model that reads a table has the plugin write it: of two that read the same, one comes after the other."""
    depends_on = {result.node.unique_id: set(result.node.depends_on_nodes) for result in run.results.values()}
    readers: dict[str, list[str]] = {}
    for model, nodes in depends_on.items():
        for node in nodes:
            if node.startswith("source.flywheel.flywheel_mlflow"):
                readers.setdefault(node, []).append(model)
    assert len(readers) >= len(TABLES) - 1  # of all values of metrics not everybody reads
    for source, models in readers.items():
        for one, other in combinations(models, 2):
            assert one in depends_on[other] or other in depends_on[one], source


SELECTED = ("--select", "+flywheel__leaderboard_history")


def test_a_store_in_the_warehouse_fills_runs_and_deployments(project: Project, store: str) -> None:
    schema = project.warehouse.profile().get("schema", "main")
    engine = sqlalchemy.create_engine(store)
    for table in TABLES:
        inspected = {column["name"]: column["type"] for column in sqlalchemy.inspect(engine).get_columns(table)}
        # older versions have no workspaces, and a run's name in a tag only
        for column in ["workspace", "name"] if table == "runs" else ["workspace"]:
            inspected.pop(column, None)
        kinds = {"INTEGER": "int", "BIGINT": "int", "FLOAT": "float", "BOOLEAN": "bool"}
        types = {name: kinds.get(str(kind), "str") for name, kind in inspected.items()}
        rows = pd.read_sql_table(table, engine)[list(types)]
        for column, kind in types.items():
            if kind == "int":
                rows[column] = rows[column].astype("Int64")
        project.warehouse.load(table, rows, types)
    engine.dispose()
    declare_use_cases(project, USE_CASES)
    project.vars["flywheel_mlflow_schema"] = schema
    run = project.build(*SELECTED)
    assert run.success, run.messages
    check_what_the_connector_reads(project, **LAST)

    # nor had they aliases, and then a version is live by its stage
    project.warehouse.execute(f"drop table {schema}.registered_model_aliases cascade")
    models = ("flywheel__mlflow_runs", "flywheel__mlflow_training_runs", "flywheel__mlflow_deployments")
    run = project.dbt("run", "--select", *models)
    assert run.success, run.messages
    found = project.relation("flywheel__mlflow_deployments").groupby("use_case").size()
    assert found.to_dict() == {"churn": 1, "flight_delay": 2}

    # another tag says which use case, trials are shots of their own, and what is called otherwise is live
    settings = {"use_case_tag": "team.use_case", "nested_runs": True, "live": ["staging"]}
    run = project.dbt("run", "--select", *models, **{f"flywheel_mlflow_{name}": of for name, of in settings.items()})
    assert run.success, run.messages
    runs = project.relation("flywheel__mlflow_training_runs").query("use_case == 'churn'")
    assert set(runs["candidate"]) == {"by another tag", "trial", "registered trial"}
    assert set(project.relation("flywheel__mlflow_deployments")["use_case"]) == {"flight_delay"}


def test_a_store_elsewhere_is_read_by_the_sqlalchemy_plugin(duckdb_project: Project, store: str) -> None:
    plugin = {"module": "sqlalchemy", "alias": "mlflow", "config": {"connection_url": store}}
    profile = duckdb_project.warehouse.profile() | {"plugins": [plugin]}
    duckdb_project.write_yaml("profiles.yml", {"consumer": {"target": "test", "outputs": {"test": profile}}})
    meta = {"plugin": "mlflow", "query": "select * from {identifier}"}
    duckdb_project.configure(sources={"flywheel": {"connectors": {"mlflow": {"flywheel_mlflow": {"+meta": meta}}}}})
    declare_use_cases(duckdb_project, USE_CASES)
    duckdb_project.vars["flywheel_mlflow_schema"] = "mlflow"
    for which, values in (("last", LAST), ("best", BEST)):
        run = duckdb_project.build(*SELECTED, flywheel_mlflow_metric_value=which)
        assert run.success, run.messages
        check_what_the_connector_reads(duckdb_project, **values)
        check_that_no_table_is_loaded_by_two_at_once(run)


def test_a_store_without_a_run_gives_no_row(duckdb_project: Project, tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path / 'empty.db'}"
    MlflowClient(tracking_uri=uri, registry_uri=uri).search_experiments()
    plugin = {"module": "sqlalchemy", "alias": "mlflow", "config": {"connection_url": uri}}
    profile = duckdb_project.warehouse.profile() | {"plugins": [plugin]}
    duckdb_project.write_yaml("profiles.yml", {"consumer": {"target": "test", "outputs": {"test": profile}}})
    meta = {"plugin": "mlflow", "query": "select * from {identifier}"}
    duckdb_project.configure(sources={"flywheel": {"connectors": {"mlflow": {"flywheel_mlflow": {"+meta": meta}}}}})
    declare_use_cases(duckdb_project, USE_CASES)
    duckdb_project.vars["flywheel_mlflow_schema"] = "mlflow"
    run = duckdb_project.build(*SELECTED)
    assert run.success, run.messages
    for model in ("flywheel__mlflow_training_runs", "flywheel__mlflow_deployments", "flywheel__leaderboard_history"):
        assert len(duckdb_project.relation(model)) == 0


def test_a_mapped_input_wins_over_the_connector(duckdb_project: Project) -> None:
    types = {"use_case": "str", "run_id": "str", "candidate": "str", "metric": "str"}
    row = dict.fromkeys(types, "mine")
    declare_use_cases(duckdb_project, USE_CASES)
    duckdb_project.map_input("training_runs", [row], types)
    duckdb_project.vars["flywheel_mlflow_schema"] = "mlflow"
    run = duckdb_project.build("--select", "+flywheel__input_training_runs")
    assert run.success, run.messages
    assert "flywheel__mlflow_training_runs" not in run.statuses
    assert duckdb_project.relation("flywheel__input_training_runs")["run_id"].tolist() == ["mine"]
