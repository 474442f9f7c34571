"""Set a body up from its file: units, posts, roles, seals (nạp cơ cấu cơ quan)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import orjson
from sqlalchemy import select

from models import (
    Organisation,
    Post,
    PostVersion,
    Role,
    RolePost,
    Seal,
    SealRule,
    Unit,
    UnitVersion,
)
from workflows.commands._record import record

if TYPE_CHECKING:
    from workflows.authority.profile import OrganisationProfile
    from workflows.authority.profile import Post as PostProfile
    from workflows.context import CommandContext

#: Where a period in the file is open at its start.
BEGINNING: Final = date(2000, 1, 1)
#: Posts whose holders vote (regulation Article 2; G8: not the secretariat).
VOTING_POSTS: Final = frozenset({"chair", "standing_deputy", "deputy", "member"})
ROLE_NAMES: Final = {
    "drafter": "Người soạn thảo",
    "drafting_unit_head": "Trưởng đơn vị soạn thảo",
    "format_checker": "Người kiểm tra thể thức",
    "secretariat": "Tổ thư ký",
    "standing_deputy": "Phó Trưởng Ban Thường trực",
    "chair": "Trưởng Ban",
    "vice_chairman": "Phó Chủ tịch",
    "chairman": "Chủ tịch",
    "seal_keeper": "Văn thư giữ dấu",
    "admin": "Quản trị viên",
    "member": "Ủy viên",
}


@dataclass(frozen=True, slots=True)
class LoadOrganisation:
    """A body's profile as read from its file."""

    profile: OrganisationProfile


def load_organisation(ctx: CommandContext, command: LoadOrganisation) -> Organisation:
    """Create the body with its structure, or bring its letterhead and rules up to date.

    Units, posts and seals that exist already are left to the admin screens.
    """
    profile = command.profile
    mapping = orjson.loads(orjson.dumps(profile.to_mapping()))
    digest = hashlib.sha256(orjson.dumps(mapping, option=orjson.OPT_SORT_KEYS)).hexdigest()
    organisation = ctx.session.scalar(
        select(Organisation).where(Organisation.key == profile.key).with_for_update()
    )
    if organisation is not None and organisation.profile_sha256 == digest:
        return organisation
    before = organisation.profile_sha256 if organisation else ""
    if organisation is None:
        organisation = Organisation(key=profile.key, name=profile.name)
        ctx.session.add(organisation)
    organisation.name = profile.name
    organisation.profile = mapping
    organisation.profile_sha256 = digest
    ctx.session.flush()
    if not before:
        _structure(ctx, organisation.id, profile)
    record(
        ctx,
        "organisation.load",
        organisation_id=organisation.id,
        before={"profile": before},
        after={"profile": digest},
    )
    return organisation


def _structure(ctx: CommandContext, organisation_id: int, profile: OrganisationProfile) -> None:
    units: dict[str, Unit] = {}
    for each in profile.units:
        units[each.code] = Unit(
            organisation_id=organisation_id,
            key=each.code,
            valid_from=each.valid_from or BEGINNING,
            valid_to=_day_after(each.valid_to),
        )
    ctx.session.add_all(units.values())
    ctx.session.flush()
    ctx.session.add_all(
        UnitVersion(
            unit_id=units[each.code].id,
            valid_from=units[each.code].valid_from,
            name=each.name,
            code=each.code,
        )
        for each in profile.units
    )
    default_unit = units.get(profile.symbols.default_unit) or next(iter(units.values()), None)
    roles: dict[str, Role] = {}
    posts: dict[str, Post] = {}
    for each_post in profile.posts:
        post = posts[each_post.key] = Post(
            organisation_id=organisation_id, key=each_post.key, valid_from=BEGINNING
        )
        ctx.session.add(post)
        ctx.session.flush()
        ctx.session.add(_version(post, each_post, default_unit))
        for key in each_post.roles:
            if key not in roles:
                roles[key] = Role(
                    organisation_id=organisation_id, key=key, name=ROLE_NAMES.get(key, key)
                )
                ctx.session.add(roles[key])
                ctx.session.flush()
            ctx.session.add(RolePost(role_id=roles[key].id, post_id=post.id))
    _seals(ctx, organisation_id, profile, posts)


def _version(post: Post, each: PostProfile, unit: Unit | None) -> PostVersion:
    in_unit = bool({"drafter", "drafting_unit_head"} & set(each.roles))
    return PostVersion(
        post_id=post.id,
        valid_from=post.valid_from,
        unit_id=unit.id if unit is not None and in_unit else None,
        title=each.title,
        second_office=each.second_office or None,
        votes=each.key in VOTING_POSTS,
    )


def _seals(
    ctx: CommandContext,
    organisation_id: int,
    profile: OrganisationProfile,
    posts: dict[str, Post],
) -> None:
    seals: dict[str, Seal] = {}
    for each in profile.seals:
        seals[each.key] = Seal(
            organisation_id=organisation_id,
            key=each.key,
            name=each.name,
            diameter_mm=each.diameter_mm,
            keeper_post_id=posts[each.keeper].id,
            valid_from=each.valid_from or BEGINNING,
            valid_to=_day_after(each.valid_to),
        )
    ctx.session.add_all(seals.values())
    ctx.session.flush()
    ctx.session.add_all(
        SealRule(
            organisation_id=organisation_id,
            post_id=posts[rule.post].id,
            second_office=rule.second_office or None,
            seal_id=seals[rule.seal].id,
            article=rule.decision,
            valid_from=rule.valid_from or BEGINNING,
            valid_to=_day_after(rule.valid_to),
        )
        for rule in profile.seal_rules
    )


def _day_after(last: date | None) -> date | None:
    """The file names the last day; the tables the first day after it."""
    return last and last + timedelta(days=1)
