from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workflows.engine.compile import CompiledProcess, ProcessSource, compile_process

if TYPE_CHECKING:
    from collections.abc import Callable

BPMN = Path(__file__).parents[3] / "bpmn"

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' id="d" targetNamespace="http://bpmn.io/schema/bpmn">'
)


def write(body: str, *, flows: str = "", rest: str = "", executable: bool = True) -> bytes:
    """A BPMN file; flows as "a>b" or "a>b: condition", separated by line breaks."""
    out: list[str] = []
    for number, line in enumerate(filter(None, map(str.strip, flows.splitlines()))):
        way, _, condition = line.partition(":")
        source, target = (part.strip() for part in way.split(">"))
        inner = condition.strip().replace("&", "&amp;").replace("<", "&lt;")
        expression = f"<bpmn:conditionExpression>{inner}</bpmn:conditionExpression>"
        out.append(
            f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">'
            f"{expression if inner else ''}</bpmn:sequenceFlow>"
        )
    marked = "true" if executable else "false"
    return (
        f'{HEAD}<bpmn:process id="p" name="Thử" isExecutable="{marked}">{body}{"".join(out)}'
        f"</bpmn:process>{rest}</bpmn:definitions>"
    ).encode()


def user(name: str, inner: str = "", **properties: str) -> str:
    settings = {"role": "drafter", "form": "check", **properties}
    listed = "".join(
        f'<spiffworkflow:property name="{key}" value="{value}"/>' for key, value in settings.items()
    )
    return (
        f'<bpmn:userTask id="{name}" name="{name}"><bpmn:extensionElements>'
        f"<spiffworkflow:properties>{listed}</spiffworkflow:properties>"
        f"</bpmn:extensionElements>{inner}</bpmn:userTask>"
    )


def service(name: str, operation: str = "authority.assess") -> str:
    return (
        f'<bpmn:serviceTask id="{name}"><bpmn:extensionElements>'
        f'<spiffworkflow:serviceTaskOperator id="{operation}"/>'
        f"</bpmn:extensionElements></bpmn:serviceTask>"
    )


def decision_step(name: str, decision: str) -> str:
    return (
        f'<bpmn:businessRuleTask id="{name}"><bpmn:extensionElements>'
        f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>"
        f"</bpmn:extensionElements></bpmn:businessRuleTask>"
    )


def gateway(name: str, kind: str = "exclusive", default: str = "") -> str:
    attribute = f' default="{default}"' if default else ""
    return f'<bpmn:{kind}Gateway id="{name}"{attribute}/>'


START = '<bpmn:startEvent id="start"/>'
END = '<bpmn:endEvent id="end"/>'


class Draw:
    """Words for drawing small diagrams in tests."""

    write = staticmethod(write)
    user = staticmethod(user)
    service = staticmethod(service)
    decision_step = staticmethod(decision_step)
    gateway = staticmethod(gateway)
    head = HEAD
    start = START
    end = END

    @staticmethod
    def process(
        body: str, flows: str, decisions: tuple[bytes, ...] = (), rest: str = ""
    ) -> CompiledProcess:
        return compile_process(
            ProcessSource(write(START + body + END, flows=flows, rest=rest), decisions)
        )


@pytest.fixture(scope="session")
def draw() -> type[Draw]:
    return Draw


@pytest.fixture(scope="session")
def shipped() -> Callable[[str, dict[str, str]], CompiledProcess]:
    """A shipped process with its decision, which here only repeats what it is told."""

    def compile_shipped(name: str, decision: dict[str, str]) -> CompiledProcess:
        rules = "".join(
            f'<rule id="r_{value}"><inputEntry id="i_{value}"><text>{condition}</text></inputEntry>'
            f'<outputEntry id="o_{value}"><text>"{value}"</text></outputEntry></rule>'
            for value, condition in decision.items()
            if value != "id"
        )
        dmn = f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x" name="x"
          namespace="n"><decision id="{decision["id"]}"><decisionTable id="t" hitPolicy="UNIQUE">
          <input id="i"><inputExpression id="e"><text>deputy_may_sign and not to_chair</text>
          </inputExpression></input><output id="o" name="signer"/>{rules}</decisionTable></decision>
          </definitions>""".encode()
        diagram = (BPMN / "processes" / name / f"{name}.bpmn").read_bytes()
        return compile_process(ProcessSource(diagram, (dmn,)))

    return compile_shipped


@pytest.fixture
def committee(shipped: Callable[[str, dict[str, str]], CompiledProcess]) -> CompiledProcess:
    """The shipped process of a committee (Ban)."""
    return shipped(
        "van_ban_ban", {"id": "signer_route", "standing_deputy": "true", "chair": "false"}
    )


@pytest.fixture
def people_committee(shipped: Callable[[str, dict[str, str]], CompiledProcess]) -> CompiledProcess:
    """The shipped process of a people's committee (UBND)."""
    return shipped(
        "van_ban_ubnd", {"id": "signer_route_ubnd", "vice_chairman": "true", "chairman": "false"}
    )
