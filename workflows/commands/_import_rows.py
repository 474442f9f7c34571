"""From the lines of a table to people, posts and holdings, with what is wrong in each cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from models import HoldingMode
from workflows.text import Sentence, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workflows.sheets import Line

T = TypeVar("T")

#: Column → its head, in the order of the template.
HEADS: Final = {
    "name": "Họ và tên",
    "username": "Tên đăng nhập",
    "email": "Thư điện tử",
    "post": "Mã chức vụ",
    "title": "Tên chức vụ",
    "second_office": "Chức vụ kiêm nhiệm",
    "unit": "Ký hiệu đơn vị",
    "roles": "Vai trò",
    "votes": "Biểu quyết",
    "mode": "Hình thức",
    "since": "Giữ từ ngày",
    "until": "Thôi giữ từ ngày",
    "way": "Cách giao",
}
#: A list names people or posts.
_NEEDED: Final = frozenset({"username", "post"})
_ALSO: Final = {
    "ho ten": "name",
    "email": "email",
    "thu dien tu (email)": "email",
    "tai khoan": "username",
    "chuc vu": "title",
    "don vi": "unit",
    "tu ngay": "since",
    "den ngay": "until",
}
_TRUTH: Final = {
    **dict.fromkeys(("co", "x", "1", "yes", "y", "true", "dung"), True),
    **dict.fromkeys(("khong", "0", "no", "n", "false", "sai"), False),
}
_MODES: Final = {
    "chinh thuc": HoldingMode.FULL,
    "full": HoldingMode.FULL,
    "quyen": HoldingMode.ACTING,
    "q": HoldingMode.ACTING,
    "q.": HoldingMode.ACTING,
    "acting": HoldingMode.ACTING,
    "phu trach": HoldingMode.IN_CHARGE,
    "in_charge": HoldingMode.IN_CHARGE,
}
_WAYS: Final = {"ban giao": "hand_over", "cung giu": "together"}
_DAY: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_FORMULA: Final = ("=", "+", "-", "@")
_LONGEST: Final = 300
#: Lines above the heads that may hold the list's title.
_MOST_TITLES: Final = 10


class Problem(NamedTuple):
    """What is wrong with a cell, and what to do."""

    line: int
    #: The head of the column; empty for the whole line.
    column: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line, read; what was left empty is "" or None."""

    line: int
    name: str = ""
    username: str = ""
    email: str = ""
    post: str = ""
    title: str = ""
    second_office: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()
    votes: bool | None = None
    mode: HoldingMode | None = None
    since: date | None = None
    until: date | None = None
    way: str = ""


def read_rows(lines: Sequence[Line]) -> tuple[list[Row], list[Problem]]:
    """Return the rows under the heads, and every cell that cannot be read.

    The heads are the first line that names the column of people or of posts: above them many a
    list has its title.
    """
    problems: list[Problem] = []
    top = next((at for at, line in enumerate(lines[:_MOST_TITLES]) if _is_head(line)), 0)
    heads = lines[top]
    columns = _columns(heads, problems)
    if problems:
        return [], problems
    rows: list[Row] = []
    for line in lines[top + 1 :]:
        cells = {key: line.cells[at] for key, at in columns.items() if at < len(line.cells)}
        if any(cells.values()):
            rows.append(_row(line.number, cells, problems))
    if not rows and not problems:
        problems.append(
            Problem(heads.number, "", "", Sentence("dưới dòng đầu cột không có dòng nào"))
        )
    return rows, problems


def _column(head: str) -> str | None:
    known = {fold(name): key for key, name in HEADS.items()} | _ALSO
    return known.get(fold(head).strip(" *:."))


def _is_head(line: Line) -> bool:
    return not _NEEDED.isdisjoint(map(_column, line.cells))


def _columns(heads: Line, problems: list[Problem]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, head in enumerate(heads.cells):
        key = _column(head)
        if key is None and head:
            problems.append(
                Problem(
                    heads.number,
                    head[:60],
                    "",
                    Sentence(
                        "không có cột tên này; hãy xóa cột, hoặc đặt tên như tệp mẫu: {heads}",
                        heads=tuple(HEADS.values()),
                    ),
                )
            )
        elif key in found:
            problems.append(Problem(heads.number, head, "", Sentence("cột này có hai lần")))
        elif key is not None:
            found[key] = at
    if not _NEEDED & found.keys() and not problems:
        problems.append(
            Problem(
                heads.number,
                "",
                "",
                Sentence(
                    "cần cột “Tên đăng nhập” hoặc “Mã chức vụ”; hãy dùng dòng đầu cột của tệp mẫu"
                ),
            )
        )
    return found


def _row(line: int, cells: Mapping[str, str], problems: list[Problem]) -> Row:
    unfit = {key: words for key, value in cells.items() if (words := _unfit(value)) is not None}
    problems += [Problem(line, HEADS[key], cells[key][:60], unfit[key]) for key in unfit]
    cells = {key: value for key, value in cells.items() if key not in unfit}
    read = _Reading(line, cells, problems)
    return Row(
        line=line,
        name=cells.get("name", ""),
        username=cells.get("username", "").lower(),
        email=cells.get("email", ""),
        post=cells.get("post", "").lower(),
        title=cells.get("title", ""),
        second_office=cells.get("second_office", ""),
        unit=cells.get("unit", ""),
        roles=tuple(
            role.strip() for role in re.split(r"[;,|]", cells.get("roles", "")) if role.strip()
        ),
        votes=read.one_of("votes", _TRUTH, Sentence("hãy ghi “có” hoặc “không”")),
        mode=read.one_of(
            "mode", _MODES, Sentence("hãy ghi “chính thức”, “quyền” hoặc “phụ trách”")
        ),
        since=read.day("since"),
        until=read.day("until"),
        way=read.one_of("way", _WAYS, Sentence("hãy ghi “bàn giao”, “cùng giữ”, hoặc để trống"))
        or "",
    )


def _unfit(value: str) -> Sentence | None:
    if value.startswith(_FORMULA):
        return Sentence(
            "ô này bắt đầu bằng dấu {mark} như công thức; hãy ghi thẳng nội dung", mark=value[0]
        )
    if len(value) > _LONGEST:
        return Sentence("dài quá {most} ký tự", most=_LONGEST)
    return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """The cells of one line that are not text."""

    line: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def one_of(self, key: str, choices: Mapping[str, T], words: Sentence) -> T | None:
        value = self.cells.get(key, "")
        found = choices.get(fold(value))
        if value and found is None:
            self.problems.append(Problem(self.line, HEADS[key], value[:60], words))
        return found

    def day(self, key: str) -> date | None:
        value = self.cells.get(key, "")
        found = _day(value) if value else None
        if value and found is None:
            words = Sentence("ngày không đúng; hãy ghi ngày/tháng/năm, ví dụ 01/03/2026")
            self.problems.append(Problem(self.line, HEADS[key], value[:60], words))
        return found


def _day(value: str) -> date | None:
    written = _DAY.fullmatch(value.split(" ", maxsplit=1)[0])
    try:
        if written:
            number, month, year = map(int, written.groups())
            found = date(year, month, number)
        else:
            found = datetime.fromisoformat(value).date()
    except ValueError:
        return None
    # Outside these a year is a slip of the hand.
    return found if 1945 <= found.year <= 2200 else None  # noqa: PLR2004 - see above
