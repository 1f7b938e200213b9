"""dbt in process, again and again: what is the same each time is done once.

Each test is a new project, so dbt reads some 1,500 macros anew, and half of a small test's time goes into making the
same syntax trees of them. A tree depends on the source alone and nobody writes to it, so it is kept.
"""

from __future__ import annotations

import gc
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dbt.artifacts.resources import FileHash
from dbt.contracts.graph.manifest import ManifestStateCheck
from dbt.parser.manifest import ManifestLoader
from dbt_common.clients.jinja import MacroFuzzEnvironment, MacroFuzzParser
from jinja2.nodes import Template


def keep_syntax_trees() -> None:
    """From now on dbt parses a source once in this process."""
    trees: dict[tuple, Template] = {}

    def _parse(self: MacroFuzzEnvironment, source: str, name: str | None, filename: str | None) -> Template:
        key = (type(self), tuple(self.extensions), source, name, filename)
        if key not in trees:
            trees[key] = MacroFuzzParser(self, source, name, filename).parse()
        return trees[key]

    MacroFuzzEnvironment._parse = _parse


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A command's millions of objects live until its end: looking for garbage among them is a fifth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


PARSED = tempfile.TemporaryDirectory(prefix="flywheel_parsed_")  # until this process ends


def forget_where_the_warehouse_is() -> None:
    """dbt parses again where the connection is another. Here it is another file or schema of the same engine."""
    of_a_manifest = ManifestLoader.build_manifest_state_check

    def of_an_engine(self: ManifestLoader) -> ManifestStateCheck:
        check = of_a_manifest(self)
        check.profile_hash = FileHash.from_contents(self.root_project.credentials.type)
        return check

    ManifestLoader.build_manifest_state_check = of_an_engine


@contextmanager
def parsed_before(folder: Path, schema: str, what: str) -> Iterator[None]:
    """Put what dbt kept of parsing one project into a new one with the same settings (`what`), macros and YAML.

    dbt's own partial parsing then parses only the models that differ. Names of schemas are equally long, and exchanged.
    """
    state = folder / "target" / "partial_parse.msgpack"
    fixed = [folder / "dbt_project.yml", *folder.glob("macros/**/*.sql"), *folder.glob("models/**/*.yml")]
    settings = [file.read_text() for file in sorted(fixed)]
    packages = sorted(package.name for package in (folder / "dbt_packages").iterdir())
    known = Path(PARSED.name) / hashlib.sha256(f"{what} {settings} {packages} {len(schema)}".encode()).hexdigest()
    if not state.exists() and known.exists():
        state.parent.mkdir(exist_ok=True)
        old = known.with_suffix(".schema").read_bytes()
        state.write_bytes(known.read_bytes().replace(old, schema.encode()))
    yield
    if state.exists() and not known.exists():
        known.with_suffix(".schema").write_bytes(schema.encode())
        shutil.copy(state, known)
