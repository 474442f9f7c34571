"""From the form of an act to its command, and to the sentence that says what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.http import act, form_text, session
from webapp.views.task_pane import title_of
from workflows.commands.ask_opinion import (
    DAYS_TO_ANSWER,
    AskOpinion,
    GiveOpinion,
    ask_opinion,
    give_opinion,
)
from workflows.commands.decide_task import (
    ApproveTask,
    RejectTask,
    ReturnTask,
    approve_task,
    reject_task,
    return_task,
)
from workflows.commands.issue_document import IssueDocument, issue_document
from workflows.commands.number_document import NumberDocument, number_document
from workflows.commands.record_vote import RecordVote, record_vote
from workflows.commands.seal_document import SealDocument, seal_document
from workflows.commands.sign_document import SignDocument, sign_document
from workflows.commands.submit_document import ResubmitDocument, resubmit_document
from workflows.errors import InvalidInputError
from workflows.queries.task_view import load_task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models import Document

    Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person is told after an act."""

    text: str
    category: str = "good"


#: Which control stands behind the field an error names.
FIELDS = {
    "Lý do": "reason",
    "Trả lại bước": "to_step",
    "Nội dung xin ý kiến": "question",
    "Thời hạn": "days",
    "Xin ý kiến của": "post",
    "Ý kiến": "answer",
    "Ngày biểu quyết": "held_on",
    "Biên bản": "reference",
    "Tổng số thành viên": "members",
    "Số phiếu tán thành": "yes",
}


def perform(name: str, task_id: int, form: Form) -> Outcome:
    """Run the command behind an act; raises WorkflowError when it is refused."""
    return ACTS[name](task_id, form)


def _seen(form: Form) -> str:
    """Which text the person looked at; a form that does not say it has shown none."""
    return form_text(form, "seen") or "-"


def _approve(task_id: int, form: Form) -> Outcome:
    hand = act(
        approve_task,
        ApproveTask(
            task_id,
            seen=_seen(form),
            comment=form_text(form, "comment"),
            to_chair=form.get("to_chair") == "1",
        ),
    )
    return Outcome(_("Bạn đã đồng ý “%(title)s”.", title=_name(hand.document)))


def _return(task_id: int, form: Form) -> Outcome:
    hand = act(
        return_task,
        ReturnTask(task_id, form_text(form, "reason"), to_step=form_text(form, "to_step")),
    )
    return Outcome(_("Bạn đã trả lại “%(title)s”.", title=_name(hand.document)))


def _reject(task_id: int, form: Form) -> Outcome:
    hand = act(reject_task, RejectTask(task_id, form_text(form, "reason")))
    return Outcome(
        _("Bạn đã từ chối “%(title)s”. Hồ sơ trình đã kết thúc.", title=_name(hand.document))
    )


def _ask(task_id: int, form: Form) -> Outcome:
    act(
        ask_opinion,
        AskOpinion(
            task_id,
            post_id=_number(form, "post", "Xin ý kiến của"),
            question=form_text(form, "question"),
            days=_number(form, "days", "Thời hạn", DAYS_TO_ANSWER),
        ),
    )
    return Outcome(
        _("Đã gửi câu hỏi về “%(title)s”. Văn bản vẫn ở bước của bạn.", title=_title(task_id))
    )


def _answer(task_id: int, form: Form) -> Outcome:
    act(give_opinion, GiveOpinion(task_id, form_text(form, "answer")))
    return Outcome(_("Bạn đã cho ý kiến về “%(title)s”.", title=_title(task_id)))


def _vote(task_id: int, form: Form) -> Outcome:
    resolution = act(
        record_vote,
        RecordVote(
            task_id,
            held_on=_day(form, "held_on", "Ngày biểu quyết"),
            method="ballot" if form.get("method") == "ballot" else "meeting",
            reference=form_text(form, "reference"),
            yes=_number(form, "yes", "Số phiếu tán thành"),
            members=_number(form, "members", "Tổng số thành viên"),
            seen=_seen(form),
        ),
    )
    count = f"{resolution.yes}/{resolution.members}"
    if resolution.passed:
        return Outcome(
            _(
                "Đã ghi: “%(title)s” được thông qua, %(count)s tán thành.",
                title=_title(task_id),
                count=count,
            )
        )
    return Outcome(
        _(
            "Đã ghi: “%(title)s” chưa được thông qua (%(count)s, chưa quá nửa) và đã trả về "
            "người soạn thảo.",
            title=_title(task_id),
            count=count,
        ),
        "warn",
    )


def _sign(task_id: int, form: Form) -> Outcome:
    signed = act(sign_document, SignDocument(task_id, form.get("pin", ""), seen=_seen(form)))
    if not signed.signed:
        return Outcome(signed.message, "warn")
    return Outcome(
        _("Bạn đã ký “%(title)s”. Văn thư sẽ cấp số và đóng dấu.", title=_title(task_id))
    )


def _number_it(task_id: int, form: Form) -> Outcome:
    entry = act(number_document, NumberDocument(task_id, note=form_text(form, "note")))
    return Outcome(
        _(
            "Đã cấp số %(number)s cho “%(title)s”.",
            number=entry.printed_number,
            title=_title(task_id),
        )
    )


def _seal(task_id: int, form: Form) -> Outcome:
    signature = act(seal_document, SealDocument(task_id, form.get("pin", "")))
    return Outcome(
        _(
            "Đã đóng %(seal)s vào “%(title)s”.",
            seal=_lower(signature.capacity),
            title=_title(task_id),
        )
    )


def _issue(task_id: int, _form: Form) -> Outcome:
    document = act(issue_document, IssueDocument(task_id))
    return Outcome(_("Đã ban hành văn bản số %(number)s.", number=document.number))


def _resubmit(task_id: int, form: Form) -> Outcome:
    act(resubmit_document, ResubmitDocument(task_id, note=form_text(form, "note")))
    return Outcome(_("Bạn đã trình lại “%(title)s”.", title=_title(task_id)))


ACTS: dict[str, Callable[[int, Form], Outcome]] = {
    "approve": _approve,
    "return": _return,
    "reject": _reject,
    "ask": _ask,
    "answer": _answer,
    "vote": _vote,
    "sign": _sign,
    "number": _number_it,
    "seal": _seal,
    "issue": _issue,
    "resubmit": _resubmit,
}


def _title(task_id: int) -> str:
    _task, _case, document = load_task(session(), task_id)
    return _name(document)


def _name(document: Document) -> str:
    return title_of(document.kind, document.subject)


def _number(form: Form, name: str, field: str, default: int | None = None) -> int:
    given = form_text(form, name)
    if not given and default is not None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 10):  # noqa: PLR2004 - one int
        raise InvalidInputError(field=field, because=_("hãy ghi một số, ví dụ 12"))
    return int(given)


def _day(form: Form, name: str, field: str) -> date:
    given = form_text(form, name)
    try:
        day, month, year = map(int, given.split("/"))
        return date(year, month, day)
    except ValueError:
        pass
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InvalidInputError(
            field=field, because=_("hãy ghi ngày theo mẫu ngày/tháng/năm, ví dụ 05/01/2027")
        ) from None


def _lower(name: Any) -> str:
    return str(name)[:1].lower() + str(name)[1:]
