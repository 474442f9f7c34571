"""Revoke a delegation at once (thu hồi ủy quyền)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import DelegationInstrument
from workflows import policy
from workflows.commands._administration import line
from workflows.commands._record import record
from workflows.commands._reroute import lock_signing_steps, reroute_where_unauthorised
from workflows.errors import ConflictError, NotFoundError

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class RevokeDelegation:
    """The instrument, and why it ends."""

    delegation_id: int
    because: str


def revoke_delegation(ctx: CommandContext, command: RevokeDelegation) -> list[str]:
    """Revoke it now; what waits for the deputy's signature on its ground goes to the head (G1).

    Returns:
        The subjects of the documents that went on to the head.

    Raises:
        ConflictError: it is revoked already.
    """
    instrument = ctx.session.get(DelegationInstrument, command.delegation_id)
    if instrument is None or not policy.may_give(
        ctx.actor, instrument.organisation_id, instrument.from_post_id
    ):
        raise NotFoundError(what="văn bản ủy quyền")
    because = line(command.because, "Lý do thu hồi", least=5, most=500)
    # Cases before the instrument, as signing takes them: whoever is signing now finishes first.
    hands = lock_signing_steps(ctx, instrument.organisation_id, instrument.to_post_id)
    ctx.session.refresh(instrument, with_for_update=True)
    if instrument.revoked_at is not None:
        raise ConflictError(because="văn bản ủy quyền này đã được thu hồi.")
    instrument.revoked_at = ctx.now
    instrument.revoked_because = because
    ctx.session.flush()
    passed_on = reroute_where_unauthorised(ctx, hands, instrument.to_post_id)
    record(
        ctx,
        "delegation.revoke",
        organisation_id=instrument.organisation_id,
        capacity=ctx.actor.in_post(instrument.from_post_id),
        authority="Điều 13 Nghị định 30/2020/NĐ-CP",
        before={"valid_to": instrument.valid_to.isoformat()},
        after={
            "id": instrument.id,
            "number": instrument.number,
            "revoked_at": ctx.now.isoformat(),
            "because": because,
            "rerouted": len(passed_on),
        },
    )
    return passed_on
