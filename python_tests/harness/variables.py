"""Which file looked at which variable while dbt parsed it: with other variables, only those files are parsed again.

dbt keeps no such account of variables, and parses all anew where one is another. It keeps one of environment variables:
what was found here goes the way of those.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from dbt.artifacts.resources import FileHash
from dbt.context.base import Var
from dbt.context.configured import ConfiguredVar
from dbt.contracts.files import SchemaSourceFile
from dbt.contracts.graph.manifest import Manifest, ManifestStateCheck
from dbt.parser.manifest import ManifestLoader
from dbt.parser.models import ModelParser
from dbt.parser.schemas import SchemaParser
from dbt.parser.search import FileBlock
from dbt.parser.seeds import SeedParser
from dbt.parser.singular_test import SingularTestParser

READ_WHEN_RUN = {"flywheel_now"}  # no model's configuration, reference or test's name hangs on it
SECTIONS = {"version", "models", "seeds", "data_tests"}  # of a YAML file that dbt parses again in part
IS_ANOTHER = "FLYWHEEL_A_VARIABLE_IS_ANOTHER"  # as an environment variable that was set and is not


class Looks:
    """What variables were set to, and which files looked at them; "" is what dbt parses outside of files."""

    parsing: ClassVar[Looks | None] = None
    file: ClassVar[str] = ""

    def __init__(self, values: Mapping[str, str], files: Mapping[str, list[str]]) -> None:
        self.values = dict(values)
        self.files = {file: set(names) for file, names in files.items()}

    def affected(self, now: Looks) -> set[str]:
        """The files that looked at what is another now."""
        others = {name for name in self.values | now.values if self.values.get(name) != now.values.get(name)}
        return {file for file, names in self.files.items() if names & others}

    def written(self) -> FileHash:
        """In the place of dbt's hash of the variables, which is kept with what was parsed."""
        return FileHash("looks", json.dumps([self.values, {file: sorted(names) for file, names in self.files.items()}]))


def are_another(manifest: Manifest, files: set[str]) -> bool:
    """Have dbt parse these files again; false where it cannot in part."""
    for file in files:
        source = manifest.files.get(file)
        if source is None:
            return False
        if not isinstance(source, SchemaSourceFile):
            source.env_vars.append(IS_ANOTHER)
            continue
        if not set(source.dict_from_yaml) <= SECTIONS:
            return False
        for section, elements in source.dict_from_yaml.items():
            if section != "version":
                source.env_vars[section] = {element["name"]: [IS_ANOTHER] for element in elements}
    if files:
        manifest.env_vars[IS_ANOTHER] = "before"
    return True


def parse_again_only_where_it_matters() -> None:
    """From now on dbt parses nothing anew for another schema, and for another variable the files that looked at it."""
    state_check = ManifestLoader.build_manifest_state_check
    is_parsable = ManifestLoader.is_partial_parsable
    load = ManifestLoader.load
    write = ManifestLoader.write_manifest_for_partial_parse

    def build_manifest_state_check(self: ManifestLoader) -> ManifestStateCheck:
        check = state_check(self)
        variables = {name: repr(value) for name, value in self.root_project.cli_vars.items()}
        self.looks = Looks({name: value for name, value in variables.items() if name not in READ_WHEN_RUN}, {})
        check.profile_hash = FileHash.from_contents(self.root_project.credentials.type)
        check.vars_hash = self.looks.written()
        return check

    def is_partial_parsable(self: ManifestLoader, manifest: Manifest) -> tuple:
        before = Looks(*json.loads(manifest.state_check.vars_hash.checksum))
        if are_another(manifest, before.affected(self.looks)):
            self.looks.files = before.files
            self.manifest.state_check.vars_hash = manifest.state_check.vars_hash
        return is_parsable(self, manifest)

    def load_and_look(self: ManifestLoader) -> Manifest:
        Looks.parsing = self.looks
        try:
            return load(self)
        finally:
            Looks.parsing = None

    def write_manifest_for_partial_parse(self: ManifestLoader) -> None:
        self.looks.files = {
            file: names for file, names in self.looks.files.items() if not file or file in self.manifest.files
        }
        self.manifest.state_check.vars_hash = self.looks.written()
        write(self)

    ManifestLoader.build_manifest_state_check = build_manifest_state_check
    ManifestLoader.is_partial_parsable = is_partial_parsable
    ManifestLoader.load = load_and_look
    ManifestLoader.write_manifest_for_partial_parse = write_manifest_for_partial_parse

    def noting(look: Callable) -> Callable:
        def look_and_note(self: Var, name: str, *default: Any, **rest: Any) -> Any:
            if Looks.parsing is not None:
                Looks.parsing.files.setdefault(Looks.file, set()).add(name)
            return look(self, name, *default, **rest)

        return look_and_note

    for kind in (Var, ConfiguredVar):
        kind.__call__ = noting(kind.__call__)
    Var.has_var = noting(Var.has_var)

    def by_file(parse: Callable) -> Callable:
        def parse_file(self: Any, block: FileBlock, *rest: Any, **more: Any) -> None:
            Looks.file = block.file.file_id
            try:
                parse(self, block, *rest, **more)
            finally:
                Looks.file = ""

        return parse_file

    for parser in (ModelParser, SeedParser, SingularTestParser, SchemaParser):
        parser.parse_file = by_file(parser.parse_file)
