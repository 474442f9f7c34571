"""Form of the parts around the text: issuer, number, trích yếu, bases, Kính gửi, signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.documents import findings
from workflows.documents.findings import Finding, error, shown, warning
from workflows.documents.kinds import KINDS, Form
from workflows.documents.wording import bare_subject
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.documents.content import Content
    from workflows.documents.layout import IssuerLayout, SignatureBlock

_SYMBOL = re.compile(r"[A-ZĐa-zđ0-9]+(?:-[A-ZĐa-zđ0-9]+)*")
_BASE_OPENING = re.compile(
    r"(?:Căn cứ|Theo|Thực hiện|Trên cơ sở|Xét|Để|Thừa lệnh|Được sự)\b", re.IGNORECASE
)
_LAW_WITH_NUMBER = re.compile(r"^Căn cứ (?:Bộ luật|Luật|Pháp lệnh)\b[^;]*?\bsố \d", re.IGNORECASE)
_NUMBERED_BASE = re.compile(r"\bsố \d+[^ ]*/\S+")
_TITLE_BEFORE_NAME = re.compile(
    r"^(?:GS|PGS|TS|ThS|BS|KS|CN|NGƯT|NGND|NSƯT|NSND|Ông|Bà|Đ/c|Đồng chí|Giáo sư|Phó Giáo sư|"
    r"Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|Nhà giáo)(?:\.|\s)",
    re.IGNORECASE,
)
_AUTHORITY_PREFIX = re.compile(r"^(?:T/M|T\.M|K/T|K\.T|T\.L|T\.U\.Q|(?:TM|KT|TL|TUQ|Q)(?!\.)\s)")
_LONG_LETTER_SUBJECT = 180
_LONGEST_SUBJECT = 500


def part_findings(
    content: Content, issuer: IssuerLayout, signature: SignatureBlock
) -> Iterator[Finding]:
    """Yield the faults of every part but the text and Nơi nhận."""
    yield from _issuer(content, issuer)
    yield from _subject(content)
    yield from _bases(content)
    yield from _addressees(content)
    yield from _meeting(content)
    yield from _annexes(content)
    yield from _signature(signature)


def _issuer(content: Content, issuer: IssuerLayout) -> Iterator[Finding]:
    kind = KINDS[content.kind]
    if not any(line.strip() for line in issuer.issuer_lines):
        yield error(
            "issuer",
            findings.ISSUER,
            "Chưa có tên cơ quan ban hành. Hãy khai báo tên cơ quan ở phần quản trị.",
        )
    if not issuer.place.strip():
        yield error(
            "issuer", findings.DATE, "Chưa có địa danh. Hãy ghi địa danh, ví dụ “Thanh Hóa”."
        )
    if not _SYMBOL.fullmatch(issuer.symbol):
        yield error(
            "issuer",
            findings.NUMBER,
            "Ký hiệu “{symbol}” chưa đúng: viết liền, giữa các nhóm chữ viết tắt có "
            "gạch nối không cách chữ, ví dụ “QĐ-BVSTBCPN”.",
            symbol=issuer.symbol,
        )
    elif kind.abbreviation and not issuer.symbol.startswith(f"{kind.abbreviation}-"):
        yield error(
            "issuer",
            findings.NUMBER,
            "Ký hiệu của loại “{kind}” phải bắt đầu bằng “{abbreviation}-”, đang là “{symbol}”.",
            kind=Sentence(kind.name),
            abbreviation=kind.abbreviation,
            symbol=issuer.symbol,
        )
    if kind.form is Form.DECISION and not issuer.authority_line.strip():
        yield error(
            "issuer",
            findings.SUBJECT,
            "{kind} chưa có dòng thẩm quyền ban hành, ví dụ “TRƯỞNG BAN …”. Hãy "
            "khai báo ở phần quản trị.",
            kind=Sentence(kind.name),
        )


def _subject(content: Content) -> Iterator[Finding]:
    letter = KINDS[content.kind].form is Form.LETTER
    subject = bare_subject(content.subject).strip()
    if not subject:
        yield error(
            "subject",
            findings.SUBJECT,
            "Thiếu trích yếu (dòng “V/v …”). Hãy ghi ngắn gọn nội dung chủ yếu của công văn."
            if letter
            else "Thiếu trích yếu nội dung. Hãy ghi ngắn gọn nội dung chủ yếu của văn bản.",
        )
        return
    if len(subject) > _LONGEST_SUBJECT:
        yield error(
            "subject",
            findings.METADATA,
            "Trích yếu dài {length} ký tự, quá {limit} ký tự. Hãy rút gọn.",
            length=len(subject),
            limit=_LONGEST_SUBJECT,
        )
    elif letter and len(subject) > _LONG_LETTER_SUBJECT:
        yield warning(
            "subject",
            findings.SUBJECT,
            "Trích yếu công văn dài {length} ký tự; phần V/v chỉ rộng 7 cm nên hãy "
            "rút gọn còn khoảng {limit} ký tự.",
            length=len(subject),
            limit=_LONG_LETTER_SUBJECT,
        )
    if subject.endswith((".", ";", ":")):
        yield warning("subject", findings.SUBJECT, "Cuối trích yếu không ghi dấu câu. Hãy bỏ đi.")
    if len(subject.split()) > 2 and subject.isupper():  # noqa: PLR2004 - not an abbreviation
        yield warning(
            "subject", findings.SUBJECT, "Trích yếu trình bày bằng chữ in thường. Hãy gõ lại."
        )


def _bases(content: Content) -> Iterator[Finding]:
    kind = KINDS[content.kind]
    bases = content.legal_bases
    if kind.needs_bases and not bases and not content.body.lstrip().startswith("Căn cứ"):
        yield error(
            "legal_bases",
            findings.TEXT,
            "{kind} phải có căn cứ ban hành. Hãy ghi văn bản quy định thẩm quyền "
            "của cơ quan ban hành và văn bản quy định nội dung.",
            kind=Sentence(kind.name),
        )
    for number, base in enumerate(bases, 1):
        mark = "." if number == len(bases) else ";"
        where = Sentence("Căn cứ thứ {number}", number=number)
        if base.endswith((";", ".")):
            if not base.endswith(mark):
                name = Sentence("dấu chấm") if mark == "." else Sentence("dấu chấm phẩy")
                yield error(
                    "legal_bases",
                    findings.TEXT,
                    "{where} phải kết thúc bằng {name} (“{mark}”).",
                    where=where,
                    name=name,
                    mark=mark,
                )
        else:
            yield warning(
                "legal_bases",
                findings.TEXT,
                "{where} thiếu dấu “{mark}” ở cuối; bản trình bày sẽ tự thêm.",
                where=where,
                mark=mark,
            )
        if not _BASE_OPENING.match(base):
            yield warning(
                "legal_bases",
                findings.TEXT,
                "{where} nên mở đầu bằng “Căn cứ …” hoặc “Theo đề nghị của …”: “{text}”.",
                where=where,
                text=shown(base),
            )
        if _LAW_WITH_NUMBER.match(base):
            yield warning(
                "legal_bases",
                findings.TEXT,
                "{where}: luật, pháp lệnh không ghi số, ký hiệu và cơ quan ban hành.",
                where=where,
            )
        elif _NUMBERED_BASE.search(base) and "ngày" not in base:
            yield warning(
                "legal_bases",
                findings.TEXT,
                "{where} chưa ghi ngày, tháng, năm ban hành của văn bản được viện dẫn.",
                where=where,
            )


def _addressees(content: Content) -> Iterator[Finding]:
    kind = KINDS[content.kind]
    if not content.addressees:
        if kind.form is Form.INVITATION:
            yield error(
                "addressees", findings.INVITATION, "Giấy mời chưa ghi người, cơ quan được mời."
            )
        elif kind.form is Form.LETTER or kind.key == "to_trinh" or content.is_submission:
            yield error(
                "addressees",
                findings.RECIPIENTS,
                "{kind} chưa có “Kính gửi”. Hãy ghi cơ quan, tổ chức, cá nhân nhận văn bản.",
                kind=Sentence(kind.name),
            )
        elif kind.upward_greeting or content.is_report:
            yield warning(
                "addressees",
                findings.RECIPIENTS,
                "{kind} chưa có nơi nhận chính. Nếu gửi cơ quan cấp trên thì phải ghi “Kính gửi”.",
                kind=Sentence(kind.name),
            )
    texts = [addressee.text.rstrip(" ;.,").casefold() for addressee in content.addressees]
    for text in dict.fromkeys(text for text in texts if texts.count(text) > 1):
        yield warning(
            "addressees",
            findings.RECIPIENTS,
            "“{text}” được ghi hai lần ở Kính gửi.",
            text=shown(text),
        )


def _meeting(content: Content) -> Iterator[Finding]:
    if KINDS[content.kind].form is not Form.INVITATION:
        return
    meeting = content.meeting
    for label, value in (
        (Sentence("người chủ trì"), meeting.chaired_by if meeting else ""),
        (Sentence("thời gian"), meeting.starts_at if meeting else ""),
        (Sentence("địa điểm"), meeting.place if meeting else ""),
    ):
        if not value.strip():
            yield error(
                "meeting", findings.INVITATION, "Giấy mời chưa ghi {part} cuộc họp.", part=label
            )


def _annexes(content: Content) -> Iterator[Finding]:
    for number, annex in enumerate(content.annexes, 1):
        if not annex.title.strip():
            yield error("annexes", findings.ANNEX, "Phụ lục {number} chưa có tên.", number=number)
        if not annex.body.strip():
            yield error(
                "annexes", findings.ANNEX, "Phụ lục {number} chưa có nội dung.", number=number
            )
    mentioned = re.search(r"phụ lục|kèm|mẫu|biểu", content.body, re.IGNORECASE)
    if content.annexes and not mentioned:
        yield warning(
            "annexes",
            findings.ANNEX,
            "Trong nội dung phải có chỉ dẫn về phụ lục, ví dụ “(chi tiết tại Phụ lục kèm theo)”.",
        )


def _signature(signature: SignatureBlock) -> Iterator[Finding]:
    lines = [line.strip() for line in signature.form if line.strip()]
    name = signature.name.strip()
    if not lines:
        yield error(
            "signature", findings.SIGNATURE, "Chưa có quyền hạn, chức vụ của người ký văn bản."
        )
    if not name:
        yield error("signature", findings.SIGNATURE, "Chưa có họ và tên người ký văn bản.")
    if _TITLE_BEFORE_NAME.match(name):
        yield error(
            "signature",
            findings.SIGNATURE,
            "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu: “{name}”.",
            name=name,
        )
    if len(name.split()) > 1 and name.isupper():
        yield warning("signature", findings.SIGNATURE, "Họ tên người ký viết bằng chữ in thường.")
    for line in lines:
        if _AUTHORITY_PREFIX.match(line):
            yield error(
                "signature",
                findings.SIGNATURE,
                "Quyền hạn ghi là “TM.”, “KT.”, “TL.”, “TUQ.”, “Q.” và có dấu chấm: “{line}”.",
                line=line,
            )
    if lines and re.match(r"(?:KT|TL|TUQ)\.", lines[-1]):
        yield error(
            "signature",
            findings.SIGNATURE,
            "Dưới dòng “{line}” phải ghi chức vụ của chính người ký.",
            line=lines[-1],
        )
