"""dbt in process, again and again: what is the same each time is done once.

Each test is a new project, so dbt reads some 1,500 macros anew, and half of a small test's time goes into making the
same syntax trees of them. A tree depends on the source alone and nobody writes to it, so it is kept.
"""

from __future__ import annotations

import gc
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import CodeType
from typing import Any

from dbt.artifacts.resources import MacroDependsOn
from dbt.contracts.graph.nodes import Macro
from dbt.contracts.graph.unparsed import UnparsedMacro
from dbt.flags import get_flags
from dbt.parser.generic_test import GenericTestParser
from dbt.parser.macros import MacroParser
from dbt_common.clients.jinja import MacroFuzzEnvironment, MacroFuzzParser
from jinja2.nodes import Template


def keep_syntax_trees() -> None:
    """From now on dbt parses a source once in this process, and makes Python of it once."""
    environment = MacroFuzzEnvironment
    make = environment.compile
    trees: dict[tuple, Template] = {}
    programs: dict[tuple, CodeType] = {}

    def _parse(self: MacroFuzzEnvironment, source: str, name: str | None, filename: str | None) -> Template:
        key = (type(self), tuple(self.extensions), source, name, filename)
        if key not in trees:
            trees[key] = MacroFuzzParser(self, source, name, filename).parse()
        return trees[key]

    def compile(self: MacroFuzzEnvironment, source: str, name: str | None = None, *rest: Any) -> CodeType:
        key = (type(self), tuple(self.extensions), source, name, *rest)
        if key not in programs:
            programs[key] = make(self, source, name, *rest)
        return programs[key]

    environment._parse = _parse
    environment.compile = compile


def keep_macros() -> None:
    """From now on dbt looks for macros once in a file of that text, and gives each project copies of what it found."""
    found: dict[tuple, list[Macro]] = {}

    def once(look: Callable[[Any, UnparsedMacro], Iterable[Macro]]) -> Callable[[Any, UnparsedMacro], Iterator[Macro]]:
        def look_once(self: Any, file: UnparsedMacro) -> Iterator[Macro]:
            flags = get_flags()
            seen = (getattr(flags, "validate_macro_args", False), flags.WARN_ERROR)  # what would be warned of, too
            key = (type(self), file.package_name, file.path, file.raw_code, seen)
            if key not in found:
                found[key] = list(look(self, file))
            for macro in found[key]:
                yield replace(macro, created_at=time.time(), depends_on=MacroDependsOn())

        return look_once

    MacroParser.parse_unparsed_macros = once(MacroParser.parse_unparsed_macros)
    GenericTestParser.parse_unparsed_generic_test = once(GenericTestParser.parse_unparsed_generic_test)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A command's millions of objects live until its end: looking for garbage among them is a fifth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


PARSED = tempfile.TemporaryDirectory(prefix="flywheel_parsed_")  # until this process ends


class Parsed:
    """What dbt kept of parsing a project, put into another, so that it reads only what differs there."""

    def __init__(self, what: str) -> None:
        self.state = Path(PARSED.name) / hashlib.sha256(what.encode()).hexdigest()

    def keep(self, state: Path, schema: str) -> None:
        """Names of schemas are equally long, and exchanged."""
        self.state.with_suffix(".schema").write_text(schema)
        shutil.copy(state, self.state)

    def give(self, state: Path, schema: str) -> None:
        state.parent.mkdir(exist_ok=True)
        old = self.state.with_suffix(".schema").read_bytes()
        state.write_bytes(self.state.read_bytes().replace(old, schema.encode()))


def texts(files: Iterable[Path]) -> list[str]:
    return [file.read_text() for file in sorted(files)]


def without_models(folder: Path, copy: Path) -> None:
    """A copy of a project with its settings, macros and packages."""
    copy.mkdir()
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(folder / name, copy)
    shutil.copytree(folder / "macros", copy / "macros")
    shutil.copytree(folder / "dbt_packages", copy / "dbt_packages", symlinks=True)


@contextmanager
def parsed_before(
    folder: Path, schema: str, engine: str, variables: str, parse: Callable[[Path], bool]
) -> Iterator[None]:
    """Give a project what was parsed of one with its variables and YAML, or else of one with its packages and macros,
    and keep what is parsed now. `parse` runs `dbt parse` in a folder, without variables."""
    state = folder / "target" / "partial_parse.msgpack"
    parsed_as = folder / "target" / "parsed_as"
    packages = sorted(package.name for package in (folder / "dbt_packages").iterdir())
    project = texts([folder / "dbt_project.yml", *folder.glob("macros/**/*.sql")])
    settings = f"{engine} {project} {packages} {len(schema)}"
    known = Parsed(f"{settings} {variables} {texts(folder.glob('models/**/*.yml'))}")
    if known.state.exists() and not (parsed_as.exists() and parsed_as.read_text() == known.state.name):
        known.give(state, schema)
        parsed_as.write_text(known.state.name)
    elif not known.state.exists() and not state.exists():
        base = Parsed(settings)
        bare = base.state.with_suffix(".project")
        if not bare.exists():
            without_models(folder, bare)
            if parse(bare):
                base.keep(bare / "target" / state.name, schema)
        if base.state.exists():
            base.give(state, schema)
    before = state.exists() and state.stat().st_mtime_ns
    yield
    if state.exists() and state.stat().st_mtime_ns != before:  # not where parsing failed
        parsed_as.write_text(known.state.name)
        if not known.state.exists():
            known.keep(state, schema)
