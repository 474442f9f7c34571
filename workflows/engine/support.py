"""Which parts of BPMN this product runs. Everything else is refused before a diagram is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workflows.engine.graph import bpmn_name
from workflows.engine.problems import Problem, Severity
from workflows.engine.xml import BPMN, SPIFF, line_of, local_name, namespace
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

#: Elements that are well-formed BPMN but cannot run here, each with what to draw instead.
UNSUPPORTED_ELEMENTS: Final = {
    "scriptTask": Sentence("bước chạy mã lệnh không được phép; hãy dùng việc tự động"),
    "sendTask": Sentence("bước gửi thông điệp chưa chạy được; hãy dùng việc tự động"),
    "receiveTask": Sentence("bước nhận thông điệp chưa chạy được; hãy dùng bước xử lý"),
    "adHocSubProcess": Sentence("tiến trình con tùy biến không được phép; hãy vẽ rõ từng bước"),
    "transaction": Sentence(
        "tiến trình con giao dịch chưa chạy được; hãy dùng tiến trình con thường"
    ),
    "complexGateway": Sentence(
        "cổng phức hợp chưa chạy được; hãy dùng cổng loại trừ hoặc song song"
    ),
    "eventBasedGateway": Sentence(
        "cổng theo sự kiện chưa chạy được; hãy dùng sự kiện hẹn giờ gắn vào bước"
    ),
    "messageEventDefinition": Sentence("sự kiện thông điệp chưa chạy được; hãy dùng việc tự động"),
    "signalEventDefinition": Sentence(
        "sự kiện tín hiệu chưa chạy được; hãy dùng luồng nối trực tiếp"
    ),
    "errorEventDefinition": Sentence(
        "sự kiện lỗi chưa chạy được; hãy dùng cổng loại trừ theo kết quả"
    ),
    "escalationEventDefinition": Sentence(
        "sự kiện leo thang chưa chạy được; hãy dùng sự kiện hẹn giờ"
    ),
    "conditionalEventDefinition": Sentence(
        "sự kiện điều kiện chưa chạy được; hãy dùng cổng loại trừ"
    ),
    "cancelEventDefinition": Sentence(
        "sự kiện hủy giao dịch chưa chạy được; hãy dùng cổng loại trừ"
    ),
    "compensateEventDefinition": Sentence(
        "sự kiện bù trừ không được phép; hãy vẽ bước khắc phục rõ ràng"
    ),
    "linkEventDefinition": Sentence("sự kiện liên kết chưa chạy được; hãy nối luồng trực tiếp"),
    "loopCardinality": Sentence("số lần lặp cố định chưa chạy được; hãy lặp theo một danh sách"),
    "dataInputAssociation": Sentence("nối dữ liệu vào chưa chạy được; hãy dùng thẳng tên dữ liệu"),
    "dataOutputAssociation": Sentence("nối dữ liệu ra chưa chạy được; hãy dùng thẳng tên dữ liệu"),
    "ioSpecification": Sentence("khai báo dữ liệu vào ra chưa chạy được; hãy xóa khai báo này"),
    "dataStore": Sentence("kho dữ liệu chưa chạy được; hãy xóa kho dữ liệu khỏi sơ đồ"),
}
#: Parts that could run foreign code or change the diagram while it runs.
FORBIDDEN: Final = frozenset({"scriptTask", "adHocSubProcess"})
#: How the parts of an element end that have ids of their own but no shape.
_INNER: Final = ("Definition", "Characteristics", "ioSpecification", "Association", "Cardinality")
#: Scripts around a task, in the extension of the engine's own namespace.
SCRIPTS: Final = frozenset({"preScript", "postScript", "script"})


def unsupported(root: etree._Element) -> Iterator[Problem]:
    """Elements of a file that this product cannot run, in document order."""
    for element in root.iter(f"{{{BPMN}}}*", f"{{{SPIFF}}}*"):
        name = local_name(element)
        because: Sentence | None = None
        if namespace(element) == SPIFF:
            if name in SCRIPTS and (element.text or "").strip():
                because = Sentence("mã lệnh trước hoặc sau bước không được phép; hãy xóa mã lệnh")
        elif name in UNSUPPORTED_ELEMENTS:
            because = UNSUPPORTED_ELEMENTS[name]
        else:
            because = _particular(element, name)
        if because is not None:
            owner = _owner(element)
            yield Problem(
                element=owner.get("id", ""),
                code="unsupported_element",
                message=Sentence(
                    "“{name}”: {because}.",
                    name=" ".join(owner.get("name", "").split()) or owner.get("id") or name,
                    because=because,
                ),
                line=line_of(element),
                severity=_severity(element, name),
            )


def _particular(element: etree._Element, name: str) -> Sentence | None:
    """What is refused only in some forms."""
    if name in {"intermediateCatchEvent", "boundaryEvent", "startEvent", "subProcess"}:
        return _particular_event(element, name)
    if element.get("isForCompensation") == "true":
        return Sentence("bước bù trừ không được phép; hãy vẽ bước khắc phục rõ ràng")
    if name == "standardLoopCharacteristics":
        maximum = element.get("loopMaximum", "")
        if not maximum.isdigit() or not 0 < int(maximum) <= 100:  # noqa: PLR2004 – said below
            return Sentence("bước lặp phải có số lần tối đa từ 1 đến 100; hãy ghi số đó")
    if name == "multiInstanceLoopCharacteristics" and not _has(element, "loopDataInputRef"):
        return Sentence("bước nhiều người phải lặp theo một danh sách; hãy ghi danh sách")
    return None


def _particular_event(element: etree._Element, name: str) -> Sentence | None:
    if name == "subProcess":
        if element.get("triggeredByEvent") == "true":
            return Sentence("tiến trình con theo sự kiện chưa chạy được; hãy dùng sự kiện hẹn giờ")
        return None
    if name == "startEvent":
        if _has(element, "timerEventDefinition"):
            return Sentence("bắt đầu theo lịch chưa chạy được; hãy dùng sự kiện bắt đầu thường")
        return None
    # Any other definition is reported by its own line.
    if not any(local_name(child).endswith("EventDefinition") for child in element):
        return Sentence("sự kiện chờ phải là sự kiện hẹn giờ; hãy chọn loại hẹn giờ")
    return None


def _severity(element: etree._Element, name: str) -> Severity:
    """Grave in a process that is meant to run; elsewhere it only cannot be run here."""
    forbidden = name in FORBIDDEN or namespace(element) == SPIFF
    meant = any(each.get("isExecutable") == "true" for each in element.iterancestors())
    return "error" if forbidden and meant else "deploy"


def _has(element: etree._Element, child: str) -> bool:
    return element.find(f"{{{BPMN}}}{child}") is not None


def _owner(element: etree._Element) -> etree._Element:
    """The nearest element with an id that people see in the diagram."""
    for owner in (element, *element.iterancestors()):
        name = bpmn_name(owner)
        if name and owner.get("id") and not name.endswith(_INNER):
            return owner
    return element
