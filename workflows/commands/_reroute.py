"""Take an open signing step away from who may no longer sign: it goes on to the head (G1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Role, RolePost, TaskStatus, UserTask
from workflows.authority.delegation import HEADS
from workflows.commands._advance import complete_step
from workflows.commands._case import take_case
from workflows.commands._record import record
from workflows.queries.authority_facts import authority_view
from workflows.queries.content import current_content
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from workflows.commands._case import CaseInHand
    from workflows.context import CommandContext
    from workflows.queries.authority_facts import AuthorityView


def reroute(ctx: CommandContext, hand: CaseInHand, view: AuthorityView, post_id: int) -> str:
    """Complete the signing step in hand unsigned, tell the head, and return why."""
    because, article = view.refusal_of(post_id)
    step = hand.step.step
    complete_step(ctx, hand, "reroute", reason=because)
    head_post, _ = HEADS[profile_of(ctx.session, hand.case.organisation_id).body]
    head = view.holders.get(head_post)
    if head is not None and head.user_id not in {None, ctx.actor.user_id}:
        ctx.defer(
            ctx.session,
            "notify_person",
            user_id=head.user_id,
            document_id=hand.document.id,
            text=f"Văn bản “{hand.document.subject}” chuyển đến bạn để ký. {because}",
        )
    record(
        ctx,
        "document.reroute",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority=article,
        before={"step": step},
        after={"because": because, "steps": [each.step for each in hand.open_tasks]},
    )
    return because


def lock_signing_steps(ctx: CommandContext, organisation_id: int, post_id: int) -> list[CaseInHand]:
    """Take every case whose open signing step waits for that post; no one signs meanwhile."""
    roles = (
        select(Role.key)
        .join(RolePost, RolePost.role_id == Role.id)
        .where(RolePost.post_id == post_id, Role.organisation_id == organisation_id)
    )
    waiting = ctx.session.execute(
        select(UserTask.id)
        .where(
            UserTask.organisation_id == organisation_id,
            UserTask.status == TaskStatus.OPEN,
            UserTask.form == "sign",
            (UserTask.post_id == post_id) | UserTask.role_key.in_(roles),
        )
        # One order for everybody, so that two who lock several cases cannot wait for each other.
        .order_by(UserTask.case_id)
    ).scalars()
    hands = [take_case(ctx, task_id=task_id) for task_id in list(waiting)]
    return [hand for hand in hands if hand.task in hand.open_tasks]


def reroute_where_unauthorised(
    ctx: CommandContext, hands: list[CaseInHand], post_id: int
) -> list[str]:
    """Pass on each of the locked steps that the holder of the post may no longer sign.

    Returns:
        The subjects of the documents that went on to the head.
    """
    ctx.session.flush()
    passed_on = []
    for hand in hands:
        content = current_content(ctx.session, hand.document)
        view = authority_view(ctx.session, hand.document, content, hand.case, ctx.now)
        if view.signer_of(post_id) is None:
            reroute(ctx, hand, view, post_id)
            passed_on.append(hand.document.subject)
    return passed_on
