"""Stands between SpiffWorkflow and the expression language: no script ever runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

from workflows.engine.expressions import compile_expression

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from SpiffWorkflow.task import Task


class SafeEngine(PythonScriptEngine):  # type: ignore[misc]
    """Evaluates checked expressions at one moment; refuses scripts and calls outside."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        #: The moment of the step (aware, UTC), which timers compare with.
        self.now = now

    def validate(self, expression: str) -> None:
        """Raise ExpressionError when the expression leaves the language."""
        compile_expression(expression)

    def evaluate(
        self, task: Task, expression: str, external_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Value of the expression over the data of the task."""
        data = task.data if external_context is None else {**task.data, **external_context}
        return compile_expression(expression).evaluate(data)

    def execute(
        self, task: Task, script: str, external_context: Mapping[str, Any] | None = None
    ) -> NoReturn:
        """Refuse: scripts are not part of the language."""
        del task, script, external_context
        raise NotImplementedError

    def call_service(self, task: Task, **kwargs: Any) -> NoReturn:
        """Refuse: service tasks are parked, the product performs them."""
        del task, kwargs
        raise NotImplementedError
