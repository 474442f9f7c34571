"""What stands on the signing sheet: capacity, authority, seal, and what would block it.

The same facts and rules that the command asks, in the same order, so that what blocks is said
before a PIN is typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import (
    DelegationInstrument,
    Post,
    PostHolding,
    Seal,
    SeparationException,
    Signature,
    SignatureKind,
    SigningKey,
    User,
)
from workflows import policy
from workflows.authority.delegation import HEADS
from workflows.errors import ForbiddenError, WorkflowError
from workflows.queries.authority_facts import authority_view, seal_in_force
from workflows.queries.checks import missing_checks
from workflows.queries.dated import day_of, title_on
from workflows.queries.rules import process_of, profile_of
from workflows.text import moment_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Check, Document, UserTask
    from workflows.context import Actor
    from workflows.documents.content import Content
    from workflows.queries.authority_facts import AuthorityView


@dataclass(frozen=True, slots=True)
class SealLine:
    """A seal and who keeps it."""

    name: str
    keeper_title: str
    keeper: str


@dataclass(frozen=True, slots=True)
class SigningView:
    """The answer to: may I sign this, as whom, with which seal."""

    #: Lines of the signature block; empty when the person may not sign.
    form: tuple[str, ...] = ()
    second_office: str = ""
    because: str = ""
    article: str = ""
    seal: SealLine | None = None
    blocked: WorkflowError | None = None
    #: Who would get the document instead, when only the authority is missing.
    passes_to: str = ""


class NotCheckedError(ForbiddenError):
    """Chưa ký được: nội dung chưa qua {steps} (Điều 12 Nghị định 30/2020/NĐ-CP); hãy trả lại."""

    code = "not_checked"


class NoAuthorityError(ForbiddenError):
    """Bạn chưa có thẩm quyền ký văn bản này: {because}"""

    code = "no_authority"


class NoKeyYetError(ForbiddenError):
    """Chưa ký được: bạn chưa được cấp khóa ký số. Hãy liên hệ quản trị viên."""

    code = "no_signing_key"


class KeyClosedError(ForbiddenError):
    """Chưa ký được: khóa ký số tạm khóa đến {until} vì nhập sai mã PIN nhiều lần."""

    code = "signing_key_locked"


class SignatureHeldError(ForbiddenError):
    """Ủy quyền số {number} đã bị thu hồi sau khi ký; cần {who} xác nhận rồi mới đóng dấu."""

    code = "signature_held"


def signing_view(  # noqa: PLR0913, PLR0917 - the facts of one document
    session: Session,
    actor: Actor,
    task: UserTask,
    document: Document,
    content: Content,
    case: Case,
    checks: Sequence[Check],
    now: datetime,
) -> SigningView:
    """Ask every rule that the act of signing will ask."""
    try:
        capacity = policy.require_open_task(actor, task)
        policy.require_separate(actor, task, document, checks, None, _excepted(session, document))
    except WorkflowError as error:
        return SigningView(blocked=error)
    missing = missing_checks(
        process_of(session, case.process_version_id), checks, document.content_sha256
    )
    view = authority_view(session, document, content, case, now)
    post_id = capacity.post_id if capacity else 0
    signer = view.signer_of(post_id)
    if signer is None:
        because, article = view.refusal_of(post_id)
        return SigningView(
            blocked=NoAuthorityError(because=f"{because} ({article})" if article else because),
            passes_to="" if missing else _head(session, document, view, post_id),
        )
    blocked: WorkflowError | None = None
    seal: SealLine | None = None
    try:
        seal = seal_line(
            session,
            seal_in_force(session, document.organisation_id, signer.seal, now.date()),
            now,
        )
    except WorkflowError as error:
        blocked = error
    if missing:
        blocked = NotCheckedError(steps=", ".join(missing))
    return SigningView(
        form=signer.form,
        second_office=signer.second_office,
        because=signer.because,
        article=signer.article,
        seal=seal,
        blocked=blocked or key_problem(session, now, user_id=actor.user_id),
    )


def sealing_problem(
    session: Session, actor: Actor, task: UserTask, case: Case, now: datetime
) -> WorkflowError | None:
    """Return what would keep the keeper from sealing now."""
    seal = session.get(Seal, case.seal_id) if case.seal_id else None
    capacity = policy.capacity_for(actor, task)
    if seal is None or capacity is None or capacity.post_id != seal.keeper_post_id:
        return ForbiddenError(
            because="con dấu này do người khác giữ (Điều 32 Nghị định 30/2020/NĐ-CP)."
        )
    held = held_signature(session, case)
    if held is not None:
        delegation, who = held
        return SignatureHeldError(number=delegation.number, who=who)
    return key_problem(session, now, seal_id=seal.id)


def held_signature(session: Session, case: Case) -> tuple[DelegationInstrument, str] | None:
    """Return the delegation, revoked after the signature, that keeps it from being sealed (G3).

    With it the title of who gave it and may let the signature stand.
    """
    row = session.execute(
        select(
            DelegationInstrument,
            title_on(DelegationInstrument.from_post_id, day_of(DelegationInstrument.revoked_at)),
        )
        .join(Signature, Signature.delegation_id == DelegationInstrument.id)
        .where(
            Signature.case_id == case.id,
            Signature.kind == SignatureKind.PERSON,
            Signature.voided_at.is_(None),
            Signature.confirmed_at.is_(None),
            DelegationInstrument.revoked_at.is_not(None),
        )
    ).first()
    holds = profile_of(session, case.organisation_id).rules.revoked_after_sign == "hold"
    return (row[0], row[1]) if row is not None and holds else None


def seal_line(session: Session, seal: Seal, now: datetime) -> SealLine:
    """Name the seal, its keeper's post and its keeper."""
    today = now.date()
    title, keeper = session.execute(
        select(title_on(Post.id, today), User.full_name)
        .select_from(Post)
        .outerjoin(
            PostHolding,
            (PostHolding.post_id == Post.id)
            & (PostHolding.valid_from <= today)
            & (PostHolding.valid_to.is_(None) | (PostHolding.valid_to > today)),
        )
        .outerjoin(User, User.id == PostHolding.user_id)
        .where(Post.id == seal.keeper_post_id)
        .limit(1)
    ).one()
    return SealLine(seal.name, title, keeper or "")


def key_problem(
    session: Session, now: datetime, *, user_id: int | None = None, seal_id: int | None = None
) -> WorkflowError | None:
    """Return why the key cannot be opened now, whatever the PIN."""
    owner = SigningKey.user_id == user_id if user_id else SigningKey.seal_id == seal_id
    key = session.scalar(
        select(SigningKey)
        .where(owner, SigningKey.retired_at.is_(None))
        .order_by(SigningKey.id.desc())
        .limit(1)
    )
    if key is None:
        return NoKeyYetError()
    if key.locked_until is not None and key.locked_until > now:
        return KeyClosedError(until=moment_words(key.locked_until.astimezone(now.tzinfo)))
    return None


def _excepted(session: Session, document: Document) -> set[int]:
    return set(
        session.scalars(
            select(SeparationException.user_id).where(
                SeparationException.document_id == document.id
            )
        )
    )


def _head(session: Session, document: Document, view: AuthorityView, post_id: int) -> str:
    """The head, when the document may go on to the head unsigned."""
    head, _ = HEADS[profile_of(session, document.organisation_id).body]
    holder = view.holders.get(head)
    if view.answer.signer(head) is None or holder is None or holder.post_id == post_id:
        return ""
    return holder.name
