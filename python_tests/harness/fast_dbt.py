"""dbt in process, again and again: what is the same each time is done once.

Each test is a new project, so dbt reads some 1,500 macros anew, and half of a small test's time goes into making the
same syntax trees of them. A tree depends on the source alone and nobody writes to it, so it is kept.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

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
