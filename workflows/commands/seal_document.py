"""Seal a signed and numbered document; confirm a signature whose delegation ended (đóng dấu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import (
    Case,
    DelegationInstrument,
    Document,
    RegisterEntry,
    Seal,
    Signature,
    SignatureKind,
)
from workflows import letterhead, stored_files
from workflows.commands._advance import complete_step
from workflows.commands._case import CaseInHand, take_step
from workflows.commands._keys import key_for, open_key, wrong_pin
from workflows.commands._record import record
from workflows.errors import ForbiddenError, NotFoundError
from workflows.queries.rules import profile_of
from workflows.signing import errors, reading, sign
from workflows.text import Sentence

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class SealDocument:
    """The PIN of the seal's key, from its keeper."""

    task_id: int
    pin: str

    def __repr__(self) -> str:
        """Leave the PIN out of every log and error."""
        return f"SealDocument(task_id={self.task_id})"


@dataclass(frozen=True, slots=True)
class ConfirmSignature:
    """The head lets a signature stand although its delegation was revoked afterwards (G3)."""

    case_id: int


def seal_document(ctx: CommandContext, command: SealDocument) -> Signature:
    """Apply the seal that the signer brings, after reading the signature in the bytes.

    Only the keeper of that seal can (Decree 30/2020 Article 32.2); what is not signed by
    somebody with authority, or was changed since, is refused.
    """
    hand = take_step(ctx, command.task_id, "seal")
    seal = _seal(ctx, hand)
    _require_standing(ctx, hand)
    key = key_for(ctx, seal_id=seal.id)
    before = hand.document.file_sha256
    numbered = stored_files.fetch(ctx.session, before)
    _require_registered(ctx, hand, numbered)
    try:
        pdf = sign.apply_seal(
            numbered,
            open_key(ctx, key),
            command.pin,
            image_png=_image(ctx, seal),
            at=ctx.now,
            trust_roots=ctx.certificates.root_certificates,
            capacity=seal.name,
        )
    except errors.WrongPinError as error:
        raise wrong_pin(key, Sentence("Văn bản chưa được đóng dấu")) from error
    key.failed_pins = 0
    digest = stored_files.store(ctx.session, pdf, "application/pdf", ctx.now)
    hand.document.file_sha256 = digest
    signature = Signature(
        case_id=hand.case.id,
        kind=SignatureKind.SEAL,
        user_id=ctx.actor.user_id,
        post_id=seal.keeper_post_id,
        seal_id=seal.id,
        capacity=seal.name,
        because=f"Dấu đi với người ký; {seal.name} do văn thư giữ dấu đóng.",
        article="Điều 32, Điều 33 Nghị định 30/2020/NĐ-CP",
        content_sha256=hand.document.content_sha256 or "",
        file_sha256=digest,
        signed_at=ctx.now,
    )
    ctx.session.add(signature)
    complete_step(ctx, hand, "approve", reason=seal.name)
    record(
        ctx,
        "document.seal",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority=signature.article,
        before={"file": before},
        after={"file": digest, "seal": seal.key},
    )
    return signature


def confirm_signature(ctx: CommandContext, command: ConfirmSignature) -> Signature:
    """Record that the head confirms; from then on the keeper may seal."""
    row = ctx.session.execute(
        select(Case, Document, Signature, DelegationInstrument)
        .join(Document, Document.id == Case.document_id)
        .join(Signature, Signature.case_id == Case.id)
        .join(DelegationInstrument, DelegationInstrument.id == Signature.delegation_id)
        .where(
            Case.id == command.case_id,
            Signature.kind == SignatureKind.PERSON,
            Signature.voided_at.is_(None),
        )
        .with_for_update(of=Case, key_share=True)
    ).first()
    if row is None:
        raise NotFoundError(what="chữ ký cần xác nhận")
    case, document, signature, delegation = row
    capacity = ctx.actor.in_post(delegation.from_post_id)
    if capacity is None or capacity.standing_in_for is not None:
        raise ForbiddenError(because="chỉ người đã ủy quyền mới xác nhận được chữ ký này.")
    signature.confirmed_at = ctx.now
    signature.confirmed_by_id = ctx.actor.user_id
    record(
        ctx,
        "signature.confirm",
        organisation_id=case.organisation_id,
        document=document,
        case_id=case.id,
        capacity=capacity,
        after={"delegation": delegation.number},
    )
    return signature


def _seal(ctx: CommandContext, hand: CaseInHand) -> Seal:
    seal = ctx.session.get(Seal, hand.case.seal_id) if hand.case.seal_id else None
    if seal is None:
        raise ForbiddenError(because="không xác định được con dấu của người ký.")
    if hand.capacity is None or hand.capacity.post_id != seal.keeper_post_id:
        raise ForbiddenError(
            because=Sentence(
                "{seal} do người khác giữ; chỉ người giữ dấu được đóng (Điều 32 Nghị "
                "định 30/2020/NĐ-CP).",
                seal=seal.name,
            )
        )
    today = ctx.now.date()
    if today < seal.valid_from or (seal.valid_to is not None and today >= seal.valid_to):
        raise ForbiddenError(
            because=Sentence(
                "{seal} không còn hiệu lực; hãy trả lại để ký với con dấu hiện hành.",
                seal=seal.name,
            )
        )
    return seal


def _require_registered(ctx: CommandContext, hand: CaseInHand, pdf: bytes) -> None:
    """Refuse a file whose number or date is not the register's: until the seal both may change."""
    entry = ctx.session.scalar(
        select(RegisterEntry).where(
            RegisterEntry.case_id == hand.case.id, RegisterEntry.voided_at.is_(None)
        )
    )
    place = profile_of(ctx.session, hand.case.organisation_id).letterhead.place
    values = reading.field_values(pdf)
    if (
        entry is None
        or values.get(reading.NUMBER_FIELD) != f"Số: {entry.printed_number}"
        or values.get(reading.DATE_FIELD) != letterhead.printed_date(place, entry.dated_on)
    ):
        raise ForbiddenError(
            because="số hoặc ngày trên văn bản không khớp với sổ đăng ký văn bản đi."
        )


def _require_standing(ctx: CommandContext, hand: CaseInHand) -> None:
    """Hold a document whose delegation was revoked after it was signed (G3)."""
    signature = hand.signature
    if signature is None or signature.delegation_id is None or signature.confirmed_at is not None:
        return
    rules = profile_of(ctx.session, hand.case.organisation_id).rules
    delegation = ctx.session.get_one(DelegationInstrument, signature.delegation_id)
    if delegation.revoked_at is not None and rules.revoked_after_sign == "hold":
        raise ForbiddenError(
            because=Sentence(
                "Văn bản ủy quyền số {number} đã bị thu hồi sau khi ký; cần "
                "người ủy quyền xác nhận chữ ký rồi mới đóng dấu.",
                number=delegation.number,
            )
        )


def _image(ctx: CommandContext, seal: Seal) -> bytes:
    if seal.image_sha256 is not None:
        return stored_files.fetch(ctx.session, seal.image_sha256)
    raise NotFoundError(what="hình ảnh con dấu")
