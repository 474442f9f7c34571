"""How the code is built: rules that no review has to repeat."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importlinter.cli import lint_imports

import models
import webapp
import workflows
from workflows.errors import WorkflowError
from workflows.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = sorted(
    file
    for package in ("models", "workflows", "webapp")
    for file in (ROOT / package).rglob("*.py")
    if "versions" not in file.parts
)
PYTHON = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]
#: What people are served: pages, styles, scripts as written (not as built).
SERVED = sorted(
    file
    for folder in ("templates", "static", "frontend")
    for file in (ROOT / "webapp" / folder).rglob("*")
    if file.suffix in {".html", ".txt", ".css", ".js", ".svg", ".xml"}
    and not {"dist", "node_modules"} & set(file.parts)
)
TRANSACTIONS = {"begin", "commit", "rollback"}
HOME = {Path("models/database.py"), Path("models/schema.py")}
#: Addresses that name a vocabulary and are never fetched.
VOCABULARIES = re.compile(r"https?://(www\.w3\.org|www\.omg\.org|bpmn\.io|spiffworkflow\.org)/")


def _relative(file: Path) -> Path:
    return file.relative_to(ROOT)


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def test_the_import_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert broken == 0, capsys.readouterr().out


def test_only_the_database_module_begins_and_ends_transactions() -> None:
    found = [
        f"{_relative(file)}:{node.lineno} .{node.func.attr}()"
        for file in SOURCES
        if _relative(file) not in HOME
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in TRANSACTIONS
    ]
    assert found == []


def test_no_module_is_named_after_nothing() -> None:
    forbidden = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "misc"}
    found = [
        str(_relative(file))
        for file in PYTHON
        if forbidden & set(re.split(r"[_./]", str(_relative(file.with_suffix("")))))
    ]
    assert found == []


def test_no_python_file_is_over_five_hundred_lines() -> None:
    lengths = {
        str(_relative(file)): len(file.read_text(encoding="utf-8").splitlines()) for file in PYTHON
    }
    soft = {name: lines for name, lines in lengths.items() if lines > 300}
    print("over 300 lines:", soft)  # noqa: T201 - shown when it fails
    assert {name: lines for name, lines in lengths.items() if lines > 500} == {}


@pytest.mark.parametrize("file", SERVED, ids=lambda file: str(_relative(file)))
def test_nothing_served_points_outside(file: Path) -> None:
    """No address of another site, no absolute path of this machine: the page works anywhere."""
    source = file.read_text(encoding="utf-8")
    outside = [
        address
        for address in re.findall(r"""(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s"')<]*""", source)
        if not VOCABULARIES.match(address)
    ]
    assert outside == []
    assert re.findall(r"(?<![\w/.])/(?:home|root|tmp|usr|work|var|etc)/[\w.-]+", source) == []


def test_nothing_in_the_tree_names_this_machine() -> None:
    found = [
        f"{_relative(file)}: {match.group()}"
        for file in SOURCES
        for match in re.finditer(r"/(?:home|root|work)/[\w.-]+", file.read_text(encoding="utf-8"))
    ]
    assert found == []


def _errors() -> Iterator[type[WorkflowError]]:
    for package in (models, workflows, webapp):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search(r"migrations", module.name):
                importlib.import_module(module.name)
    waiting: list[type[WorkflowError]] = [WorkflowError]
    while waiting:
        error = waiting.pop()
        yield error
        waiting += error.__subclasses__()


def test_every_error_has_a_code_of_its_own_and_a_vietnamese_sentence() -> None:
    for error in _errors():
        sentence = (error.__doc__ or "").strip()
        name = f"{error.__module__}.{error.__name__}"
        assert sentence, name
        assert unicodedata.is_normalized("NFC", sentence), name
        assert re.search("[ạ-ỹđơưăâêôáàảãéèíìóòúùý]", sentence.lower()), (name, sentence)
        assert re.fullmatch(r"[a-z][a-z0-9_]*", error.code), name
        assert "code" in vars(error), f"{name} has no code of its own"


def test_every_text_in_the_sources_is_composed() -> None:
    """NFC everywhere, so that the same word is the same bytes."""
    kinds = {".py", ".html", ".css", ".js", ".toml", ".bpmn", ".dmn", ".po", ".md"}
    folders = ("models", "workflows", "webapp", "bpmn", "tests")
    found = [
        str(_relative(file))
        for folder in folders
        for file in (ROOT / folder).rglob("*")
        if file.suffix in kinds
        and not {"dist", "node_modules"} & set(file.parts)
        and not unicodedata.is_normalized("NFC", file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_message_to_translate_is_composed_and_translated_as_such() -> None:
    catalogues = sorted((ROOT / "webapp" / "translations").rglob("*.po"))
    for file in catalogues:
        assert unicodedata.is_normalized("NFC", file.read_text(encoding="utf-8")), file


def test_no_check_is_switched_off_for_a_whole_file() -> None:
    found = [
        str(_relative(file))
        for file in SOURCES
        if re.search(r"(?m)^# (ruff: noqa|mypy: ignore)", file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_commands_name_who_acts_in_one_way() -> None:
    """Every command is a frozen dataclass and a function of the context and it."""
    for file in sorted((ROOT / "workflows" / "commands").glob("[a-z]*.py")):
        functions = [
            node
            for node in _tree(file).body
            if isinstance(node, ast.FunctionDef)
            and not node.name.startswith("_")
            and node.args.args
            and node.args.args[0].arg == "ctx"
        ]
        assert functions, file
