"""The rules in force: organisation profile, process, decision tables, compiled once.

What is compiled is kept in memory by its SHA-256 or by the id of an immutable version; a new
deployment has a new name, so nothing here ever has to be told that it is stale.
"""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import DecisionVersion, Organisation, ProcessDecision, ProcessVersion
from workflows.authority.explain import Authority
from workflows.authority.profile import OrganisationProfile
from workflows.calendar import WorkingCalendar
from workflows.engine.compile import CompiledProcess, ProcessSource, compile_process
from workflows.engine.decisions import Decision, compile_decision
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_SOURCES: dict[int, ProcessSource] = {}
_PROFILES: dict[str, OrganisationProfile] = {}
_CALENDARS: dict[str, tuple[OrganisationProfile, WorkingCalendar]] = {}


def profile_of(session: Session, organisation_id: int) -> OrganisationProfile:
    """Return the body's letterhead, posts and rules as last loaded."""
    digest = session.scalar(
        select(Organisation.profile_sha256).where(Organisation.id == organisation_id)
    )
    if digest is None:
        raise NotFoundError(what="cơ quan")
    if digest not in _PROFILES:
        mapping = session.scalar(
            select(Organisation.profile).where(Organisation.id == organisation_id)
        )
        _PROFILES[digest] = OrganisationProfile.from_mapping(mapping or {})
    return _PROFILES[digest]


def calendar_of(session: Session, organisation_id: int) -> WorkingCalendar:
    """Return the body's working calendar."""
    profile = profile_of(session, organisation_id)
    if profile.key not in _CALENDARS or _CALENDARS[profile.key][0] is not profile:
        days = profile.calendar
        calendar = WorkingCalendar(
            days_off=frozenset(days.days_off),
            working_days=frozenset(days.working_days),
            closes_at=time.fromisoformat(days.closes_at),
        )
        _CALENDARS[profile.key] = (profile, calendar)
    return _CALENDARS[profile.key][1]


def process_of(session: Session, version_id: int) -> CompiledProcess:
    """Return the compiled process of a deployed version, with the tables it came with."""
    if version_id not in _SOURCES:
        bpmn = session.scalar(select(ProcessVersion.bpmn).where(ProcessVersion.id == version_id))
        if bpmn is None:
            raise NotFoundError(what="quy trình")
        tables = session.scalars(
            select(DecisionVersion.dmn)
            .join(ProcessDecision, ProcessDecision.decision_version_id == DecisionVersion.id)
            .where(ProcessDecision.process_version_id == version_id)
            .order_by(DecisionVersion.key)
        )
        _SOURCES[version_id] = ProcessSource(bpmn, tuple(tables))
    return compile_process(_SOURCES[version_id])


@lru_cache(maxsize=256)
def _decision(dmn: bytes) -> Decision:
    return compile_decision(dmn)


def authority_of(session: Session, organisation_id: int) -> Authority:
    """Return what answers who may sign: the tables active now, on the body's profile."""
    tables = session.execute(
        select(DecisionVersion.key, DecisionVersion.dmn).where(
            DecisionVersion.organisation_id == organisation_id, DecisionVersion.active
        )
    )
    return Authority(
        profile_of(session, organisation_id), {key: _decision(dmn) for key, dmn in tables}
    )
