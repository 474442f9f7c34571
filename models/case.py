"""Cases under way, the work they ask of people, and what those people said."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, by_value


class CaseStatus(StrEnum):
    """How a submission stands."""

    RUNNING = "running"
    #: Ran to its end; the document is issued.
    FINISHED = "finished"
    #: Từ chối.
    REJECTED = "rejected"
    #: Rút lại by the drafter.
    WITHDRAWN = "withdrawn"


class Case(Base):
    """One submission of a document through a process (hồ sơ trình)."""

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_document_id", "document_id"),
        Index("ix_case_submitted_by_id", "submitted_by_id", text("id DESC")),
        Index(
            "ix_case_running_submitted_by_id",
            "submitted_by_id",
            postgresql_where=text("status = 'running'"),
        ),
        Index(
            "uq_case_running",
            "document_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
        Index(
            "ix_case_next_due_at",
            "next_due_at",
            postgresql_where=text("status = 'running' AND next_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    process_version_id: Mapped[int] = mapped_column(ForeignKey("process_version.id"))
    status: Mapped[CaseStatus] = mapped_column(by_value(CaseStatus))
    #: The engine's state, opaque.
    state: Mapped[bytes] = mapped_column(LargeBinary)
    #: When the engine's next timer is due.
    next_due_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    #: Asked by the secretariat: to the chair although a deputy might sign.
    to_chair: Mapped[bool] = mapped_column(default=False)
    #: Who signed and the seal that signer brings; set at signing.
    signer_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    seal_id: Mapped[int | None] = mapped_column(ForeignKey("seal.id"))


class TaskStatus(StrEnum):
    """Whether a step still waits."""

    OPEN = "open"
    DONE = "done"
    #: The case went another way.
    CANCELLED = "cancelled"


#: The inbox queue a task waits in. A claimed task waits in its claimer's own queue.
QUEUE = (
    "CASE WHEN assignee_id IS NOT NULL THEN 'user:' || assignee_id "
    "WHEN user_id IS NOT NULL THEN 'user:' || user_id "
    "WHEN post_id IS NOT NULL THEN 'post:' || post_id "
    "ELSE 'role:' || organisation_id || ':' || role_key END"
)


#: The queue a task is offered to, claimed or not, where several people may clear it. In the
#: brackets that PostgreSQL gives it, else Alembic takes the index for another one.
OFFERED = "coalesce('post:' || post_id, (('role:' || organisation_id) || ':') || role_key)"


class UserTask(Base):
    """A step that waits for a person (bước xử lý).

    Offered to one role, one post or one person; who that is today is found when the inbox is
    read, so that people may change without touching a row.
    """

    __tablename__ = "user_task"
    __table_args__ = (
        CheckConstraint("num_nonnulls(role_key, post_id, user_id) = 1", name="offered_once"),
        Index(
            "ix_user_task_inbox",
            "queue",
            "priority",
            "due_at",
            "id",
            postgresql_where=text("status = 'open'"),
        ),
        # The other two orders of the inbox: by due date, and newest first.
        Index(
            "ix_user_task_inbox_due",
            "queue",
            "due_at",
            "id",
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_user_task_inbox_newest",
            "queue",
            "id",
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_user_task_case_id", "case_id"),
        Index(
            "ix_user_task_done",
            "completed_by_id",
            text("completed_at DESC"),
            text("id DESC"),
            postgresql_where=text("status = 'done'"),
            postgresql_include=["case_id"],
        ),
        Index("ix_user_task_due_at", "due_at", postgresql_where=text("status = 'open'")),
        # Whatever waited in a queue may be read there ever after.
        Index("ix_user_task_queue", "queue", "case_id"),
        Index(
            "ix_user_task_claimed",
            text(OFFERED),
            "case_id",
            postgresql_where=text("assignee_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    #: The engine's own id of the step; none for an opinion, which is beside the process.
    engine_task_id: Mapped[str | None]
    #: The BPMN id of the step.
    step: Mapped[str]
    name: Mapped[str]
    #: Which form a person fills: check, revise, vote, sign, number, seal, issue, opinion.
    form: Mapped[str]
    #: Why it is asked: the article the diagram names.
    article: Mapped[str] = mapped_column(default="")
    role_key: Mapped[str | None]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    queue: Mapped[str] = mapped_column(Computed(QUEUE, persisted=True))
    status: Mapped[TaskStatus] = mapped_column(by_value(TaskStatus), default=TaskStatus.OPEN)
    #: 0 Hỏa tốc, 1 Thượng khẩn, 2 Khẩn, 3 ordinary.
    priority: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    #: First opened by somebody it waits for; ends the drafter's right to withdraw.
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    completed_at: Mapped[datetime | None]
    completed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    #: In what capacity: the post acted from.
    completed_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    outcome: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")


class Check(Base):
    """A check passed (kiểm tra nội dung, thể thức): holds for one content hash only."""

    __tablename__ = "check"
    __table_args__ = (Index("ix_check_case_id", "case_id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    step: Mapped[str]
    content_sha256: Mapped[str]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    checked_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_because: Mapped[str | None]


class Resolution(Base):
    """A collective decision as recorded (biểu quyết, phiếu lấy ý kiến).

    Passed with more than half of all voting members; exactly half fails (regulation Article 5).
    """

    __tablename__ = "resolution"
    __table_args__ = (
        Index("ix_resolution_case_id", "case_id"),
        CheckConstraint("yes >= 0 AND yes <= members AND members > 0", name="counts"),
        CheckConstraint("passed = (2 * yes > members)", name="majority"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    content_sha256: Mapped[str]
    held_on: Mapped[date]
    #: Hội nghị (meeting) or phiếu lấy ý kiến (ballot).
    method: Mapped[str]
    #: The minutes or ballot record that proves it.
    reference: Mapped[str]
    yes: Mapped[int]
    #: All voting members in office when the vote opened.
    members: Mapped[int]
    passed: Mapped[bool]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]


class Opinion(Base):
    """An opinion asked of the holder of another post (xin ý kiến)."""

    __tablename__ = "opinion"
    __table_args__ = (Index("ix_opinion_case_id", "case_id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    #: The task in the asked person's inbox.
    task_id: Mapped[int] = mapped_column(ForeignKey("user_task.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    question: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]


class SeparationException(Base):
    """Leave for one person to act twice on one document, with its reason.

    Without it drafter, checkers, signer and seal keeper are different people.
    """

    __tablename__ = "separation_exception"
    __table_args__ = (Index("ix_separation_exception_document_id", "document_id"),)

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str]
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    granted_at: Mapped[datetime]
