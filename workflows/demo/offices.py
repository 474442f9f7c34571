"""The sample offices: found or set up, with the delegations that let the deputy sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import DelegationInstrument, Organisation, User
from workflows.commands.record_delegation import RecordDelegation, record_delegation
from workflows.demo.office import Office, find_office, load_profile, open_office
from workflows.demo.samples import sample_people, sample_secrets
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.bootstrap import Services
    from workflows.demo.office import Person

#: The body whose regulation lets the head delegate (Quy chế Điều 12 khoản 2).
MAIN_OFFICE: Final = "thanh-hoa-2021"
#: Of the six kinds that the regulation opens, those that are issued.
_KINDS: Final = (
    "huong_dan",
    "cong_van",
    "bao_cao_dinh_ky",
    "ke_hoach_kiem_tra",
    "chuong_trinh_cong_tac_nam",
)
#: Ceiling in đồng of what the deputy approves.
_CEILING: Final = 30_000_000


class OfficeInUseError(WorkflowError):
    """“{name}” đã có người của mình; hãy dùng --data khác cho cơ quan mẫu."""

    code = "office_in_use"


def ensure_office(services: Services, key: str, say: Callable[[str], None]) -> Office:
    """Return a sample office, setting up whatever of it is missing.

    Raises:
        OfficeInUseError: the body is loaded with people of its own.
    """
    secrets, people = sample_secrets(), people_of(services, key)
    office = find_office(services, key, secrets)
    there = [person for person in people if office and person.username in office.accounts]
    if office is not None and office.holders and not there:
        raise OfficeInUseError(name=office.profile.name)
    if office is None or len(there) < len(people):
        profile = load_profile(key)
        say(f"Lập cơ quan mẫu: {profile.name} ({len(people)} người)")
        office = open_office(services, profile, people, secrets)
    for planned, person in zip(sample_people(key), people, strict=True):
        office.accounts[planned.username] = office.accounts[person.username]
    if key == MAIN_OFFICE:
        _ensure_delegations(office, services.clock().date())
    return office


def people_of(services: Services, key: str) -> tuple[Person, ...]:
    """Return the sample people under usernames that nobody in another body has."""
    people = sample_people(key)
    with services.database.session() as session:
        taken = set(
            session.scalars(
                select(User.username)
                .join(Organisation, Organisation.id == User.organisation_id)
                .where(
                    Organisation.key != key,
                    User.username.in_([person.username for person in people]),
                )
            )
        )
    return tuple(
        replace(person, username=f"{person.username}.{key}") if person.username in taken else person
        for person in people
    )


def _ensure_delegations(office: Office, day: date) -> None:
    """Record the year's instruments, signed before it begins, unless they are on record."""
    signed_on = date(day.year, 1, 1) - timedelta(days=4)
    with office.services.database.session() as session:
        on_record = set(
            session.scalars(
                select(DelegationInstrument.number).where(
                    DelegationInstrument.organisation_id == office.organisation_id,
                    DelegationInstrument.signed_on == signed_on,
                )
            )
        )
    for number, kinds, year, amount in (
        ("58/GUQ-BVSTBCPN", _KINDS, day.year, None),
        ("59/GUQ-BVSTBCPN", ("duyet_chi",), None, _CEILING),
    ):
        if number in on_record:
            continue
        instrument = RecordDelegation(
            organisation_id=office.organisation_id,
            number=number,
            signed_on=signed_on,
            from_post_id=office.posts["chair"],
            to_post_id=office.posts["standing_deputy"],
            kinds=kinds,
            valid_from=date(day.year, 1, 1),
            valid_to=date(day.year, 12, 31),
            year=year,
            amount=amount,
        )
        office.run(record_delegation, instrument, "admin")
