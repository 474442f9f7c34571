"""Drop a draft (bỏ bản nháp): what is deployed stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from workflows.commands._drafts import locked_draft
from workflows.commands._record import record
from workflows.errors import ConflictError, NotFoundError
from workflows.queries.deployments import open_request

if TYPE_CHECKING:
    from models import DraftKind
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    """Which draft, as it was when the person looked at it."""

    organisation_id: int
    kind: DraftKind
    key: str
    revision: int


def discard_draft(ctx: CommandContext, command: DiscardDraft) -> None:
    """Delete the draft with its history; its last content stays in the audit trail as a hash.

    Raises:
        ConflictError: somebody has saved it since, or asks to deploy it.
    """
    draft = locked_draft(ctx, command.organisation_id, command.kind, command.key)
    if draft is None:
        raise NotFoundError(what="bản nháp")
    if draft.revision != command.revision:
        raise ConflictError(because="bản nháp đã được lưu sau khi bạn mở trang này.")
    request = open_request(ctx.session, command.organisation_id)
    if request is not None and str(draft.id) in request.drafts:
        raise ConflictError(because="bản nháp này đang chờ người thứ hai duyệt triển khai.")
    record(
        ctx,
        "draft.discard",
        organisation_id=command.organisation_id,
        before={
            "draft": f"{draft.kind.value} {draft.key}",
            "revision": draft.revision,
            "file": sha256(draft.content).hexdigest(),
        },
    )
    ctx.session.delete(draft)
