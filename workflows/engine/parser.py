"""SpiffWorkflow's parser with what this product changes in it.

Service tasks are parked instead of called, business rules decide by ``workflows.engine.decisions``
(the library neither checks UNIQUE nor says which rule applied), timers run on the clock of the
step, and a repeated multi-instance task starts with an empty result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask, MultiInstanceTask
from SpiffWorkflow.bpmn.util.task import TaskState
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.parser.task_spec import SpiffTaskParser
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask

from workflows.engine.clock import on_step_clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree
    from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from workflows.engine.decisions import Decision

#: Keys of the data that a decision leaves beside its outputs: which rule of which table applied.
RULE_KEY: Final = "rule"


class ParkedServiceTask(SpiffBpmnTask):  # type: ignore[misc]
    """A service task at which the engine stops; the product performs the operation."""

    def __init__(
        self, wf_spec: BpmnProcessSpec, bpmn_id: str, operation: str, **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.manual = True
        self.operation = operation


class ParkedServiceTaskParser(SpiffTaskParser):  # type: ignore[misc]
    """Reads the operation of a service task from its operator or its properties."""

    def create_task(self) -> ParkedServiceTask:
        """Make the task spec; ValidationException when the operation is not named."""
        extensions = self.parse_extensions()
        operator = extensions.get("serviceTaskOperator") or {}
        operation = operator.get("name") or extensions.get("properties", {}).get("operation")
        if not operation:
            raise ValidationException(
                "service task without operation", node=self.node, file_name=self.filename
            )
        return ParkedServiceTask(
            self.spec, self.bpmn_id, operation=operation, **self.bpmn_attributes
        )


class DecisionEngine:
    """Lets the library's business rule task decide by our tables."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def result(self, task: Task) -> dict[str, Any]:
        """Outputs of the table over the data of the task, with the id of the rule."""
        decided = self.decision.decide(task.data)
        outputs = {**decided.outputs, f"{self.decision.id}_{RULE_KEY}": decided.rule_id}
        for name in outputs:
            # The library would merge a list with the one of an earlier round.
            task.data.pop(name, None)
        return outputs

    def outputs_in(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the table left in the data of a task."""
        names = (*self.decision.output_names, f"{self.decision.id}_{RULE_KEY}")
        return {name: data[name] for name in names}


class ProcessParser(SpiffBpmnParser):  # type: ignore[misc]
    """Parser for one version of one process and its decisions."""

    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("serviceTask"): (ParkedServiceTaskParser, ParkedServiceTask),
    }

    def __init__(self, decisions: Mapping[str, Decision]) -> None:
        super().__init__()
        self._decisions = decisions

    def get_engine(self, decision_ref: str, node: etree._Element) -> DecisionEngine:
        """The table that a business rule task calls."""
        decision = self._decisions.get(decision_ref)
        if decision is None:
            raise ValidationException(f"no decision “{decision_ref}”", node=node, file_name="")
        return DecisionEngine(decision)


def prepare_specs(specs: Iterable[BpmnProcessSpec]) -> frozenset[str]:
    """Fit parsed specs for this engine; give the names that belong to single instances of a loop.

    Such names (the item of a multi-instance task, its result) are kept with the instance and
    never shared with the rest of the process.
    """
    local: set[str] = set()
    for spec in specs:
        for task_spec in list(spec.task_specs.values()):
            if hasattr(task_spec, "event_definition"):
                task_spec.event_definition = on_step_clock(task_spec.event_definition)
            if isinstance(task_spec, LoopTask):
                # A state that is loaded again finds its children already made: connect here.
                spec.task_specs[task_spec.task_spec].completed_event.connect(task_spec.merge_child)
            if isinstance(task_spec, MultiInstanceTask):
                task_spec.init_data_output_with_input_data = _empty_output(task_spec)
                task_spec.init_data_output_with_cardinality = _empty_output(task_spec)
                local |= {
                    item.bpmn_id
                    for item in (task_spec.input_item, task_spec.output_item)
                    if item is not None
                }
    return frozenset(local)


def _empty_output(task_spec: MultiInstanceTask) -> Any:
    # 3.2.0 refuses a second round (the result exists) and has a NameError for cardinality.
    def start(my_task: Task, _input: Any = None) -> None:
        task_spec.data_output.set(my_task, [])

    return start


def is_live(task: Task) -> bool:
    """Whether a token stands at the task."""
    return bool(task.has_state(TaskState.READY | TaskState.WAITING | TaskState.STARTED))
