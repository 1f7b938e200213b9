"""The demo with Elementary beside flywheel: the same build, what flywheel tells, and Elementary's report.

    FLYWHEEL_ELEMENTARY_PACKAGES=folder make demo-elementary

Elementary's dbt package cannot be brought by this repository: the folder has to be given. Works in
demo/data/with_elementary, on a database of its own, and leaves the demo as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

DEMO = Path(__file__).resolve().parent
PROJECT = DEMO / "data" / "with_elementary"
ELEMENTARY = ("elementary", "dbt_utils")
GIVEN = os.environ.get("FLYWHEEL_ELEMENTARY_PACKAGES", "")
DBT = Path(sys.executable).parent / "dbt"
WHAT_TO_GIVE = """\
The demo with Elementary needs two folders that this repository does not have:

  elementary   the dbt package, repository elementary-data/dbt-data-reliability, version 0.25.1
  dbt_utils    what it rests on, repository dbt-labs/dbt-utils

Put them side by side into one folder, under these names, and say where that is:

  FLYWHEEL_ELEMENTARY_PACKAGES=folder make demo-elementary
"""
# Elementary shows rows at fault, and what a test of flywheel found in words, where the project says so itself.
ROWS_AND_REASONS = (
    "{% materialization test, default %}{{ return(flywheel.test_in_elementary()) }}{% endmaterialization %}\n"
)
WHAT_TO_INSTALL = """
For Elementary's report, install its command line into an environment of its own, and run this again:

  python -m venv edr
  edr/bin/pip install "elementary-data[duckdb]==0.25.1" "dbt-core<1.12"
  PATH=$PATH:$PWD/edr/bin FLYWHEEL_ELEMENTARY_PACKAGES=folder make demo-elementary
"""


def missing() -> list[str]:
    """Which of the two packages are not where they were said to be."""
    return [name for name in ELEMENTARY if not (Path(GIVEN) / name / "dbt_project.yml").exists()]


def make_project() -> None:
    """The demo's project once more, with Elementary in it."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    for folder in ("models", "seeds", "tests"):
        shutil.copytree(DEMO / folder, PROJECT / folder)
    shutil.copy(DEMO / "profiles.yml", PROJECT)
    settings = yaml.safe_load((DEMO / "dbt_project.yml").read_text())
    settings["models"]["elementary"] = {"+schema": "elementary"}
    del settings["on-run-end"]  # Elementary collects
    (PROJECT / "dbt_project.yml").write_text(yaml.safe_dump(settings, sort_keys=False))
    (PROJECT / "macros").mkdir()
    (PROJECT / "macros" / "test_in_elementary.sql").write_text(ROWS_AND_REASONS)
    packages = PROJECT / "dbt_packages"
    packages.mkdir()
    (packages / "flywheel").symlink_to(DEMO.parent, target_is_directory=True)
    for name in ELEMENTARY:
        shutil.copytree(Path(GIVEN) / name, packages / name, ignore=shutil.ignore_patterns("integration_tests", ".git"))
        for file in ("packages.yml", "dependencies.yml"):  # both are here: dbt has nothing to look for on the hub
            (packages / name / file).unlink(missing_ok=True)
    (PROJECT / "data").mkdir()
    for file in [*DEMO.glob("data/*.parquet"), DEMO / "data" / "mlflow.db"]:
        (PROJECT / "data" / file.name).symlink_to(file)


def dbt(*arguments: str) -> int:
    """A dbt command in the project, as a user would give it."""
    print(f"\ndbt {' '.join(arguments)}", flush=True)
    folders = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    return subprocess.run([DBT, "--quiet", *arguments, *folders], cwd=PROJECT, check=False).returncode


def edr(project: Path, output: dict, *arguments: str | Path) -> bool:
    """A command of Elementary's command line, where it is installed. `output`: of the project's profile."""
    command = shutil.which("edr", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if not command:
        return False
    profiles = project / "elementary_profile"
    profiles.mkdir(exist_ok=True)
    outputs = {"dev": output | {"schema": "main_elementary"}}
    (profiles / "profiles.yml").write_text(yaml.safe_dump({"elementary": {"target": "dev", "outputs": outputs}}))
    (profiles / "config.yml").write_text("anonymous_usage_tracking: false\nrun_dbt_deps_if_needed: false\n")
    # edr has a dbt project of its own, which reads packages from one folder: these two, and no other
    packages = project / "elementary_packages"
    packages.mkdir(exist_ok=True)
    for name in ELEMENTARY:
        if not (packages / name).exists():
            (packages / name).symlink_to(project / "dbt_packages" / name, target_is_directory=True)
    places = {"DBT_PACKAGES_FOLDER": str(packages), "EDR_INTERNAL_TARGET_PATH": str(project / "target" / "edr")}
    folders = ["--profiles-dir", profiles, "--config-dir", profiles, "--project-dir", project]
    # it logs where it is started
    subprocess.run([command, *arguments, *folders], env=os.environ | places, cwd=project, check=True)
    return True


def report(project: Path, output: dict) -> Path | None:
    """Elementary's page of a project, where its command line is installed."""
    page = project / "elementary_report.html"
    return page if edr(project, output, "report", "--file-path", page, "--open-browser", "false") else None


def main() -> int:
    if not GIVEN or missing():
        print(WHAT_TO_GIVE, file=sys.stderr)
        if GIVEN:
            print(f"Not in {GIVEN}: {', '.join(missing())}", file=sys.stderr)
        return 2
    if not (DEMO / "data" / "mlflow.db").exists():
        subprocess.run([sys.executable, DEMO / "prepare.py"], check=True)
    make_project()
    if dbt("run", "--select", "elementary"):
        return 2
    dbt("build", "--exclude", "package:elementary")  # exits with 1: finding flaws is what the demo is for
    if dbt("run", "--select", "flywheel__test_history+"):
        return 2
    dbt("run-operation", "flywheel.alerts")
    database = {"type": "duckdb", "path": str(PROJECT / "data" / "flywheel_demo.duckdb"), "threads": 2}
    page = report(PROJECT, database)
    print(f"\nElementary's report: {page}" if page else WHAT_TO_INSTALL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
