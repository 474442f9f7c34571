"""Ask one decision table a question, and read the sentence that it gives (thử bảng)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workflows.engine.decisions import compile_decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.authority.profile import OrganisationProfile

#: What stands in the blanks of a sentence while nobody's document is asked about.
_STAND_INS: Final = {
    "title": "chức vụ người ký",
    "document": "loại văn bản",
    "superiors": "cơ quan cấp trên",
    "instrument": "văn bản ủy quyền",
    "from": "ngày bắt đầu",
    "until": "ngày hết hạn",
    "revoked": "ngày thu hồi",
    "limit": "hạn mức",
    "amount": "số tiền",
    "year": "năm của nội dung",
    "delegated_year": "năm ghi trong ủy quyền",
    "date": "ngày ký",
    "did": "việc đã làm",
    "second_office": "chức vụ kiêm nhiệm",
}
_BLANK: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Tried:
    """The row that applied."""

    rule: str
    outputs: dict[str, Any]
    #: What the signer would read, what only a document knows in square brackets; else the remark.
    sentence: str


def try_table(dmn: bytes, inputs: Mapping[str, Any], profile: OrganisationProfile) -> Tried:
    """Apply a table to values typed by an admin.

    Raises:
        XmlError, DecisionError: it cannot be used, or no row or several rows apply.
    """
    decision = compile_decision(dmn)
    asked = {name: inputs.get(name) for name in decision.input_names}
    decided = decision.decide(asked)
    outputs = dict(decided.outputs)
    said = " ".join(str(outputs.get(name) or "") for name in ("because", "article"))
    sentence = filled(said.strip() or decided.annotation, profile)
    return Tried(decided.rule_id, outputs, sentence[:1].upper() + sentence[1:])


def filled(text: str, profile: OrganisationProfile) -> str:
    """Fill the blanks of a table's sentence: what only a document knows, in square brackets."""
    known = {
        "regulation": profile.regulation.title,
        "decree": profile.regulation.decree,
        "practice": profile.regulation.practice,
        "collective_prefix": profile.rules.sign_form.collective_prefix,
    }

    def blank(match: re.Match[str]) -> str:
        name = match[1]
        return known.get(name) or f"[{_STAND_INS.get(name, name)}]"

    return _BLANK.sub(blank, text)
