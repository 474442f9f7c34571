"""Drafts under a lock, and what a file must be to become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import DraftKind, ModelDraft
from workflows import policy
from workflows.engine.compile import main_process
from workflows.engine.decisions import compile_decision
from workflows.engine.graph import NODES, bpmn_name
from workflows.engine.xml import DMN, local_name, namespace, read_xml
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from lxml import etree

    from workflows.context import CommandContext

_FIELD = "Tệp"


def locked_draft(
    ctx: CommandContext, organisation_id: int, kind: DraftKind, key: str
) -> ModelDraft | None:
    """Lock the draft of a diagram or table; None when there is none.

    Raises:
        ForbiddenError: the actor does not administer that body.
    """
    policy.require_admin(ctx.actor, organisation_id)
    return ctx.session.scalar(
        select(ModelDraft)
        .where(
            ModelDraft.organisation_id == organisation_id,
            ModelDraft.kind == kind,
            ModelDraft.key == key,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def require_drawing(kind: DraftKind, content: bytes) -> None:
    """Refuse what is no BPMN or no DMN at all; what is only unfinished is kept.

    Raises:
        XmlError: it cannot be read, is too large, or carries a DOCTYPE.
        InvalidInputError: it is another kind of file.
    """
    root = read_xml(content)
    if kind is DraftKind.PROCESS and bpmn_name(root) != "definitions":
        raise InvalidInputError(field=_FIELD, because="đây không phải là sơ đồ BPMN")
    if kind is DraftKind.TABLE and (
        namespace(root) not in DMN or local_name(root) != "definitions"
    ):
        raise InvalidInputError(field=_FIELD, because="đây không phải là bảng quyết định DMN")


def key_of(kind: DraftKind, content: bytes) -> str:
    """Return the id by which versions of a file belong together.

    Raises:
        XmlError, DecisionError, InvalidInputError: the file names none.
    """
    require_drawing(kind, content)
    if kind is DraftKind.TABLE:
        return compile_decision(content).id
    root = read_xml(content)
    process = main_process(root)
    if process is None:
        process = _only_process(root)
    if process is None:
        raise InvalidInputError(
            field=_FIELD,
            because="sơ đồ phải có đúng một quy trình được đưa vào chạy; hãy chọn “Executable” cho "
            "một quy trình trong công cụ đã vẽ rồi xuất lại",
        )
    return process.get("id", "")


def _only_process(root: etree._Element) -> etree._Element | None:
    """The one process with steps in a file of which none is marked to run; most tools mark none."""
    processes = [each for each in root if bpmn_name(each) == "process"]
    if any(each.get("isExecutable") == "true" for each in processes):
        return None
    drawn = [
        each
        for each in processes
        if each.get("id") and any(bpmn_name(child) in NODES for child in each)
    ]
    return drawn[0] if len(drawn) == 1 else None
