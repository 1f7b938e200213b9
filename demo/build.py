"""Build the demo with dbt, and say what it found.

    python demo/build.py

Exits with 0 where all was built, failing tests or not: this data has flaws, and finding them is what the demo is for.
`dbt build` itself exits with 1 then, which is how it stops a pipeline. Exits with 2 where something was not built.
"""

import os
import sys
import time
from pathlib import Path
from threading import Lock

import summary
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt_common.events.base_types import EventMsg

DEMO = Path(__file__).resolve().parent
ARGUMENTS = ["--project-dir", str(DEMO), "--profiles-dir", str(DEMO)]
QUIETLY = ["--log-level", "none", "--log-level-file", "info"]
BROKEN = ("error", "skipped", "runtime error", "partial success")

os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")


class Progress:
    """One line that counts the nodes done, or on paper one line for each quarter of them."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.total = self.done = 0
        self.lock = Lock()  # events come from several threads

    def __call__(self, event: EventMsg) -> None:
        """Take an event of dbt."""
        with self.lock:
            if event.info.name == "LogStartLine":
                self.total = event.data.total
            elif event.info.name == "NodeFinished":
                self.done += 1
                self.show(event.data.node_info.node_name)

    def show(self, name: str) -> None:
        """Say how far it is."""
        line = f"  {self.done:>3} of {self.total}   {time.perf_counter() - self.started:4.1f} s   {name}"
        if sys.stdout.isatty():
            print(f"\r\033[K{line[:100]}", end="", flush=True)
        elif self.done * 4 // self.total > (self.done - 1) * 4 // self.total:
            print(line, flush=True)

    def end(self) -> None:
        """Leave the line as it was found."""
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)


def install_packages() -> None:
    """`dbt deps`, where it was not run before."""
    if not (DEMO / "dbt_packages" / "flywheel").exists():
        print("dbt deps: flywheel, from the folder above.", flush=True)
        stop_unless_done(dbtRunner().invoke(["deps", *ARGUMENTS, *QUIETLY]))


def stop_unless_done(outcome: dbtRunnerResult) -> None:
    """Stop where dbt could not do what was asked."""
    if outcome.exception:
        raise SystemExit(f"dbt could not go on: {outcome.exception}")


def broken(outcome: dbtRunnerResult) -> list[str]:
    """What could not be built, or was left out because of that, and why. A failing test is neither."""
    return [
        f"  {result.status}: {result.node.unique_id}: {result.message or 'what it needs was not built'}"
        for result in outcome.result.results
        if str(result.status) in BROKEN
    ]


def main() -> int:
    """Build, then print the summary."""
    install_packages()
    print("dbt build: models, tests and seeds of the demo and of flywheel.", flush=True)
    progress = Progress()
    outcome = dbtRunner(callbacks=[progress]).invoke(["build", *ARGUMENTS, *QUIETLY])
    progress.end()
    stop_unless_done(outcome)
    # the results of a run's tests are kept at its end, so what is told of them is built after it
    after = ["run", "--select", "flywheel__test_history+", "--no-write-json"]
    told = dbtRunner().invoke([*after, *ARGUMENTS, *QUIETLY])
    stop_unless_done(told)
    if problems := [*broken(outcome), *broken(told)]:
        print("\n".join(["Not all of the demo could be built:", *problems]), file=sys.stderr)
        return 2
    release_database()
    summary.main()
    return 0


def release_database() -> None:
    """Let go of the DuckDB file, which dbt keeps open for as long as its process lives."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    DuckDBConnectionManager._ENV = None


if __name__ == "__main__":
    sys.exit(main())
