"""Keep what an admin draws (lưu bản nháp): nobody's drawing is lost, nobody's is written over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import DraftKind, DraftRevision, ModelDraft, User
from workflows.calendar import ZONE
from workflows.commands._drafts import key_of, locked_draft, require_drawing
from workflows.commands._record import record
from workflows.engine.keeping import put_back
from workflows.errors import ConflictError, InvalidInputError, NotFoundError
from workflows.queries.draft_history import revision_content
from workflows.queries.drafts import active_version, version_content

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: One person's saves within this time are one state in the history.
TOGETHER: Final = timedelta(minutes=2)


class DraftChangedError(ConflictError):
    """{name} đã lưu bản nháp này lúc {time}, sau khi bạn mở. Bản của bạn chưa được lưu vào đây."""

    code = "draft_changed"


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """A drawing, on top of the revision it was opened as."""

    organisation_id: int
    kind: DraftKind
    key: str
    content: bytes
    #: 0 when there was no draft yet.
    revision: int
    #: Written by a drawing library, which leaves out what it does not know of the text before.
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """A file from elsewhere becomes the draft of the diagram or table that it names."""

    organisation_id: int
    kind: DraftKind
    content: bytes


@dataclass(frozen=True, slots=True)
class RestoreDraft:
    """An earlier state, or a deployed version, becomes the newest state of the draft."""

    organisation_id: int
    kind: DraftKind
    key: str
    #: The kept state to go back to; None for a deployed version.
    revision: int | None = None
    #: The deployed version to go back to.
    version: int | None = None


def save_draft(ctx: CommandContext, command: SaveDraft) -> ModelDraft:
    """Keep the drawing as the next revision; the same drawing again makes none.

    Raises:
        DraftChangedError: somebody has saved since; nothing is written over.
        XmlError: the file cannot be read at all.
    """
    draft = locked_draft(ctx, command.organisation_id, command.kind, command.key)
    require_drawing(command.kind, command.content)
    found = draft.revision if draft else 0
    if found != command.revision:
        raise _changed(ctx, draft)
    scope = (command.organisation_id, command.kind, command.key)
    content = command.content
    if draft is not None:
        before = draft.content
    else:
        # Only what is deployed here can be drawn on without a draft; files come by import.
        before = version_content(ctx.session, *scope, active_version(ctx.session, *scope).number)
    if command.drawn:
        content = put_back(before, content)
    return _put(ctx, draft, *scope, content)


def import_draft(ctx: CommandContext, command: ImportDraft) -> ModelDraft:
    """Take a file as the draft of what it names; what was drawn before stays in the history."""
    key = key_of(command.kind, command.content)
    draft = locked_draft(ctx, command.organisation_id, command.kind, key)
    return _put(
        ctx, draft, command.organisation_id, command.kind, key, command.content, together=False
    )


def restore_draft(ctx: CommandContext, command: RestoreDraft) -> ModelDraft:
    """Go back to an earlier state by a new revision: the states between stay in the history."""
    scope = (command.organisation_id, command.kind, command.key)
    draft = locked_draft(ctx, *scope)
    if command.revision is not None:
        content = revision_content(ctx.session, *scope, command.revision)
    elif command.version is not None:
        content = version_content(ctx.session, *scope, command.version)
    else:
        raise InvalidInputError(field="Bản cần lấy lại", because="chưa chọn bản nào")
    return _put(ctx, draft, *scope, content, together=False)


def begin_draft(ctx: CommandContext, organisation_id: int, kind: DraftKind, key: str) -> ModelDraft:
    """Return the draft; where there is none yet, the active version as revision 0."""
    draft = locked_draft(ctx, organisation_id, kind, key)
    if draft is not None:
        return draft
    version = active_version(ctx.session, organisation_id, kind, key)
    content = version_content(ctx.session, organisation_id, kind, key, version.number)
    draft = _new(ctx, organisation_id, kind, key, content, version.sha256)
    ctx.session.flush()
    return draft


def _put(  # noqa: PLR0913, PLR0917 - a draft is named by three of them
    ctx: CommandContext,
    draft: ModelDraft | None,
    organisation_id: int,
    kind: DraftKind,
    key: str,
    content: bytes,
    *,
    together: bool = True,
) -> ModelDraft:
    if draft is not None and draft.content == content and draft.revision:
        return draft
    before: dict[str, object] = {}
    noted = True
    if draft is None:
        draft = _new(
            ctx, organisation_id, kind, key, content, _base(ctx, organisation_id, kind, key)
        )
    else:
        before = _facts(draft)
        noted = not together or not _continues(ctx, draft)
        if noted and draft.revision:
            _keep(ctx, draft)
    draft.content = content
    draft.revision += 1
    draft.saved_by_id = ctx.actor.user_id
    draft.saved_at = ctx.now
    if noted:
        record(
            ctx,
            "draft.save",
            organisation_id=organisation_id,
            before=before,
            after=_facts(draft),
        )
    return draft


def _new(  # noqa: PLR0913, PLR0917 - the columns of a draft
    ctx: CommandContext,
    organisation_id: int,
    kind: DraftKind,
    key: str,
    content: bytes,
    base: str | None,
) -> ModelDraft:
    draft = ModelDraft(
        organisation_id=organisation_id,
        kind=kind,
        key=key,
        content=content,
        revision=0,
        base_sha256=base,
        saved_by_id=ctx.actor.user_id,
        saved_at=ctx.now,
    )
    ctx.session.add(draft)
    return draft


def _base(ctx: CommandContext, organisation_id: int, kind: DraftKind, key: str) -> str | None:
    try:
        return active_version(ctx.session, organisation_id, kind, key).sha256
    except NotFoundError:
        return None


def _continues(ctx: CommandContext, draft: ModelDraft) -> bool:
    """Whether this save only goes on with the same person's last few minutes."""
    last = ctx.session.scalar(
        select(DraftRevision.saved_at)
        .where(DraftRevision.draft_id == draft.id)
        .order_by(DraftRevision.revision.desc())
        .limit(1)
    )
    since = ctx.now - TOGETHER
    return (
        draft.revision > 0
        and draft.saved_by_id == ctx.actor.user_id
        and draft.saved_at > since
        and last is not None
        and last > since
    )


def _keep(ctx: CommandContext, draft: ModelDraft) -> None:
    ctx.session.add(
        DraftRevision(
            draft_id=draft.id,
            revision=draft.revision,
            content=draft.content,
            saved_by_id=draft.saved_by_id,
            saved_at=draft.saved_at,
        )
    )


def _facts(draft: ModelDraft) -> dict[str, object]:
    return {
        "draft": f"{draft.kind.value} {draft.key}",
        "revision": draft.revision,
        "file": sha256(draft.content).hexdigest(),
    }


def _changed(ctx: CommandContext, draft: ModelDraft | None) -> DraftChangedError:
    if draft is None:
        return DraftChangedError(
            "Bản nháp này đã bị bỏ hoặc đã được triển khai sau khi bạn mở. Hãy mở lại trang."
        )
    name = ctx.session.scalar(select(User.full_name).where(User.id == draft.saved_by_id))
    return DraftChangedError(name=name or "", time=f"{draft.saved_at.astimezone(ZONE):%H:%M}")
