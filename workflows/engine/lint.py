"""Checks a diagram or a table before it is put to use and says everything that is wrong at once.

Answers for any bytes at all: never raises, never follows a reference, never runs anything of the
file.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workflows.engine.compile import ProcessError, build_process
from workflows.engine.decisions import Decision, DecisionError, compile_decision
from workflows.engine.graph import bpmn_name
from workflows.engine.problems import LintReport, Problem, in_words, report
from workflows.engine.rules.catalogue import found
from workflows.engine.rules.diagram import Diagram, read_diagram
from workflows.engine.rules.file import file_problems
from workflows.engine.rules.flow import flow_problems
from workflows.engine.rules.language import language_problems
from workflows.engine.rules.standard import schema_problems
from workflows.engine.rules.steps import decision_of, step_problems
from workflows.engine.rules.tables import table_problems
from workflows.engine.xml import (
    DMN,
    MAX_BYTES,
    XmlError,
    XmlTooLargeError,
    local_name,
    namespace,
    read_xml,
)
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lxml import etree

#: Most problems of one file; nobody mends more at a time.
MAX_PROBLEMS: Final = 200
#: Every rule that looks at a diagram, in the order in which it looks.
DIAGRAM_RULES: Final = (file_problems, flow_problems, step_problems, language_problems)


def lint_file(
    name: str,
    data: bytes,
    decisions: Mapping[str, Decision] | None = None,
    *,
    known: Mapping[str, Collection[str]] | None = None,
) -> LintReport:
    """Check one BPMN or DMN file. Never raises.

    ``decisions`` are the tables that a BPMN file may call, by id; without them a call that
    cannot be checked is only a warning. ``known`` lists the values that a DMN file may compare
    names with, such as the organisation's kinds and posts.
    """
    try:
        problems = _capped(_check(data, decisions, known))
    except Exception as error:  # noqa: BLE001 – an answer is owed for every file
        problems = [found("check_failed", detail=type(error).__name__)]
    return report(name, problems)


def is_table(data: bytes) -> bool:
    """Whether a file is one of decision tables; not what cannot be read."""
    try:
        root = read_xml(data)
    except XmlError:
        return False
    return local_name(root) == "definitions" and namespace(root) in DMN


def lint_files(paths: Sequence[str | Path]) -> Iterator[LintReport]:
    """Check files together: tables among them resolve the calls of the diagrams among them.

    One after another, so that no more than one file is in memory.
    """
    tables: dict[str, Decision] = {}
    given = False
    for path in paths:
        data = _read(Path(path))
        if isinstance(data, bytes) and b"omg.org/spec/DMN/" in data[:4_000]:
            given = True
            try:
                table = compile_decision(data)
            except (DecisionError, XmlError):
                continue
            tables[table.id] = table
    for path in paths:
        data = _read(Path(path))
        if isinstance(data, Problem):
            yield report(str(path), [data])
        else:
            yield lint_file(str(path), data, tables if given else None)


def _read(path: Path) -> bytes | Problem:
    """The bytes of a regular file of bearable size, or what is wrong with it."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return found("unreadable_file", detail=Sentence("đây không phải là tệp thường"))
        if status.st_size > MAX_BYTES:
            error = XmlTooLargeError(because=Sentence("giới hạn {n} MB", n=MAX_BYTES // 1_000_000))
            return Problem("", error.code, in_words(error), None)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return found("unreadable_file", detail=Sentence("không có tệp này"))
    except PermissionError:
        return found("unreadable_file", detail=Sentence("không có quyền đọc"))
    except (OSError, ValueError) as error:
        return found("unreadable_file", detail=type(error).__name__)


def _check(
    data: bytes,
    decisions: Mapping[str, Decision] | None,
    known: Mapping[str, Collection[str]] | None,
) -> Iterator[Problem]:
    try:
        root = read_xml(data)
    except XmlError as error:
        yield Problem("", error.code, in_words(error), error.line)
        return
    if local_name(root) == "definitions" and namespace(root) in DMN:
        yield from table_problems(root, known)
    elif bpmn_name(root) == "definitions":
        yield from _check_bpmn(root, decisions)
    else:
        yield found("not_bpmn", root)


def _check_bpmn(
    root: etree._Element, decisions: Mapping[str, Decision] | None
) -> Iterator[Problem]:
    diagram = read_diagram(root, decisions)
    sound = True
    for problem in schema_problems(root):
        sound = False
        yield problem
    for rule in DIAGRAM_RULES:
        for problem in rule(diagram):
            sound = sound and problem.severity == "warning"
            yield problem
    if sound:
        # Last, since the library's own parser expects a sound file.
        yield from _dry_run(diagram)


def _dry_run(diagram: Diagram) -> Iterator[Problem]:
    called = {decision_of(node.element) for _, node in diagram.nodes("businessRuleTask")}
    known = {name: Decision(name, name, "FIRST", (), (), ()) for name in called}
    try:
        build_process(diagram.root, {**known, **(diagram.decisions or {})}, "")
    except ProcessError as error:
        yield found("not_runnable", diagram.root, detail=in_words(error))


def _capped(problems: Iterator[Problem]) -> list[Problem]:
    kept: list[Problem] = []
    more = 0
    for problem in problems:
        if len(kept) < MAX_PROBLEMS:
            kept.append(problem)
        else:
            more += 1
    if more:
        kept.append(found("too_many_problems", count=more))
    return kept
