"""The rules in force: organisation profile, process, decision tables, compiled once.

What is compiled is kept in memory by its SHA-256 or by the id of an immutable version; a new
deployment has a new name, so nothing here ever has to be told that it is stale.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

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

#: By database, then by the id of a version.
_SOURCES: WeakKeyDictionary[Any, dict[int, ProcessSource]] = WeakKeyDictionary()
_PROFILES: dict[str, OrganisationProfile] = {}
_DECISIONS: dict[str, Decision] = {}
_CALENDARS: dict[str, tuple[OrganisationProfile, WorkingCalendar]] = {}


def profile_of(session: Session, organisation_id: int) -> OrganisationProfile:
    """Return the body's letterhead, posts and rules as last loaded.

    Asked several times in one act, so each session looks only once which profile it is.
    """
    seen: dict[int, str] = session.info.setdefault("profiles", {})
    if organisation_id not in seen:
        found = session.scalar(
            select(Organisation.profile_sha256).where(Organisation.id == organisation_id)
        )
        if found is None:
            raise NotFoundError(what="cơ quan")
        seen[organisation_id] = found
    digest = seen[organisation_id]
    if digest not in _PROFILES:
        mapping = session.scalar(
            select(Organisation.profile).where(Organisation.id == organisation_id)
        )
        _PROFILES[digest] = OrganisationProfile.from_mapping(mapping or {})
    return _PROFILES[digest]


def remember_profile(session: Session, organisation_id: int, digest: str) -> None:
    """Tell the session which profile a body has, where another statement has read it."""
    session.info.setdefault("profiles", {})[organisation_id] = digest


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
    sources = _SOURCES.setdefault(session.get_bind(), {})
    if version_id not in sources:
        bpmn = session.scalar(select(ProcessVersion.bpmn).where(ProcessVersion.id == version_id))
        if bpmn is None:
            raise NotFoundError(what="quy trình")
        tables = session.scalars(
            select(DecisionVersion.dmn)
            .join(ProcessDecision, ProcessDecision.decision_version_id == DecisionVersion.id)
            .where(ProcessDecision.process_version_id == version_id)
            .order_by(DecisionVersion.key)
        )
        sources[version_id] = ProcessSource(bpmn, tuple(tables))
    return compile_process(sources[version_id])


def authority_of(session: Session, organisation_id: int) -> Authority:
    """Return what answers who may sign: the tables active now, on the body's profile."""
    active = session.execute(
        select(DecisionVersion.key, DecisionVersion.sha256).where(
            DecisionVersion.organisation_id == organisation_id, DecisionVersion.active
        )
    ).all()
    missing = [digest for _, digest in active if digest not in _DECISIONS]
    if missing:
        for digest, dmn in session.execute(
            select(DecisionVersion.sha256, DecisionVersion.dmn).where(
                DecisionVersion.sha256.in_(missing)
            )
        ):
            _DECISIONS[digest] = compile_decision(dmn)
    return Authority(
        profile_of(session, organisation_id),
        {key: _DECISIONS[digest] for key, digest in active},
    )
