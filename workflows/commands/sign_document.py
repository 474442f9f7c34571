"""Sign a document with the authority in force at this instant (ký)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import DocumentStatus, Signature, SignatureKind, User
from workflows import letterhead, stored_files
from workflows.authority.delegation import HEADS
from workflows.commands._advance import complete_step
from workflows.commands._case import CaseInHand, take_step
from workflows.commands._keys import key_for, open_key, wrong_pin
from workflows.commands._record import record
from workflows.commands._reroute import reroute
from workflows.documents.render import render
from workflows.errors import ForbiddenError
from workflows.queries.authority_facts import AuthorityView, authority_view, seal_in_force
from workflows.queries.checks import missing_checks
from workflows.queries.content import current_content
from workflows.queries.rules import profile_of
from workflows.signing import appearance, errors, sign
from workflows.text import Sentence

if TYPE_CHECKING:
    from workflows.authority.question import MaySign
    from workflows.context import CommandContext
    from workflows.documents.content import Content
    from workflows.documents.layout import Box


@dataclass(frozen=True, slots=True)
class SignDocument:
    """The signer's PIN, for the content that the signer looked at."""

    task_id: int
    pin: str
    seen: str = ""

    def __repr__(self) -> str:
        """Leave the PIN out of every log and error."""
        return f"SignDocument(task_id={self.task_id})"


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of it."""

    signed: bool
    #: When not signed: why, and where the document is now.
    message: str = ""


def sign_document(ctx: CommandContext, command: SignDocument) -> Signed:
    """Sign, or pass the document on when the authority to sign it has gone meanwhile.

    Everything is asked again inside this transaction: the checks and the vote for this very
    content, the delegation in force now, the seal this signer brings.

    Raises:
        ForbiddenError: the signer may not sign and nobody else can be asked instead.
        WrongPinError: the PIN did not open the key; nothing has changed.
    """
    hand = take_step(ctx, command.task_id, "sign", seen=command.seen)
    content = current_content(ctx.session, hand.document)
    require_checked(hand)
    view = authority_view(ctx.session, hand.document, content, hand.case, ctx.now)
    post_id = hand.capacity.post_id if hand.capacity else 0
    signer = view.signer_of(post_id)
    if signer is None:
        return _pass_on(ctx, hand, view, post_id)
    seal = seal_in_force(ctx.session, hand.case.organisation_id, signer.seal, ctx.now.date())
    hand.case.signer_post_id = post_id
    hand.case.seal_id = seal.id
    digest = _sign_file(ctx, hand, content, signer, command.pin, seal.diameter_mm)
    hand.document.file_sha256 = digest
    hand.document.status = DocumentStatus.SIGNED
    ctx.session.add(
        Signature(
            case_id=hand.case.id,
            kind=SignatureKind.PERSON,
            user_id=ctx.actor.user_id,
            post_id=post_id,
            delegation_id=view.delegation_for(signer),
            capacity="\n".join(signer.lines),
            because=signer.because,
            article=signer.article,
            content_sha256=content.sha256,
            file_sha256=digest,
            signed_at=ctx.now,
        )
    )
    complete_step(ctx, hand, "approve", reason=signer.because)
    record(
        ctx,
        "document.sign",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=" / ".join(signer.lines),
        authority=f"{signer.because} {signer.article}".strip(),
        after={
            "content": content.sha256,
            "file": digest,
            "delegation": view.delegation_for(signer),
            "seal": seal.key,
            "resolution": view.resolution.id if view.resolution else None,
        },
    )
    return Signed(signed=True)


def require_checked(hand: CaseInHand) -> None:
    """Refuse to sign what a check of this diagram has not covered (Decree 30/2020 Article 12).

    Raises:
        ForbiddenError: names the checks that are missing or void.
    """
    missing = missing_checks(hand.process, hand.checks, hand.document.content_sha256)
    if missing:
        raise ForbiddenError(
            because=Sentence(
                "nội dung hiện tại chưa qua bước {steps} (Điều 12 Nghị định "
                "30/2020/NĐ-CP). Hãy trả lại để kiểm tra.",
                steps=", ".join(missing),
            )
        )


def _pass_on(ctx: CommandContext, hand: CaseInHand, view: AuthorityView, post_id: int) -> Signed:
    """The deputy's authority has gone: the document goes to the head, unsigned."""
    head, _ = HEADS[profile_of(ctx.session, hand.case.organisation_id).body]
    holder = view.holders.get(head)
    if view.answer.signer(head) is None or holder is None or holder.post_id == post_id:
        because, article = view.refusal_of(post_id)
        raise ForbiddenError(because=f"{because} ({article})" if article else because)
    because = reroute(ctx, hand, view, post_id)
    return Signed(
        signed=False,
        message=Sentence(
            "{because} Văn bản chưa được ký và đã chuyển đến {holder}.",
            because=because,
            holder=holder.name,
        ),
    )


def _sign_file(  # noqa: PLR0913, PLR0917 - what a signed file is made of
    ctx: CommandContext,
    hand: CaseInHand,
    content: Content,
    signer: MaySign,
    pin: str,
    seal_diameter_mm: float,
) -> str:
    profile = profile_of(ctx.session, hand.case.organisation_id)
    rendered = render(
        content,
        letterhead.issuer_layout(profile, content.kind, content.drafting_unit),
        letterhead.signature_block(signer.form, signer.second_office, ctx.actor.name),
        year=ctx.now.year,
        draft=False,
        seal_diameter_mm=seal_diameter_mm,
    )
    key = key_for(ctx, user_id=ctx.actor.user_id)
    prepared = sign.prepare(
        rendered.pdf, _corners(rendered.signature_box), _corners(rendered.seal_box)
    )
    try:
        pdf = sign.sign_person(
            prepared,
            open_key(ctx, key),
            pin,
            capacity=" / ".join(signer.lines),
            image_png=_signature_image(ctx),
            at=ctx.now,
            location=profile.letterhead.place,
        )
    except errors.WrongPinError as error:
        raise wrong_pin(key, Sentence("Văn bản chưa được ký")) from error
    key.failed_pins = 0
    return stored_files.store(ctx.session, pdf, "application/pdf", ctx.now)


def _signature_image(ctx: CommandContext) -> bytes:
    user = ctx.session.get_one(User, ctx.actor.user_id)
    if user.signature_image_sha256 is not None:
        return stored_files.fetch(ctx.session, user.signature_image_sha256)
    return appearance.signature_image(ctx.actor.name)


def _corners(box: Box) -> tuple[int, float, float, float, float]:
    return (box.page, box.x0, box.y0, box.x1, box.y1)
