"""Record a written delegation of the power to sign (ghi văn bản ủy quyền)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models import DelegationInstrument, Post
from workflows import policy
from workflows.authority.delegation import HEADS
from workflows.authority.purposes import PURPOSES
from workflows.commands._administration import kept, line, of_organisation
from workflows.commands._record import record
from workflows.errors import ForbiddenError, InvalidInputError
from workflows.queries.dated import title_of
from workflows.queries.rules import profile_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.authority.profile import OrganisationProfile
    from workflows.context import CommandContext

_YEARS: Final = (2000, 2100)


@dataclass(frozen=True, slots=True)
class RecordDelegation:
    """The instrument as written; ``valid_to`` is its last day."""

    organisation_id: int
    number: str
    signed_on: date
    from_post_id: int
    to_post_id: int
    kinds: tuple[str, ...]
    valid_from: date
    valid_to: date
    #: The programme year it names (C1).
    year: int | None = None
    #: Ceiling in đồng for approving spending (G14).
    amount: int | None = None


def record_delegation(ctx: CommandContext, command: RecordDelegation) -> DelegationInstrument:
    """Record the instrument, if the regulation lets it exist.

    Source: Decree 30/2020 Article 13; Thanh Hóa regulation Articles 3.3, 12.2, 12.3.

    Raises:
        ForbiddenError: the actor neither administers the body nor holds the giving post.
        InvalidInputError: names what is wrong, and the article.
    """
    organisation_id = command.organisation_id
    giver = of_organisation(ctx, Post, command.from_post_id, organisation_id, "chức vụ ủy quyền")
    taker = of_organisation(ctx, Post, command.to_post_id, organisation_id, "chức vụ được ủy quyền")
    policy.require_giver(ctx.actor, organisation_id, giver.id)
    profile = profile_of(ctx.session, organisation_id)
    title = title_of(ctx.session, taker.id, command.signed_on)
    _require_posts(profile, giver, taker, title)
    kinds = _checked_kinds(profile, command)
    _require_dates(ctx, command)
    instrument = DelegationInstrument(
        organisation_id=organisation_id,
        number=_checked_number(ctx, command),
        signed_on=command.signed_on,
        from_post_id=giver.id,
        to_post_id=taker.id,
        kinds=kinds,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        year=command.year,
        amount=command.amount,
        recorded_by_id=ctx.actor.user_id,
    )
    ctx.session.add(instrument)
    ctx.session.flush()
    record(
        ctx,
        "delegation.record",
        organisation_id=organisation_id,
        capacity=ctx.actor.in_post(giver.id),
        authority="Điều 13 Nghị định 30/2020/NĐ-CP",
        after={
            "from": giver.key,
            "to": taker.key,
            **kept(
                instrument,
                *("id", "number", "signed_on", "kinds", "valid_from", "valid_to"),
                *("year", "amount"),
            ),
        },
    )
    return instrument


def delegable_kinds(profile: OrganisationProfile) -> tuple[str, ...]:
    """Return the kinds that the body's rules let the head delegate (C7)."""
    rules = profile.rules
    extra = (key for key, purpose in PURPOSES.items() if purpose.is_issued)
    return (
        tuple(dict.fromkeys((*rules.delegable_kinds, *extra)))
        if rules.allow_extra_kinds
        else (rules.delegable_kinds)
    )


def _require_posts(profile: OrganisationProfile, giver: Post, taker: Post, title: str) -> None:
    head, deputy = HEADS[profile.body]
    if giver.key != head:
        raise InvalidInputError(
            field="Người ủy quyền",
            because="chỉ người đứng đầu được ủy quyền ký; người được ủy quyền không được ủy quyền "
            "lại (Điều 13 khoản 3 Nghị định 30/2020/NĐ-CP)",
        )
    signing = {post.key for post in profile.posts if post.signs}
    if taker.key not in signing or taker.key == head:
        raise InvalidInputError(
            field="Người được ủy quyền",
            because=Sentence(
                "“{post}” không phải cấp phó được ký thay người đứng đầu (Điều 13 "
                "khoản 1 Nghị định 30/2020/NĐ-CP)",
                post=title,
            ),
        )
    if profile.body == "ban" and taker.key != deputy and not profile.rules.other_deputies_may_sign:
        raise InvalidInputError(
            field="Người được ủy quyền",
            because=Sentence(
                "quy chế không cho “{post}” ký và không định con dấu cho chức vụ "
                "này (Điều 12 khoản 3, Điều 3 khoản 3 Quy chế)",
                post=title,
            ),
        )


def _checked_kinds(profile: OrganisationProfile, command: RecordDelegation) -> list[str]:
    allowed = delegable_kinds(profile)
    kinds = [kind for kind in allowed if kind in command.kinds]
    outside = [kind for kind in command.kinds if kind not in allowed]
    if outside:
        names = tuple(map(_name, outside))
        raise InvalidInputError(
            field="Loại văn bản",
            because=Sentence(
                "“{names}” không nằm trong các loại được ủy quyền ({article}): {allowed}",
                names=names,
                article=_frame(profile),
                allowed=tuple(map(_name, allowed)),
            ),
        )
    if not kinds:
        raise InvalidInputError(field="Loại văn bản", because="chọn ít nhất một loại")
    strict = profile.rules.annual_programme.deputy_may_sign == "explicit_only"
    yearly = [kind for kind in kinds if kind in PURPOSES and PURPOSES[kind].is_yearly]
    if yearly and strict and command.year is None:
        raise InvalidInputError(
            field="Năm của nội dung",
            because=Sentence(
                "ủy quyền ký “{kind}” phải ghi rõ năm ({article})",
                kind=_name(yearly[0]),
                article=_frame(profile),
            ),
        )
    spend = profile.rules.spend_limit
    if "duyet_chi" in kinds and spend.required and not spend.amount and command.amount is None:
        raise InvalidInputError(
            field="Hạn mức (đồng)",
            because=Sentence(
                "ủy quyền duyệt chi phải ghi hạn mức ({article})", article=_frame(profile)
            ),
        )
    if command.year is not None and not _YEARS[0] <= command.year <= _YEARS[1]:
        raise InvalidInputError(field="Năm của nội dung", because="không phải một năm")
    if command.amount is not None and not 0 < command.amount < 10**15:
        raise InvalidInputError(field="Hạn mức (đồng)", because="phải lớn hơn 0")
    return kinds


def _name(kind: str) -> Sentence:
    return Sentence(PURPOSES[kind].name if kind in PURPOSES else kind)


def _frame(profile: OrganisationProfile) -> Sentence:
    if profile.regulation.on_file:
        return Sentence("Điều 12 khoản 2 Quy chế hoạt động")
    return Sentence("quy tắc thẩm quyền đã khai báo của cơ quan")


def _require_dates(ctx: CommandContext, command: RecordDelegation) -> None:
    if command.signed_on > ctx.now.date():
        raise InvalidInputError(field="Ngày ký", because="văn bản ủy quyền phải được ký rồi")
    if command.valid_from < command.signed_on:
        raise InvalidInputError(
            field="Hiệu lực từ ngày",
            because=Sentence(
                "văn bản ủy quyền không có hiệu lực trước ngày ký {day}",
                day=f"{command.signed_on:%d/%m/%Y}",
            ),
        )
    if command.valid_to < command.valid_from:
        raise InvalidInputError(
            field="Đến hết ngày",
            because=Sentence(
                "phải từ ngày {valid_from} trở đi", valid_from=f"{command.valid_from:%d/%m/%Y}"
            ),
        )


def _checked_number(ctx: CommandContext, command: RecordDelegation) -> str:
    number = line(command.number, "Số, ký hiệu", most=60)
    twin = ctx.session.scalar(
        select(DelegationInstrument.id).where(
            DelegationInstrument.organisation_id == command.organisation_id,
            func.lower(DelegationInstrument.number) == number.lower(),
            DelegationInstrument.signed_on == command.signed_on,
        )
    )
    if twin is not None:
        raise ForbiddenError(
            because=Sentence(
                "văn bản ủy quyền số {number} ngày {day} đã được ghi.",
                number=number,
                day=f"{command.signed_on:%d/%m/%Y}",
            )
        )
    return number
