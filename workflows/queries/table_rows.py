"""A decision table as an official reads it: row by row, with names for keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workflows.engine.table_editing import ANY, Column, Sheet, read_sheet
from workflows.queries.table_trial import filled
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.authority.profile import OrganisationProfile

#: What the keys of the shipped tables mean, by the name of the data.
VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "state": {
        "in_office": Sentence("đang giữ chức vụ"),
        "vacant": Sentence("khuyết"),
        "absent": Sentence("vắng mặt"),
        "excluded": Sentence("đã soạn thảo hoặc kiểm tra văn bản này"),
    },
    "annual_programme": {
        "explicit_only": Sentence("chỉ khi ủy quyền ghi rõ"),
        "never": Sentence("không bao giờ"),
        "as_listed": Sentence("như các loại được liệt kê"),
    },
    "ground": {
        "field": Sentence("lĩnh vực được phân công"),
        "delegation": Sentence("ủy quyền ghi rõ loại và năm"),
        "delegation_general": Sentence("ủy quyền chung"),
        "regulation": Sentence("quy chế ủy quyền thường xuyên"),
        "absence": Sentence("người đứng đầu vắng mặt có bản ghi"),
        "over_limit": Sentence("vượt hạn mức"),
        "no_amount": Sentence("chưa ghi số tiền"),
        "no_limit": Sentence("ủy quyền không có hạn mức"),
        "other_year": Sentence("ủy quyền cho năm khác"),
        "sub_delegated": Sentence("ủy quyền lại"),
        "revoked": Sentence("ủy quyền đã thu hồi"),
        "expired": Sentence("ủy quyền đã hết hạn"),
        "not_started": Sentence("ủy quyền chưa có hiệu lực"),
        "other_kind": Sentence("ủy quyền cho loại khác"),
        "none": Sentence("chưa có căn cứ"),
    },
    "vote": {
        "not_required": Sentence("không phải biểu quyết"),
        "passed": Sentence("đã thông qua"),
        "later": Sentence("biểu quyết sau"),
        "missing": Sentence("chưa biểu quyết"),
    },
    "seal": {"known": Sentence("xác định được"), "unknown": Sentence("chưa xác định được")},
    "mode": {
        "full": Sentence("giữ chính thức"),
        "acting": Sentence("quyền (Q.)"),
        "in_charge": Sentence("phụ trách, điều hành"),
    },
    "level": {
        "tinh": Sentence("cấp tỉnh"),
        "so_nganh": Sentence("sở, ngành"),
        "huyen": Sentence("cấp huyện"),
        "xa": Sentence("cấp xã"),
    },
    "body": {"ban": Sentence("Ban vì sự tiến bộ của phụ nữ"), "ubnd": Sentence("Ủy ban nhân dân")},
}
_QUOTED: Final = re.compile(r'"([^"]*)"')
_LIST: Final = re.compile(r'"[^"]*"(\s*,\s*"[^"]*")*')
_NEGATED: Final = re.compile(r"not\s*\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: its column, the text in the file, and what that means."""

    column: Column
    id: str
    text: str
    #: Empty where the condition accepts everything.
    meaning: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the table."""

    number: int
    id: str
    note: str
    fields: tuple[Field, ...]

    @property
    def conditions(self) -> list[Field]:
        """What the row asks for."""
        return [each for each in self.fields if each.column.is_condition and each.meaning]

    @property
    def results(self) -> list[Field]:
        """What the row gives."""
        return [each for each in self.fields if not each.column.is_condition and each.meaning]


@dataclass(frozen=True, slots=True)
class TableLines:
    """The whole table."""

    sheet: Sheet
    rows: tuple[RowLine, ...]

    def blank(self) -> RowLine:
        """Return a row to be filled in."""
        return RowLine(0, "", "", tuple(Field(each, "", "", "") for each in self.sheet.columns))

    def typed(self, row: RowLine, texts: Mapping[int, str], note: str) -> RowLine:
        """Return a row with what a person has typed into it so far."""
        fields = tuple(
            Field(each.column, each.id, texts.get(at, each.text), each.meaning)
            for at, each in enumerate(row.fields)
        )
        return RowLine(row.number, row.id, note, fields)


def table_lines(dmn: bytes, names: Mapping[str, str], profile: OrganisationProfile) -> TableLines:
    """Read a table; ``names`` are the names of keys that stand in cells (posts, kinds, seals).

    Raises XmlError or TableEditError when it cannot be read as rows.
    """
    sheet = read_sheet(dmn)
    rows = tuple(
        RowLine(
            row.number,
            row.id,
            row.note,
            tuple(
                Field(
                    column,
                    cell.id,
                    cell.text,
                    meaning(cell.text, {**names, **VALUES.get(column.name, {})}, profile),
                )
                for column, cell in zip(sheet.columns, row.cells, strict=False)
            ),
        )
        for row in sheet.rows
    )
    return TableLines(sheet, rows)


def meaning(text: str, names: Mapping[str, str], profile: OrganisationProfile) -> str:
    """Say what a cell means; what is written in another way is shown as it stands."""
    if text in {"", ANY}:
        return ""
    if text in {"true", "false"}:
        return Sentence("có") if text == "true" else Sentence("không")
    negated = _NEGATED.fullmatch(text)
    if negated and _LIST.fullmatch(negated[1].strip()):
        return Sentence("không phải: {values}", values=_named(negated[1], names))
    if _LIST.fullmatch(text):
        values = _named(text, names)
        if "{" in text:
            return filled(values[0], profile)
        return values[0] if len(values) == 1 else Sentence("một trong: {values}", values=values)
    return text


def typed_value(text: str, column: Column) -> Any:
    """Read what a person typed to try the table with, as the column's type says."""
    if column.type == "boolean":
        return text == "true"
    if column.type in {"number", "integer", "long", "double"}:
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return None
    return text


def _named(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    found = _QUOTED.findall(text)
    return tuple(names.get(key, key) or Sentence("(trống)") for key in found)
