"""Set a body up with people, and act as any of them: what the demo and the tests begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from models import (
    Case,
    Document,
    HoldingMode,
    Organisation,
    Post,
    PostHolding,
    ProcessVersion,
    Seal,
    SigningKey,
    TaskStatus,
    Unit,
    UnitVersion,
    User,
    UserTask,
)
from workflows.authority.delegation import HEADS
from workflows.authority.profile import OrganisationProfile
from workflows.bootstrap import SYSTEM
from workflows.commands.deploy_process import DeployProcess, deploy_process
from workflows.commands.equip_seal import EquipSeal, equip_seal
from workflows.commands.hold_post import HoldPost, hold_post
from workflows.commands.load_organisation import BEGINNING, LoadOrganisation, load_organisation
from workflows.commands.register_person import RegisterPerson, register_person
from workflows.errors import NotFoundError
from workflows.queries.actor import load_actor
from workflows.queries.dated import unit_version
from workflows.settings import BPMN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workflows.bootstrap import Services
    from workflows.context import Actor, CommandContext

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, with the post held."""

    username: str
    full_name: str
    post: str
    #: Signs nothing, so gets no signing key.
    keyless: bool = False


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the sample people type; the same for all of them."""

    password: str
    pin: str


@dataclass(slots=True)
class Office:
    """A body whose people can be made to act."""

    services: Services
    organisation_id: int
    profile: OrganisationProfile
    unit_id: int
    secrets: Secrets
    #: Username → account id, and post key → the first holder's account id.
    accounts: dict[str, int] = field(default_factory=dict)
    holders: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    #: Code of a drafting unit → its id.
    units: dict[str, int] = field(default_factory=dict)

    def actor(self, post: str) -> Actor:
        """Return the holder of a post, or who has this username, as the actor of a command."""
        user_id = self.holders.get(post) or self.accounts[post]
        with self.services.database.session() as session:
            actor = load_actor(session, user_id, self.services.clock())
        if actor is None:
            raise NotFoundError(what=post)
        return actor

    def run(self, act: Callable[[CommandContext, C], R], command: C, post: str) -> R:
        """Run a command as the holder of a post."""
        return self.services.run(act, command, self.actor(post))

    def open_tasks(self, case_id: int) -> list[UserTask]:
        """Return the steps of a case that wait for somebody."""
        with self.services.database.session() as session:
            return list(
                session.scalars(
                    select(UserTask)
                    .where(UserTask.case_id == case_id, UserTask.status == TaskStatus.OPEN)
                    .order_by(UserTask.id)
                )
            )

    def document(self, document_id: int) -> Document:
        """Read a document."""
        with self.services.database.session() as session:
            return session.get_one(Document, document_id)

    def case(self, case_id: int) -> Case:
        """Read a case."""
        with self.services.database.session() as session:
            return session.get_one(Case, case_id)

    def post_of(self, task: UserTask) -> str:
        """Return the post key of somebody a step waits for."""
        names = {post_id: key for key, post_id in self.posts.items()}
        if task.post_id is not None:
            return names[task.post_id]
        if task.user_id is not None:
            return next(key for key, user in self.holders.items() if user == task.user_id)
        return next(
            post.key
            for post in self.profile.posts
            if task.role_key in post.roles and post.key in self.holders
        )


def load_profile(key: str) -> OrganisationProfile:
    """Read a body's file from ``bpmn/organisations``."""
    path = BPMN / "organisations" / f"{key}.toml"
    return OrganisationProfile.from_toml(path.read_text(encoding="utf-8"), file=path.name)


def shipped_files(process: str) -> dict[str, Any]:
    """Return a shipped diagram and the decision tables, as ``DeployProcess`` takes them."""
    diagram = BPMN / "processes" / process / f"{process}.bpmn"
    tables = sorted((BPMN / "decisions").glob("*.dmn"))
    return {
        "diagrams": ((diagram.name, diagram.read_bytes()),),
        "tables": tuple((path.name, path.read_bytes()) for path in tables),
    }


def open_office(
    services: Services,
    profile: OrganisationProfile,
    people: Iterable[Person],
    secrets: Secrets,
    *,
    mail_domain: str = "example.vn",
) -> Office:
    """Load the body, deploy its process, register its people and equip its seals.

    What is there already stays as it is.
    """
    organisation = services.run_system(load_organisation, LoadOrganisation(profile))
    with services.database.session() as session:
        deployed = session.scalar(
            select(ProcessVersion.id).where(
                ProcessVersion.organisation_id == organisation.id,
                ProcessVersion.key == profile.process,
                ProcessVersion.active,
            )
        )
        seals = session.scalars(
            select(Seal.id)
            .where(
                Seal.organisation_id == organisation.id,
                ~select(SigningKey.id).where(SigningKey.seal_id == Seal.id).exists(),
            )
            .order_by(Seal.id)
        ).all()
    if deployed is None:
        services.run_system(
            deploy_process,
            DeployProcess(
                organisation.id,
                **shipped_files(profile.process),
                reason="Bản đầu tiên của hệ thống",
            ),
        )
    office = _read_office(services, organisation.id, profile, secrets)
    for person in people:
        if person.username not in office.accounts:
            _welcome(office, person, mail_domain)
    for seal_id in seals:
        services.run_system(equip_seal, EquipSeal(seal_id, secrets.pin))
    return office


def find_office(services: Services, key: str, secrets: Secrets) -> Office | None:
    """Return a body that is loaded already, with whoever holds its posts today."""
    with services.database.session() as session:
        organisation_id = session.scalar(select(Organisation.id).where(Organisation.key == key))
    if organisation_id is None:
        return None
    return _read_office(services, organisation_id, load_profile(key), secrets)


def _read_office(
    services: Services, organisation_id: int, profile: OrganisationProfile, secrets: Secrets
) -> Office:
    office = Office(services, organisation_id, profile, 0, secrets)
    today = services.clock().date()
    with services.database.session() as session:
        posts = select(Post.key, Post.id).where(Post.organisation_id == organisation_id)
        office.posts = dict(session.execute(posts).all())
        units = (
            select(UnitVersion.code, Unit.id)
            .select_from(Unit)
            .join(UnitVersion, unit_version(today))
            .where(Unit.organisation_id == organisation_id)
        )
        office.units = dict(session.execute(units.order_by(Unit.id)).all())
        people = select(User.username, User.id).where(User.organisation_id == organisation_id)
        office.accounts = dict(session.execute(people).all())
        held = (
            select(Post.key, PostHolding.user_id)
            .join(PostHolding, PostHolding.post_id == Post.id)
            .where(
                Post.organisation_id == organisation_id,
                PostHolding.valid_from <= today,
                PostHolding.valid_to.is_(None) | (PostHolding.valid_to > today),
            )
            .order_by(PostHolding.id)
        )
        for post_key, user_id in session.execute(held):
            office.holders.setdefault(post_key, user_id)
    office.unit_id = next(iter(office.units.values()), 0)
    return office


def _welcome(office: Office, person: Person, mail_domain: str) -> None:
    """Register somebody and give the post, both or neither."""
    services = office.services
    registration = RegisterPerson(
        organisation_id=office.organisation_id,
        username=person.username,
        full_name=person.full_name,
        email=f"{person.username}@{mail_domain}",
        password=office.secrets.password,
        pin="" if person.keyless else office.secrets.pin,
    )
    with services.database.transaction() as session:
        ctx = services.context(session, SYSTEM)
        user = register_person(ctx, registration)
        holding = HoldPost(
            office.posts[person.post],
            user.id,
            HoldingMode.FULL,
            BEGINNING,
            together=person.post not in HEADS[office.profile.body],
        )
        hold_post(ctx, holding)
    office.accounts[person.username] = user.id
    office.holders.setdefault(person.post, user.id)
