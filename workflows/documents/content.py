"""The immutable content of one version of a document: JSON in, JSON out, one hash.

Everything that people type is NFC and free of pasted markup after `Content.from_mapping`. The
hash is what checks, votes and signatures are bound to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

from workflows.documents.kinds import KINDS
from workflows.documents.reading import FieldReader
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

Urgency = Literal["", "khan", "thuong_khan", "hoa_toc"]

#: Độ khẩn (Phụ lục I, Phần I, Mục III, khoản 2, điểm b).
URGENCIES: tuple[Urgency, ...] = ("", "khan", "thuong_khan", "hoa_toc")

_LINE = 500
_SUBJECT = 700
_BODY = 1_000_000
_MAX_COPIES = 99_999


@dataclass(frozen=True)
class Addressee:
    """One body the document is addressed to (Kính gửi): its code and the text printed."""

    code: str
    text: str


@dataclass(frozen=True)
class Annex:
    """A Phụ lục; `landscape` turns its pages."""

    title: str
    body: str
    landscape: bool = False


@dataclass(frozen=True)
class AttachedText:
    """A text that the document issues, e.g. the Quy chế attached to a Quyết định."""

    title: str
    subject: str
    body: str


@dataclass(frozen=True)
class Meeting:
    """What a Giấy mời says about the meeting."""

    chaired_by: str
    starts_at: str
    place: str


@dataclass(frozen=True)
class Content:
    """One version of a document, as drafted."""

    #: Base kind, a key of `KINDS`.
    kind: str
    #: Routing kind used by the rules of authority, e.g. “bao_cao_dinh_ky”.
    purpose: str
    #: Trích yếu, without “V/v”.
    subject: str
    addressees: tuple[Addressee, ...] = ()
    #: Lines of Nơi nhận, without the leading dash.
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    body: str = ""
    annexes: tuple[Annex, ...] = ()
    urgency: Urgency = ""
    #: Abbreviation of the drafting unit, as in “Lưu: VT, VX.”.
    drafting_unit: str = ""
    #: Ký hiệu người soạn thảo.
    drafter_mark: str = ""
    #: Số lượng bản phát hành; 0 when it is not printed.
    copies: int = 0
    attached_text: AttachedText | None = None
    meeting: Meeting | None = None
    #: Địa chỉ, điện thoại, thư điện tử at the foot of page 1.
    contact_line: str = ""
    is_report: bool = False
    is_submission: bool = False
    #: Guides the whole system of committees, hence needs a vote.
    guides_system: bool = False
    #: Remark on the effect (hiệu lực), kept with the record and not printed.
    effective_note: str = ""

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Content:
        """Build content from decoded JSON; what is not given stays empty.

        Raises:
            InvalidInputError: a field is unknown, of the wrong type, or too long.
        """
        reader = FieldReader(mapping)
        reader.refuse_unknown({field.name for field in fields(cls)})
        kind = reader.choice("kind", tuple(KINDS))
        meeting = reader.child("meeting")
        attached = reader.child("attached_text")
        return cls(
            kind=kind,
            purpose=reader.identifier("purpose") or kind,
            subject=reader.line("subject", _SUBJECT),
            addressees=tuple(_addressee(child) for child in reader.children("addressees", 200)),
            recipients=reader.lines("recipients", 300, _LINE),
            legal_bases=reader.lines("legal_bases", 100, 4 * _LINE),
            body=reader.text("body", _BODY),
            annexes=tuple(_annex(child) for child in reader.children("annexes", 50)),
            urgency=cast("Urgency", reader.choice("urgency", URGENCIES, default="")),
            drafting_unit=reader.line("drafting_unit", 50),
            drafter_mark=reader.line("drafter_mark", 50),
            copies=reader.count("copies", _MAX_COPIES),
            attached_text=_attached(attached) if attached else None,
            meeting=_meeting(meeting) if meeting else None,
            contact_line=reader.line("contact_line", _LINE),
            is_report=reader.flag("is_report"),
            is_submission=reader.flag("is_submission"),
            guides_system=reader.flag("guides_system"),
            effective_note=reader.line("effective_note", _LINE),
        )

    def to_mapping(self) -> dict[str, Any]:
        """Return the content as JSON-ready lists and dictionaries."""
        return cast("dict[str, Any]", _plain(asdict(self)))

    @cached_property
    def sha256(self) -> str:
        """SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8), in hexadecimal."""
        canonical = json.dumps(
            self.to_mapping(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _addressee(reader: FieldReader) -> Addressee:
    reader.refuse_unknown({"code", "text"})
    text = reader.line("text", _LINE)
    if not text:
        raise InvalidInputError(
            field=reader.label("text"), because="chưa ghi tên cơ quan, tổ chức, cá nhân nhận."
        )
    return Addressee(code=reader.identifier("code"), text=text)


def _annex(reader: FieldReader) -> Annex:
    reader.refuse_unknown({"title", "body", "landscape"})
    return Annex(
        title=reader.line("title", _SUBJECT),
        body=reader.text("body", _BODY),
        landscape=reader.flag("landscape"),
    )


def _attached(reader: FieldReader) -> AttachedText:
    reader.refuse_unknown({"title", "subject", "body"})
    return AttachedText(
        title=reader.line("title", _LINE),
        subject=reader.line("subject", _SUBJECT),
        body=reader.text("body", _BODY),
    )


def _meeting(reader: FieldReader) -> Meeting:
    reader.refuse_unknown({"chaired_by", "starts_at", "place"})
    return Meeting(
        chaired_by=reader.line("chaired_by", _LINE),
        starts_at=reader.line("starts_at", _LINE),
        place=reader.line("place", _LINE),
    )
