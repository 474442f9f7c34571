"""Say that a person has a draft open (đang mở), so that the second one is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case
from sqlalchemy.dialects.postgresql import insert

from models import DraftPresence
from workflows.commands.save_draft import begin_draft
from workflows.queries.draft_history import PRESENCE, others_present

if TYPE_CHECKING:
    from datetime import datetime

    from models import DraftKind
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class KeepPresence:
    """The open page of a person reports."""

    organisation_id: int
    kind: DraftKind
    key: str


def keep_presence(ctx: CommandContext, command: KeepPresence) -> list[tuple[str, datetime]]:
    """Note that the actor has the draft open now; return who else has, and since when.

    Not in the audit trail: a heartbeat changes nothing and comes every few seconds.
    """
    draft = begin_draft(ctx, command.organisation_id, command.kind, command.key)
    still_here = DraftPresence.seen_at > ctx.now - PRESENCE
    ctx.session.execute(
        insert(DraftPresence)
        .values(draft_id=draft.id, user_id=ctx.actor.user_id, since=ctx.now, seen_at=ctx.now)
        .on_conflict_do_update(
            index_elements=[DraftPresence.draft_id, DraftPresence.user_id],
            set_={
                "since": case((still_here, DraftPresence.since), else_=ctx.now),
                "seen_at": ctx.now,
            },
        )
    )
    return others_present(ctx.session, draft.id, ctx.actor.user_id, ctx.now)
