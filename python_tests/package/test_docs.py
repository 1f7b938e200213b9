"""README.md and docs/: what they tell a reader to type exists under that name, and takes those arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pytest
import yaml
from harness.project import PACKAGE
from jinja2 import nodes

PAGES = [
    *(PACKAGE / name for name in ("README.md", "CONTRIBUTING.md", "models/_overview.md")),
    *sorted((PACKAGE / "docs").glob("*.md")),
]
ON_EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
JINJA = jinja2.Environment()
SHORT_FORMS = {"not_null", "unique", "accepted_values", "in_range", "histogram"}


def read(path: str) -> str:
    return (PACKAGE / path).read_text()


@cache
def signatures(kind: str) -> dict[str, list[str]]:
    """Each macro, or test, of the package with the names of its arguments."""
    header = re.compile(rf"{{%-? {kind} (\w+\(.*?\))\s*-?%}}", re.DOTALL)
    files = [file for folder in ("macros", "tests") for file in (PACKAGE / folder).rglob("*.sql")]
    found = (
        JINJA.parse(f"{{% macro {text} %}}{{% endmacro %}}").find(nodes.Macro)
        for file in files
        for text in header.findall(file.read_text())
    )
    return {macro.name: [argument.name for argument in macro.args] for macro in found}


@cache
def variables() -> dict[str, Any]:
    return yaml.safe_load(read("dbt_project.yml"))["vars"]


@cache
def columns() -> dict[str, set[str]]:
    """Each model and seed of the package with its columns, and each of its tests that has a name, with none."""
    found: dict[str, set[str]] = {}
    for file in [*(PACKAGE / "models").rglob("*.yml"), *(PACKAGE / "seeds").glob("*.yml")]:
        described = yaml.load(file.read_text(), yaml.CSafeLoader)
        for model in [*described.get("models", []), *described.get("seeds", [])]:
            found[model["name"]] = {column["name"] for column in model.get("columns", [])}
        tests = [test for mapping in mappings(described) for test in mapping.get("data_tests", [])]
        found |= {given["name"]: set() for test in tests if isinstance(test, dict) for given in test.values() if given}
    return found


@cache
def measures() -> set[str]:
    return set(re.findall(r"^        '(\w+)': ", read("macros/measures/measures.sql"), re.MULTILINE))


@cache
def settings() -> set[str]:
    return set(re.findall(r"^        '(\w+)': ", read("macros/verdicts/policy.sql"), re.MULTILINE))


@cache
def mlflow_tags() -> set[str]:
    code = "".join(file.read_text() for file in (PACKAGE / "models" / "connectors" / "mlflow").glob("*.sql"))
    return set(re.findall(r"'flywheel\.(\w+)'", code)) | {variables()["flywheel_mlflow_use_case_tag"].split(".")[1]}


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a YAML document, however deep."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from mappings(inner)


def wrong_calls(text: str) -> Iterator[str]:
    """Calls of the package's macros in a text with Jinja, of a name or with an argument that there is not."""
    expressions = "".join(re.findall(r"\{\{.*?\}\}", text, re.DOTALL))
    for call in JINJA.parse(expressions).find_all(nodes.Call):
        if not isinstance(call.node, nodes.Getattr) or getattr(call.node.node, "name", "") != "flywheel":
            continue
        name, given = call.node.attr, {argument.key: argument.value for argument in call.kwargs}
        known = signatures("macro").get(name)
        if known is None or len(call.args) > len(known) or not set(given) <= set(known[len(call.args) :]):
            yield f"flywheel.{name}: {len(call.args)} arguments and {list(given)}, wanted {known}"
        elif name == "measure":
            metrics = (given.get("metrics") or call.args[2]).as_const()
            asked = {metric if isinstance(metric, str) else metric["measure"] for metric in metrics.values()}
            yield from (f"measure {measure}" for measure in asked - measures() - {"histogram"})


def wrong_yaml(document: Any) -> Iterator[str]:
    """Tests, arguments, vars, inputs, settings and measures in a YAML document that there are not."""
    for mapping in mappings(document):
        for test in mapping.get("data_tests", []):
            name, given = next(iter(test.items())) if isinstance(test, dict) else (test, {})
            if name.startswith("flywheel."):
                known = signatures("test").get(name.removeprefix("flywheel."))
                arguments = (given or {}).get("arguments", {})
                if known is None or not set(arguments) <= set(known):
                    yield f"{name}: {list(arguments)}, wanted {known}"
            for checks in arguments.get("columns", {}).values() if name == "flywheel.meets_expectations" else []:
                yield from (f"measure {check}" for check in set(checks) - measures() - SHORT_FORMS)
        given = mapping.get("vars", {})
        yield from (f"var {name}" for name in given if name.startswith("flywheel") and name not in variables())
        yield from (
            f"input {name}" for name in given.get("flywheel_inputs", {}) if f"flywheel__input_{name}" not in columns()
        )
        for name in ("flywheel_policy", "flywheel_alerts"):
            yield from (f"{name}: {key}" for key in set(given.get(name, {})) - set(variables()[name]))
        about = mapping.get("flywheel", {})
        metrics = about.get("metrics", {}) if isinstance(about, dict) else {}
        yield from (f"setting {key} of {metric}" for metric, own in metrics.items() for key in set(own) - settings())


@ON_EACH_PAGE
def test_what_a_page_says_to_type_exists(page: Path) -> None:
    wrong = [
        problem for language in ("sql", "yaml") for text in blocks(page, language) for problem in wrong_calls(text)
    ]
    wrong += [problem for text in blocks(page, "yaml") for problem in wrong_yaml(yaml.safe_load(text))]
    text = page.read_text()
    for macro, arguments in re.findall(r"run-operation flywheel\.(\w+)(?: --args '(\{.*?\})')?", text):
        given = yaml.safe_load(arguments or "{}")
        if not set(given) <= set(signatures("macro").get(macro, [])) or macro not in signatures("macro"):
            wrong.append(f"run-operation flywheel.{macro} {arguments}")
    for script, flags in re.findall(r"python ((?:benchmarks|demo)/\w+\.py)([^`\n]*)", text):
        code = read(script) if (PACKAGE / script).exists() else ""
        wrong += [f"{script} {flag}" for flag in ["", *re.findall(r"--[\w-]+", flags)] if not code or flag not in code]
    assert wrong == []


@ON_EACH_PAGE
def test_what_a_page_names_exists(page: Path) -> None:
    text = page.read_text()
    wrong = set(re.findall(r"\bflywheel__\w+\b", text)) - set(columns())
    wrong |= set(re.findall(r"\bflywheel_[a-z]\w+", text)) - set(variables()) - {"flywheel_mlflow"}
    wrong |= set(re.findall(r"`flywheel\.(\w+)", text)) - {*signatures("macro"), *signatures("test"), *mlflow_tags()}
    for model, column in re.findall(r"`(flywheel__\w+)\.(\w+)`", text):
        wrong |= {f"{model}.{column}"} if column not in columns().get(model, ()) else set()
    assert wrong == set()


@ON_EACH_PAGE
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if "://" in link:
            continue
        if not target.exists():
            lost.append(link)
        elif anchor:
            titles = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
            lost += [] if anchor in anchors else [link]
    assert lost == []


def test_the_readme_leads_to_every_page_and_names_every_test() -> None:
    readme = read("README.md")
    assert [page.name for page in PAGES[3:] if f"](docs/{page.name})" not in readme] == []
    assert [test for test in signatures("test") if f"`{test}`" not in readme] == []
