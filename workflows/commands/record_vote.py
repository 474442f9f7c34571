"""Record a collective decision (biểu quyết, phiếu lấy ý kiến)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003
from typing import TYPE_CHECKING, Literal

from models import Resolution
from workflows.commands._advance import complete_step, send_back
from workflows.commands._case import take_step
from workflows.commands._record import record
from workflows.commands._versions import void_votes
from workflows.commands.decide_task import drafting_step
from workflows.errors import InvalidInputError
from workflows.queries.voting import voting_members
from workflows.text import Sentence

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: How members decided, as screens show it.
METHODS = {"meeting": "Hội nghị Ban", "ballot": "Phiếu lấy ý kiến"}


@dataclass(frozen=True, slots=True)
class RecordVote:
    """The outcome as the minutes or the ballot record show it."""

    task_id: int
    held_on: date
    method: Literal["meeting", "ballot"]
    reference: str
    yes: int
    members: int | None = None
    seen: str = ""


def record_vote(ctx: CommandContext, command: RecordVote) -> Resolution:
    """Record who decided; passed with more than half of all voting members in office.

    Exactly half is not a majority (regulation Article 5). A vote that failed is recorded and
    returns the document to its drafter; an earlier vote of the case no longer counts.
    """
    hand = take_step(ctx, command.task_id, "vote", seen=command.seen)
    in_office = voting_members(ctx.session, hand.case.organisation_id, command.held_on)
    members = in_office if command.members is None else command.members
    _check(ctx, command, members, in_office)
    void_votes(ctx, hand.case.id)
    resolution = Resolution(
        case_id=hand.case.id,
        content_sha256=hand.document.content_sha256 or "",
        held_on=command.held_on,
        method=command.method,
        reference=command.reference.strip(),
        yes=command.yes,
        members=members,
        passed=2 * command.yes > members,
        recorded_by_id=ctx.actor.user_id,
        recorded_at=ctx.now,
    )
    ctx.session.add(resolution)
    ctx.session.flush()
    result = f"{command.yes}/{members} tán thành, {command.reference.strip()}"
    if resolution.passed:
        complete_step(ctx, hand, "approve", reason=result)
    else:
        reason = f"Chưa được thông qua: {result}, chưa quá nửa tổng số thành viên."
        send_back(ctx, hand, drafting_step(hand), reason=reason)
    record(
        ctx,
        "vote.record",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority=hand.step.article,
        after={
            "held_on": command.held_on.isoformat(),
            "method": command.method,
            "reference": resolution.reference,
            "yes": command.yes,
            "members": members,
            "passed": resolution.passed,
            "content": resolution.content_sha256,
        },
    )
    return resolution


def _check(ctx: CommandContext, command: RecordVote, members: int, in_office: int) -> None:
    if command.held_on > ctx.now.date():
        raise InvalidInputError(field="Ngày biểu quyết", because="ngày này chưa đến")
    if not command.reference.strip():
        raise InvalidInputError(
            field="Biên bản", because="hãy ghi số, ngày của biên bản hoặc biên bản kiểm phiếu"
        )
    if members < 1 or members < in_office:
        raise InvalidInputError(
            field="Tổng số thành viên",
            because=Sentence(
                "ngày đó Ban có {members} thành viên có quyền biểu quyết", members=in_office
            ),
        )
    if not 0 <= command.yes <= members:
        raise InvalidInputError(
            field="Số phiếu tán thành", because=Sentence("phải từ 0 đến {members}", members=members)
        )
