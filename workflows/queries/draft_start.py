"""What a person may start drafting: where, which kinds, who signs them, what to copy from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from models import Document, DocumentStatus, Unit, UnitVersion
from workflows import policy
from workflows.authority.purposes import PURPOSES
from workflows.authority.question import Question
from workflows.documents.content import Content
from workflows.documents.kinds import KINDS
from workflows.errors import ForbiddenError, NotFoundError
from workflows.queries.dated import titles_by_key, unit_version
from workflows.queries.rules import authority_of, profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.authority.explain import Authority
    from workflows.context import Actor

#: The nine kinds with full forms, in the order in which offices use them.
FULL_KINDS: Final = (
    "cong_van",
    "ke_hoach",
    "bao_cao",
    "to_trinh",
    "quyet_dinh",
    "chuong_trinh",
    "huong_dan",
    "thong_bao",
    "giay_moi",
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body the person drafts for."""

    organisation_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """One's last document of a purpose, to copy from."""

    document_id: int
    subject: str
    number: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A purpose to draft for, with what the rules say when nothing is delegated."""

    purpose: str
    name: str
    #: Titles of the posts that may sign; empty when nobody of this body may.
    signers: tuple[str, ...]
    vote_required: bool
    article: str
    #: Why nobody of this body signs it.
    refusal: str
    earlier: Earlier | None


@dataclass(frozen=True, slots=True)
class KindGroup:
    """A kind of the decree and the purposes it serves."""

    kind: str
    name: str
    abbreviation: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """The page on which a document is started."""

    bodies: tuple[Body, ...]
    organisation_id: int
    #: Unit id → name, in the body chosen.
    units: Mapping[int, str]
    unit_id: int | None
    full: tuple[KindGroup, ...]
    others: tuple[KindGroup, ...]


def start_page(session: Session, actor: Actor, at: datetime, organisation_id: int = 0) -> Start:
    """Return where and what the actor may draft; the post acted from decides the first body.

    Raises:
        ForbiddenError: the person holds no post.
        NotFoundError: the body asked for is not one of the person's.
    """
    bodies = tuple(
        {
            c.organisation_id: Body(c.organisation_id, c.organisation_name)
            for c in actor.capacities
            if policy.may_draft(actor, c.organisation_id)
        }.values()
    )
    if not bodies:
        raise ForbiddenError(because="bạn chưa giữ chức vụ nào nên chưa soạn văn bản được.")
    chosen = organisation_id or (actor.acting or actor.capacities[0]).organisation_id
    if chosen not in {body.organisation_id for body in bodies}:
        raise NotFoundError(what="cơ quan")
    units = _units(session, chosen, at)
    authority = authority_of(session, chosen)
    earlier = _earlier(session, actor, chosen)
    titles = titles_by_key(session, chosen, at.date())
    groups = {
        kind.key: KindGroup(
            kind.key,
            kind.name,
            kind.abbreviation,
            tuple(
                _choice(authority, purpose.key, at, titles, earlier.get(purpose.key))
                for purpose in sorted(PURPOSES.values(), key=lambda each: each.key != kind.key)
                if purpose.base_kind == kind.key and purpose.is_issued
            ),
        )
        for kind in KINDS.values()
    }
    return Start(
        bodies=bodies,
        organisation_id=chosen,
        units={unit.unit_id: unit.name for unit in units},
        unit_id=_usual_unit(session, actor, chosen, units),
        full=tuple(groups[key] for key in FULL_KINDS),
        others=tuple(group for key, group in groups.items() if key not in FULL_KINDS),
    )


def copied_content(session: Session, actor: Actor, document_id: int) -> tuple[str, Content]:
    """Return purpose and content of one's earlier document, to start another from.

    Raises:
        NotFoundError: it is not a document that the actor drafted.
    """
    document = session.get(Document, document_id)
    if (
        document is None
        or document.drafter_id != actor.user_id
        or document.status is DocumentStatus.DISCARDED
    ):
        raise NotFoundError(what="văn bản cũ")
    return document.purpose, Content.from_mapping(document.working)


def _units(session: Session, organisation_id: int, at: datetime) -> list[UnitVersion]:
    return list(
        session.scalars(
            select(UnitVersion)
            .join(Unit, unit_version(at.date()))
            .where(
                Unit.organisation_id == organisation_id,
                Unit.valid_from <= at.date(),
                Unit.valid_to.is_(None) | (Unit.valid_to > at.date()),
            )
            .order_by(Unit.id)
        )
    )


def _usual_unit(
    session: Session, actor: Actor, organisation_id: int, units: list[UnitVersion]
) -> int | None:
    """The unit of the post acted from, else of any post held, else the body's default."""
    known = {unit.unit_id for unit in units}
    held = [actor.acting, *actor.capacities]
    for capacity in held:
        if capacity and capacity.organisation_id == organisation_id and capacity.unit_id in known:
            return capacity.unit_id
    usual = profile_of(session, organisation_id).symbols.default_unit
    first = units[0].unit_id if units else None
    return next((unit.unit_id for unit in units if unit.code == usual), first)


def _earlier(session: Session, actor: Actor, organisation_id: int) -> dict[str, Earlier]:
    rows = session.execute(
        select(
            Document.purpose, Document.id, Document.subject, Document.number, Document.updated_at
        )
        .where(
            Document.drafter_id == actor.user_id,
            Document.organisation_id == organisation_id,
            Document.subject != "",
            Document.status != DocumentStatus.DISCARDED,
        )
        .order_by(Document.purpose, Document.id.desc())
        .ext(distinct_on(Document.purpose))
    )
    return {
        purpose: Earlier(document_id, subject, number or "", updated_at)
        for purpose, document_id, subject, number, updated_at in rows
    }


def _choice(
    authority: Authority,
    key: str,
    at: datetime,
    titles: Mapping[str, str],
    earlier: Earlier | None,
) -> Choice:
    # As if the vote had passed: the line says who signs then, and that a vote comes first.
    answer = authority.explain(Question(kind=key, addressees=(), at=at.date(), vote="passed"))
    return Choice(
        purpose=key,
        name=PURPOSES[key].name,
        signers=tuple(titles.get(each.post, each.post) for each in answer.may_sign),
        vote_required=answer.vote_required,
        article=answer.vote_article if answer.vote_required else "",
        refusal=answer.refused[0].because if not answer.may_sign and answer.refused else "",
        earlier=earlier,
    )
