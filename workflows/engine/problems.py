"""What the checks of a diagram report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.errors import WorkflowError

Severity: TypeAlias = Literal["error", "deploy", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, said to the person who can mend it.

    Severity ``error``: the file is wrong. ``deploy``: the file is sound, but this product cannot
    run it as it is. ``warning``: it runs, but probably not as meant.
    """

    #: Id of the element, empty when the file as a whole is meant.
    element: str
    #: Stable name of the rule.
    code: str
    #: What is wrong and how to mend it.
    message: Sentence
    #: Line of the file, counted from 1; None when unknown.
    line: int | None
    severity: Severity = field(default="error")
    #: Ids of the other elements that it is about, such as the row that another one overlaps.
    also: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The problem as the command line and the API give it."""
        return {
            "element": self.element,
            "code": self.code,
            "message": self.message,
            "line": self.line,
            "severity": self.severity,
            "also": list(self.also),
        }


@dataclass(frozen=True, slots=True)
class LintReport:
    """Everything that the checks found in one file."""

    file: str
    #: The file can be read as BPMN or DMN and holds no error.
    ok: bool
    #: This product can run it as it is.
    deployable: bool
    problems: tuple[Problem, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as the command line and the API give it."""
        return {
            "file": self.file,
            "ok": self.ok,
            "deployable": self.deployable,
            "problems": [problem.to_json() for problem in self.problems],
        }


def report(file: str, problems: list[Problem]) -> LintReport:
    """Gather problems, in the order of the file, into a report."""
    severities = {problem.severity for problem in problems}
    return LintReport(
        file=file,
        ok="error" not in severities,
        deployable=not severities & {"error", "deploy"},
        problems=tuple(sorted(problems, key=lambda each: (each.line or 0, each.code))),
    )


def in_words(error: WorkflowError) -> Sentence:
    """An error's sentence, to stand in another one."""
    data = {
        name: Sentence(value) if type(value) is str else value for name, value in error.data.items()
    }
    return Sentence(error.template, **data)


def joined(sentences: Iterable[str]) -> Sentence:
    """Several sentences as one text, each still sayable in another language."""
    parts = {f"part{number}": each for number, each in enumerate(sentences)}
    return Sentence(" ".join(f"{{{name}}}" for name in parts), **parts)
