"""Scenario tests of a process: given this document and these acts, it goes this way.

A table of scenarios is a TOML file beside the diagram. Steps that a scenario does not mention are
agreed to, so that a table says only what matters; ``expected.steps`` is the whole way.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from workflows.engine import run
from workflows.engine.wording import ROLE_NAMES
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import OpenTask, Snapshot

#: Answers an operation of the product over the data of the case and the facts of the scenario.
Answer: TypeAlias = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]

#: Asked instead of an operation when a step of sealing is done; answered with ``{"seal": key}``.
SEAL_QUESTION: Final = "authority.seal"
#: Outcome of an act that leaves the step open: the scenario ends there.
WAIT: Final = "wait"
#: Key in the data of an act that sends the case back to an earlier step instead.
BACK_TO: Final = "back_to"
#: Most steps of one scenario; a table that needs more goes round in a circle.
MAX_STEPS: Final = 100


class ScenarioError(WorkflowError):
    """Bảng tình huống không đọc được: {because}."""

    code = "scenarios_invalid"


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does at a step; with it the facts may change (a vote is passed)."""

    step: str
    outcome: str = "approve"
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to come of it; an empty part is not compared."""

    steps: tuple[str, ...] = ()
    #: Role of the step at which the document was signed last.
    signer: str = ""
    seal: str = ""
    #: Id of the end event, or of the step at which the case waits.
    end: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of the table."""

    name: str
    purpose: str
    #: Whatever the answers need: addressees, delegations, absences.
    facts: Mapping[str, Any]
    acts: tuple[Act, ...]
    expected: Expected

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Scenario:
        """A scenario from plain values; ScenarioError names what is wrong."""
        try:
            _refuse_unknown(values, {"name", "purpose", "facts", "acts", "expected"})
            expected = dict(values["expected"])
            _refuse_unknown(expected, {"steps", "signer", "seal", "end"})
            expected["steps"] = tuple(expected.get("steps", ()))
            acts = [dict(act) for act in values.get("acts", ())]
            for act in acts:
                _refuse_unknown(act, {"step", "outcome", "data"})
            return cls(
                name=values["name"],
                purpose=values["purpose"],
                facts=MappingProxyType(dict(values.get("facts", {}))),
                acts=tuple(Act(**act) for act in acts),
                expected=Expected(**expected),
            )
        except KeyError as error:
            raise ScenarioError(because=f"thiếu mục {error}") from error
        except (TypeError, ValueError) as error:
            raise ScenarioError(because=f"giá trị sai kiểu ({error})") from error


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What came of one scenario."""

    name: str
    ok: bool
    #: Ids of the steps that people did, in order; the one that still waits is not among them.
    steps: tuple[str, ...]
    signer: str
    seal: str
    end: str
    #: Vietnamese sentences, one for each difference.
    differences: tuple[str, ...]


def read_scenarios(toml: str) -> tuple[Scenario, ...]:
    """Read a table of scenarios; ScenarioError says what is wrong and in which scenario."""
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(because=str(error)) from error
    rows = table.get("scenario")
    if not isinstance(rows, list) or set(table) != {"scenario"}:
        raise ScenarioError(because="tệp phải gồm các mục [[scenario]]")
    scenarios: list[Scenario] = []
    for number, row in enumerate(rows, 1):
        try:
            scenarios.append(Scenario.from_mapping(row))
        except ScenarioError as error:
            raise ScenarioError(because=f"tình huống {number}: {error.data['because']}") from error
    names = [each.name for each in scenarios]
    if len(set(names)) != len(names):
        raise ScenarioError(because="hai tình huống trùng tên")
    return tuple(scenarios)


def run_scenario(process: CompiledProcess, scenario: Scenario, answer: Answer) -> ScenarioResult:
    """Play a scenario through the process and compare. Raises nothing for what the diagram does."""
    play = _Play(process, scenario, answer)
    try:
        play.run()
    except WorkflowError as error:
        play.differences.append(f"Quy trình dừng giữa chừng: {error}")
    return play.result()


class _Play:
    def __init__(self, process: CompiledProcess, scenario: Scenario, answer: Answer) -> None:
        self._process = process
        self._scenario = scenario
        self._answer = answer
        self._names = {**ROLE_NAMES, **{step.id: step.name for step in process.steps}}
        self._world = {"purpose": scenario.purpose, **scenario.facts}
        self._acts = list(scenario.acts)
        self._steps: list[str] = []
        self._signer = self._seal = self._end = ""
        self.differences: list[str] = []

    def run(self) -> None:
        """Play until the process ends or waits on purpose."""
        begun = run.start(self._process, {"purpose": self._scenario.purpose})
        snapshot = self._serve(begun)
        while not snapshot.finished and snapshot.open_tasks:
            self._end = snapshot.open_tasks[0].step
            if len(self._steps) >= MAX_STEPS:
                self.differences.append(f"Quy trình quay vòng quá {MAX_STEPS} bước.")
                return
            task, act = self._next(snapshot.open_tasks)
            if act.outcome == WAIT:
                self._end = task.step
                return
            snapshot = self._serve(self._do(snapshot, task, act))
        if snapshot.finished:
            ends = run.reached_ends(self._process, snapshot.state)
            self._end = ends[-1] if ends else ""

    def result(self) -> ScenarioResult:
        """What came of it, compared with what was expected."""
        expected = self._scenario.expected
        for act in self._acts:
            if act.outcome != WAIT:
                self.differences.append(f"Hồ sơ không đến bước {self._named(act.step)} như đã ghi.")
        if expected.steps and expected.steps != tuple(self._steps):
            self.differences.append(self._first_departure(expected.steps))
        for label, wanted, got in (
            ("Người ký", expected.signer, self._signer),
            ("Con dấu", expected.seal, self._seal),
            ("Kết thúc", expected.end, self._end),
        ):
            if wanted and wanted != got:
                came = self._named(got) if got else "chưa có"
                text = f"{label}: bảng ghi {self._named(wanted)}, quy trình cho {came}."
                self.differences.append(text)
        return ScenarioResult(
            name=self._scenario.name,
            ok=not self.differences,
            steps=tuple(self._steps),
            signer=self._signer,
            seal=self._seal,
            end=self._end,
            differences=tuple(self.differences),
        )

    def _next(self, open_tasks: Iterable[OpenTask]) -> tuple[OpenTask, Act]:
        """The open step that the next act is about; else the first one, agreed to."""
        tasks = tuple(open_tasks)
        for task in tasks:
            if self._acts and self._acts[0].step == task.step:
                return task, self._acts.pop(0)
        return tasks[0], Act(tasks[0].step)

    def _do(self, snapshot: Snapshot, task: OpenTask, act: Act) -> Snapshot:
        self._steps.append(task.step)
        self._world |= {key: value for key, value in act.data.items() if key != BACK_TO}
        if BACK_TO in act.data:
            data = {"outcome": act.outcome}
            return run.send_back(self._process, snapshot.state, str(act.data[BACK_TO]), data)
        form = task.properties.get("form", "")
        if form == "sign" and act.outcome == "approve":
            self._signer = task.properties.get("role", "")
        if form == "seal" and act.outcome == "approve":
            told = self._answer(SEAL_QUESTION, {**self._world, "signer": self._signer})
            self._seal = str(told.get("seal") or "")
        data = {**{k: v for k, v in act.data.items() if k != BACK_TO}, "outcome": act.outcome}
        return run.complete(self._process, snapshot.state, task.id, data)

    def _serve(self, snapshot: Snapshot) -> Snapshot:
        count = 0
        while snapshot.service_calls and count < MAX_STEPS:
            count += 1
            call = snapshot.service_calls[0]
            told = self._answer(call.operation, {**call.data, **self._world})
            snapshot = run.complete(self._process, snapshot.state, call.id, told)
        return snapshot

    def _first_departure(self, wanted: tuple[str, ...]) -> str:
        got = tuple(self._steps)
        at = next((i for i, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), None)
        if at is None:
            at = min(len(wanted), len(got))
        left = self._named(wanted[at]) if at < len(wanted) else "không còn bước nào"
        right = self._named(got[at]) if at < len(got) else "không còn bước nào"
        return f"Bước thứ {at + 1}: bảng ghi {left}, quy trình đi {right}."

    def _named(self, key: str) -> str:
        return f"“{self._names.get(key, key)}”"


def _refuse_unknown(values: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(values) - known)
    if unknown:
        raise ScenarioError(because=f"không có mục “{unknown[0]}”")
