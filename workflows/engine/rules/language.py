"""Rules of the language: every condition and timer can be evaluated before it ever is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workflows.engine.clock import check_timer
from workflows.engine.expressions import ExpressionError, compile_expression
from workflows.engine.problems import in_words
from workflows.engine.rules.catalogue import found
from workflows.engine.xml import BPMN, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from workflows.engine.problems import Problem
    from workflows.engine.rules.diagram import Diagram

_CONDITIONS: Final = ("conditionExpression", "loopCondition", "completionCondition", "condition")
_TIMERS: Final = ("timeDate", "timeDuration", "timeCycle")
#: How expressions of other engines begin.
_FOREIGN: Final = ("${", "#{", "=")


def language_problems(diagram: Diagram) -> Iterator[Problem]:
    """All problems of expressions in one file."""
    scopes = {graph.element for graph in diagram.graphs}
    for element in diagram.root.iter(*(f"{{{BPMN}}}{name}" for name in (*_CONDITIONS, *_TIMERS))):
        if any(parent in scopes for parent in element.iterancestors()):
            yield from _expression(element)


def _expression(element: etree._Element) -> Iterator[Problem]:
    text = (element.text or "").strip()
    owner = _owner(element)
    name = owner.get("name") or owner.get("id") or local_name(element)
    if text.startswith(_FOREIGN):
        yield found("foreign_expression", owner, name=name, value=text[:60])
        return
    timer = local_name(element) if local_name(element) in _TIMERS else None
    if timer and _plain_timer(timer, text):
        yield found("unquoted_timer", owner, name=name, value=text[:60])
        return
    try:
        expression = compile_expression(text)
    except ExpressionError as error:
        yield found("expression", owner, name=name, detail=in_words(error))
        return
    if timer and not expression.names:
        try:
            check_timer(timer, str(expression.evaluate({})))
        except (ValueError, ExpressionError):
            yield found("timer", owner, name=name, value=text[:60])


def _plain_timer(kind: str, text: str) -> bool:
    try:
        check_timer(kind, text)
    except ValueError:
        return False
    return True


def _owner(element: etree._Element) -> etree._Element:
    parents = [each for each in element.iterancestors() if each.get("id")]
    wanted = (each for each in parents if not local_name(each).endswith("Definition"))
    return next(wanted, element)
