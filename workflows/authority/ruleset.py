"""The choices that an organisation makes where its regulation leaves a conflict or a gap.

Every default is the strict one. The identifiers C1–C12 and G1–G17 number the conflicts and gaps of
the signing matrix; ``bpmn/README.md`` lists them with the articles they come from.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time by mapping.read)
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

#: Superior bodies (cấp trên) of a provincial committee: Quy chế Điều 5, Điều 12 khoản 1 (C3).
SUPERIOR_BODIES: Final = ("TTTU", "UBND_TINH", "CT_UBND_TINH", "UBQG")
#: The six kinds open to the standing deputy: Quy chế Điều 12 khoản 2.
SIX_KINDS: Final = (
    "huong_dan",
    "cong_van",
    "bao_cao_dinh_ky",
    "ke_hoach_kiem_tra",
    "chuong_trinh_cong_tac_nam",
    "duyet_chi",
)


@dataclass(frozen=True, slots=True)
class AnnualProgramme:
    """C1: whether the deputy may sign the yearly programme (chương trình công tác năm)."""

    deputy_may_sign: Literal["explicit_only", "never", "as_listed"] = "explicit_only"


@dataclass(frozen=True, slots=True)
class GuidanceSystem:
    """C4: whether guidance on the system of committees is decided collectively."""

    requires_vote: bool = True
    #: The chair may waive the vote; the reason is mandatory and logged.
    chair_waiver_allowed: bool = True


@dataclass(frozen=True, slots=True)
class VoteRules:
    """G8, G9, C6: how a collective decision is counted and how long a ballot stays open."""

    denominator: Literal["all_members", "cast"] = "all_members"
    secretariat_votes: bool = False
    #: Working days of an ordinary written ballot.
    days: int = 5
    #: Working days of an expedited written ballot for urgent reports.
    expedited_days: int = 1


@dataclass(frozen=True, slots=True)
class SignForm:
    """C10: what stands before the title in the signature block."""

    #: Such as "TM. BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ"; empty for none.
    collective_prefix: str = ""


@dataclass(frozen=True, slots=True)
class SpendLimit:
    """G14: the ceiling of a delegated approval of spending (hạn mức duyệt chi), in đồng."""

    #: Whether a delegation must name a ceiling to cover duyệt chi at all.
    required: bool = False
    #: Ceiling of the organisation where the delegation names none; 0 for none.
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Groups:
    """G11: who belongs to the standing body, and who attends without a vote."""

    thuong_truc: tuple[str, ...] = ("chair", "standing_deputy", "deputy")
    thuong_truc_attends: tuple[str, ...] = ("secretary",)


@dataclass(frozen=True, slots=True)
class Lint:
    """G16, G17: what the check of form says about articles."""

    #: Warn when the unnumbered executor paragraph stands where the last article should.
    warn_missing_article: bool = True
    #: Never renumber the clauses of an imported text.
    renumber_imported: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """All configuration keys of the signing matrix (C1–C12, G1–G17), strict by default."""

    annual_programme: AnnualProgramme = field(default_factory=AnnualProgramme)
    #: C2: a superior addressee decides, whatever the form of the document.
    addressee_rule: bool = True
    #: C2, C3, G12: one superior among several addressees is enough.
    superior_bodies: tuple[str, ...] = SUPERIOR_BODIES
    guidance_system: GuidanceSystem = field(default_factory=GuidanceSystem)
    #: C5: whether each delegation needs its own written record.
    delegation_required: Literal["per_kind", "standing_by_regulation"] = "per_kind"
    #: C6: an urgent report may be issued before the vote, which then follows at the next meeting.
    urgent_ratification: bool = False
    delegable_kinds: tuple[str, ...] = SIX_KINDS
    #: C7: ``delegable_kinds`` may go beyond the closed list of the regulation.
    allow_extra_kinds: bool = False
    #: C8: what a recorded absence of the chair opens to the standing deputy.
    absence_opens: Literal["six_kinds", "none"] = "six_kinds"
    sign_form: SignForm = field(default_factory=SignForm)
    #: C11: seal key → parent line of the letterhead, where the seal's agency is to be shown.
    letterhead_by_seal: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: G3: what the clerk does with a paper whose delegation was revoked after the signature.
    revoked_after_sign: Literal["hold", "proceed"] = "hold"
    #: G4: deputies other than the standing deputy.
    other_deputies_may_sign: bool = False
    vote: VoteRules = field(default_factory=VoteRules)
    groups: Groups = field(default_factory=Groups)
    #: G13: the content checker confirms the drafter's flags (is_report, …).
    flags_confirmed_by: Literal["drafting_unit_head", "format_checker"] = "drafting_unit_head"
    spend_limit: SpendLimit = field(default_factory=SpendLimit)
    lint: Lint = field(default_factory=Lint)
