"""Load the sample office: its people, and documents left at every stage of the process."""

from __future__ import annotations

import dataclasses
import heapq
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import Document
from workflows.calendar import ZONE
from workflows.commands.ask_opinion import AskOpinion, ask_opinion
from workflows.commands.claim_task import ClaimTask, claim_task
from workflows.commands.decide_task import ReturnTask, return_task
from workflows.commands.submit_document import SubmitDocument, submit_document
from workflows.demo.journey import Route, draft, take_step, waiting_step
from workflows.demo.offices import MAIN_OFFICE, OfficeInUseError, ensure_office, people_of
from workflows.demo.samples import (
    CALENDAR,
    Situation,
    sample,
    sample_secrets,
    situations,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from models import UserTask
    from workflows.bootstrap import Services
    from workflows.demo.office import Office, Person

#: Working days before today on which the sample office begins.
_HISTORY: Final = 15
_MORNING: Final = time(8, 10)
_LAST_ACT: Final = time(16, 20)
_BETWEEN_ACTS: Final = timedelta(minutes=75)
#: Certificates are valid from the day they are issued, so these acts happen now.
_NEED_A_KEY: Final = frozenset({"sign", "number", "seal", "issue"})


@dataclass(frozen=True, slots=True)
class SignInLine:
    """A sample person, as the terminal lists those who can sign in."""

    username: str
    full_name: str
    #: Title of the post held.
    post: str
    password: str
    pin: str


@dataclass(slots=True)
class Past:
    """A clock that the loader sets, so that some work is late by today."""

    moment: datetime

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.moment


def load_demo(services: Services, say: Callable[[str], None]) -> list[SignInLine]:
    """Set the sample office up and lay its documents out; what is there stays as it is.

    Returns:
        Who can sign in: everybody but the members, of whom one stands for all. Nobody when the
        body is loaded with people of its own.
    """
    now = services.clock()
    past = Past(_moment(now, _HISTORY))
    try:
        office = ensure_office(dataclasses.replace(services, clock=past), MAIN_OFFICE, say)
        # The history may begin in the year before: both years have their delegations.
        ensure_office(services, MAIN_OFFICE, say)
    except OfficeInUseError as error:
        say(str(error))
        return []
    missing = _missing(office)
    if missing:
        say(f"Đặt {len(missing)} văn bản mẫu lên bàn làm việc")
        _unfold(Desk(office, now), past, missing)
    return _sign_ins(office, people_of(services, MAIN_OFFICE))


@dataclass(frozen=True, slots=True)
class Desk:
    """Acts of the sample people at the times they would have happened."""

    office: Office
    now: datetime

    def acts(self, situation: Situation) -> Iterator[datetime]:
        """Bring a document to where it stands; yields when each act happens, then does it."""
        example = sample(situation.document)
        moment = _moment(self.now, situation.started)
        yield moment
        content = {**example.content_on(moment.date()), "effective_note": _note(situation)}
        saved = draft(self.office, example.purpose, content, example.drafter, example.unit)
        if situation.until == "draft":
            return
        case = self.office.run(
            submit_document, SubmitDocument(saved.id, saved.working_revision), example.drafter
        )
        route = Route(to_chair=example.to_chair)
        while (task := waiting_step(self.office, case)) and task.step != situation.until:
            moment = self._after(moment, task.form)
            yield moment
            take_step(self.office, task, route)
        if task is not None and (situation.asked or situation.claimed or situation.returned):
            yield self._after(moment)
            self._leave(situation, task)

    def _leave(self, situation: Situation, task: UserTask) -> None:
        """Do what the holder of the waiting step has done so far."""
        holder = self.office.post_of(task)
        for post, question in situation.asked.items():
            asked = AskOpinion(task.id, self.office.posts[post], question)
            self.office.run(ask_opinion, asked, holder)
        if situation.claimed:
            self.office.run(claim_task, ClaimTask(task.id), holder)
        if situation.returned:
            self.office.run(return_task, ReturnTask(task.id, situation.returned), holder)

    def _after(self, moment: datetime, form: str = "") -> datetime:
        if form in _NEED_A_KEY:
            return self.now
        later = moment + _BETWEEN_ACTS
        if later.time() > _LAST_ACT:
            next_day = CALENDAR.next_working_day(moment.date())
            later = datetime.combine(next_day, _MORNING, tzinfo=ZONE)
        return min(later, self.now)


def _unfold(desk: Desk, past: Past, missing: list[Situation]) -> None:
    """Let everything happen in the order of time, whichever document it belongs to."""
    queue: list[tuple[datetime, int, Iterator[datetime]]] = []
    for place, situation in enumerate(missing):
        acts = desk.acts(situation)
        queue.append((next(acts), place, acts))
    heapq.heapify(queue)
    while queue:
        past.moment, place, acts = heapq.heappop(queue)
        following = next(acts, None)
        if following is not None:
            heapq.heappush(queue, (following, place, acts))


def _moment(now: datetime, days_ago: int) -> datetime:
    """Return the morning of a working day before today, or this instant for today."""
    local = now.astimezone(ZONE)
    if not days_ago:
        return local
    day = CALENDAR.add_working_days(local.date(), -days_ago)
    return datetime.combine(day, _MORNING, tzinfo=ZONE)


def _note(situation: Situation) -> str:
    """Return the remark by which a document of the sample office is known again."""
    return f"Văn bản mẫu “{situation.document}”"


def _missing(office: Office) -> list[Situation]:
    note = Document.working["effective_note"].astext
    with office.services.database.session() as session:
        there = set(
            session.scalars(select(note).where(Document.organisation_id == office.organisation_id))
        )
    return [situation for situation in situations() if _note(situation) not in there]


def _sign_ins(office: Office, people: Iterable[Person]) -> list[SignInLine]:
    secrets = sample_secrets()
    titles = {post.key: post.title for post in office.profile.posts}
    lines: list[SignInLine] = []
    members = 0
    for person in people:
        members += person.post == "member"
        if person.post == "member" and members > 1:
            continue
        lines.append(
            SignInLine(
                person.username,
                person.full_name,
                titles[person.post],
                secrets.password,
                secrets.pin,
            )
        )
    return lines
