"""An organisation's profile: names, posts, seals, rules, numbering, report dates.

One TOML file per organisation in ``bpmn/organisations``. Everything a reorganisation can change
carries dates; an unset date is open. What the sources do not settle keeps its strict default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping  # noqa: TC003  (read at run time by mapping.read)
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType
from typing import Any, Literal

from workflows.authority.mapping import ProfileError, read, write
from workflows.authority.purposes import PURPOSES
from workflows.authority.ruleset import Rules


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Cells 2 and 4 of the decree's diagram (Nghị định 30/2020/NĐ-CP Phụ lục I)."""

    parent_lines: tuple[str, ...]
    issuer_lines: tuple[str, ...]
    #: Địa danh before the date.
    place: str
    #: Issuing authority as a decision prints it (thẩm quyền ban hành), upper case.
    authority_line: str


@dataclass(frozen=True, slots=True)
class Symbols:
    """Abbreviations for ký hiệu, fixed by the head (Phụ lục I mục II khoản 3)."""

    agency: str
    #: Code of the drafting unit in the ký hiệu of a công văn when the case names none.
    default_unit: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where reports go and questions are asked."""

    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Regulation:
    """The body's own regulation (quy chế hoạt động) that the rules are read from."""

    #: Whether its clauses on signing in place of the chair (KT.) are known.
    on_file: bool
    title: str = ""
    #: What documents of the body were seen to do, where no regulation is on file.
    practice: str = ""
    #: Rules on clerical work in force for the body's documents.
    decree: str = "Nghị định 30/2020/NĐ-CP"


@dataclass(frozen=True, slots=True)
class Unit:
    """A drafting unit and its code in ký hiệu and Nơi nhận."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post (chức vụ) of the body, with the second office that its seal depends on."""

    key: str
    title: str
    #: As printed above the name (cell 7b); empty when there is none.
    second_office: str = ""
    #: Role keys of the process diagrams that this post fills.
    roles: tuple[str, ...] = ()
    #: Whether the signing matrix is asked about this post.
    signs: bool = False
    #: Fields of work assigned to a vice chairman (lĩnh vực được phân công).
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealProfile:
    """A seal and the post that alone may use it."""

    key: str
    name: str
    keeper: str
    #: Real diameter, mm. Not settled by the sources: 36 until the body measures its own.
    diameter_mm: int = 36
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class SealRule:
    """C9: a dated decision that gives one double office its seal; it goes before seal.dmn."""

    post: str
    second_office: str
    seal: str
    #: Number and date of the decision.
    decision: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """C12: whose number series, and where a series starts at go-live."""

    scope: Literal["ban_year", "ban_year_type", "ban_year_seal", "parent_year"] = "ban_year"
    #: "own", or "parent" when the parent body's general register gives the numbers.
    register: Literal["own", "parent"] = "own"
    #: Year → first number to give, for a start in the middle of a year.
    start_numbers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A reporting duty (chế độ báo cáo) that the body sets or owes."""

    kind: str
    name: str
    recipient: str
    #: "MM-DD"; empty when the date follows a meeting or a request.
    due: str = ""
    #: Whether the day itself still counts; "trước ngày" means it does not.
    inclusive: bool = False
    #: Calendar days before the meeting of the body; 0 when not tied to a meeting.
    days_before_meeting: int = 0
    medium: str = ""
    reminder_days: tuple[int, ...] = (14, 7, 1)
    source: str = ""


@dataclass(frozen=True, slots=True)
class RecipientStyle:
    """How Nơi nhận is written."""

    #: Notes in brackets after a recipient, such as "để b/c".
    notes: tuple[str, ...] = ()
    names_leaders: bool = False
    shows_copies: bool = False


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """The body's own days off and make-up working days (nghỉ thêm, làm bù)."""

    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    #: End of the working day, local time.
    closes_at: str = "17:00"


@dataclass(frozen=True, slots=True)
class OrganisationProfile:
    """Everything the product knows about one body."""

    key: str
    name: str
    short_name: str
    level: Literal["tinh", "so_nganh", "huyen", "xa"]
    body: Literal["ban", "ubnd"]
    process: Literal["van_ban_ban", "van_ban_ubnd"]
    letterhead: Letterhead
    symbols: Symbols
    regulation: Regulation
    posts: tuple[Post, ...]
    seals: tuple[SealProfile, ...]
    #: Addressee codes and how Kính gửi prints them; no other code is accepted.
    addressees: Mapping[str, str]
    units: tuple[Unit, ...] = ()
    seal_rules: tuple[SealRule, ...] = ()
    rules: Rules = field(default_factory=Rules)
    numbering: Numbering = field(default_factory=Numbering)
    reports: tuple[ReportDue, ...] = ()
    recipients: RecipientStyle = field(default_factory=RecipientStyle)
    calendar: CalendarDays = field(default_factory=CalendarDays)
    contact: Contact = field(default_factory=Contact)
    #: Field of work that the body's documents belong to unless the case says otherwise.
    default_field: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @classmethod
    def from_toml(cls, text: str, *, file: str = "") -> OrganisationProfile:
        """Read a TOML file; ProfileError names the file and the key that is wrong."""
        try:
            mapping = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ProfileError(file=file, key="", because=f"sai cú pháp TOML ({error}).") from error
        return cls.from_mapping(mapping, file=file)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], *, file: str = "") -> OrganisationProfile:
        """Read plain values, as TOML or JSON give them; ProfileError as ``from_toml``."""
        profile = read(cls, mapping, file=file)
        _check(profile, file)
        return profile

    def to_mapping(self) -> dict[str, Any]:
        """Plain values that ``from_mapping`` turns back into an equal profile."""
        mapping: dict[str, Any] = write(self)
        return mapping

    def post(self, key: str) -> Post | None:
        """The post with this key, None when the body has none."""
        return next((post for post in self.posts if post.key == key), None)

    def seal(self, key: str) -> SealProfile | None:
        """The seal with this key, None when the body has none."""
        return next((seal for seal in self.seals if seal.key == key), None)


def in_period(day: date, start: date | None, end: date | None) -> bool:
    """Whether a day lies in a period; both ends belong to it, an unset end is open."""
    return (start is None or start <= day) and (end is None or day <= end)


def _check(profile: OrganisationProfile, file: str) -> None:
    posts = [post.key for post in profile.posts]
    seals = [seal.key for seal in profile.seals]
    rules = profile.rules
    for name, keys in (("posts", posts), ("seals", seals)):
        for key in keys:
            if keys.count(key) > 1:
                raise ProfileError(file=file, key=name, because=f"khóa “{key}” bị trùng.")
    references = (
        *(("seals.keeper", seal.keeper, posts) for seal in profile.seals),
        *(("seal_rules.post", rule.post, posts) for rule in profile.seal_rules),
        *(("seal_rules.seal", rule.seal, seals) for rule in profile.seal_rules),
        *(("rules.letterhead_by_seal", key, seals) for key in rules.letterhead_by_seal),
        *(("rules.delegable_kinds", kind, PURPOSES) for kind in rules.delegable_kinds),
        *(("rules.superior_bodies", code, profile.addressees) for code in rules.superior_bodies),
        *(("reports.kind", report.kind, PURPOSES) for report in profile.reports),
        *(
            (f"rules.groups.{name}", post, posts)
            for name, group in (
                ("thuong_truc", rules.groups.thuong_truc),
                ("thuong_truc_attends", rules.groups.thuong_truc_attends),
            )
            for post in group
        ),
    )
    _check_times(profile, file)
    for key, value, allowed in references:
        if value not in allowed:
            raise ProfileError(
                file=file,
                key=key,
                because=f"“{value}” không có trong danh sách: {', '.join(allowed)}.",
            )


def _check_times(profile: OrganisationProfile, file: str) -> None:
    try:
        time.fromisoformat(profile.calendar.closes_at)
    except ValueError:
        raise ProfileError(
            file=file, key="calendar.closes_at", because="phải là giờ dạng 17:00."
        ) from None
    for report in profile.reports:
        if not report.due:
            continue
        try:
            date.fromisoformat(f"2024-{report.due}")
        except ValueError:
            raise ProfileError(
                file=file, key="reports.due", because=f"“{report.due}” phải là ngày dạng 06-15."
            ) from None
