"""Take people, posts and holdings over from a table, all or nothing (nhập danh sách)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import orjson

from workflows.commands._administration import require_administrator
from workflows.commands._import_accounts import plan_people
from workflows.commands._import_holdings import plan_holdings
from workflows.commands._import_plan import Plan
from workflows.commands._import_posts import plan_posts
from workflows.commands._import_rows import HEADS, read_rows
from workflows.commands._import_state import load_state
from workflows.commands._import_writing import (
    FirstPassword,
    Trail,
    write_holdings,
    write_people,
    write_posts,
    write_roles,
)
from workflows.commands._record import record_all
from workflows.commands._structure import structure_for_change
from workflows.errors import ConflictError, WorkflowError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workflows.context import CommandContext
    from workflows.sheets import Line


#: Column → its head, in the order of the template.
COLUMNS: Final = HEADS


class FileChangedError(WorkflowError):
    """Nội dung gửi lên khác với tệp đã xem trước. Chưa ghi gì. Hãy tải tệp lên và xem lại."""

    code = "file_changed"


class BodyChangedError(ConflictError):
    """Cơ quan đã có thay đổi sau khi bạn xem trước. Chưa ghi gì. Hãy xem lại rồi xác nhận."""

    code = "body_changed"


class ImportRefusedError(WorkflowError):
    """Tệp còn {count} lỗi. Chưa ghi gì."""

    code = "import_refused"


@dataclass(frozen=True, slots=True)
class ImportPeople:
    """The lines of a table, from a day on, as they were seen and agreed to."""

    organisation_id: int
    lines: tuple[Line, ...]
    day: date
    #: Of the lines and of the plan that was shown.
    lines_sha256: str
    plan_sha256: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, with the first passwords of the new people."""

    plan: Plan
    passwords: tuple[FirstPassword, ...]


def lines_digest(lines: Sequence[Line], day: date) -> str:
    """Return a hash of the lines and the day."""
    return hashlib.sha256(orjson.dumps([day, *map(asdict, lines)])).hexdigest()


def plan_import(
    ctx: CommandContext, organisation_id: int, lines: Sequence[Line], day: date
) -> Plan:
    """Say what an import would do, line by line; nothing is written.

    Raises:
        ForbiddenError: the actor does not administer the body.
    """
    require_administrator(ctx, organisation_id)
    rows, problems = read_rows(lines)
    plan = Plan(day, problems=problems, lines=len(rows))
    state = load_state(ctx.session, organisation_id, day, {row.username for row in rows})
    names = plan_people(plan, state, rows)
    posts = plan_posts(plan, state, rows)
    plan_holdings(plan, state, rows, names, posts)
    parts = (plan.people, plan.posts, plan.roles, plan.holdings, plan.ends)
    touched = {each.line for part in parts for each in part}
    touched |= {problem.line for problem in plan.problems}
    plan.unchanged = sum(row.line not in touched for row in rows)
    columns = ["", *HEADS.values()]
    # What is wrong with the heads themselves may name a column that there is not.
    plan.problems.sort(
        key=lambda each: (each.line, columns.index(each.column) if each.column in columns else 0)
    )
    return plan


def import_people(ctx: CommandContext, command: ImportPeople) -> Imported:
    """Carry out the plan that was agreed to, one audit event for each change.

    Raises:
        FileChangedError: the lines are not those that were shown.
        BodyChangedError: they would now do something else.
        ImportRefusedError: a line is wrong.
        ForbiddenError: nobody would be left to administer the body.
    """
    organisation_id = command.organisation_id
    require_administrator(ctx, organisation_id)
    if lines_digest(command.lines, command.day) != command.lines_sha256:
        raise FileChangedError
    structure_for_change(ctx, organisation_id)
    plan = plan_import(ctx, organisation_id, command.lines, command.day)
    if plan.digest != command.plan_sha256:
        raise BodyChangedError
    if plan.problems:
        raise ImportRefusedError(count=len(plan.problems))
    trail = Trail()
    passwords = write_people(ctx, trail, organisation_id, plan)
    posts = write_posts(ctx, trail, organisation_id, plan)
    write_roles(ctx, trail, organisation_id, plan, posts)
    write_holdings(ctx, trail, organisation_id, plan, posts)
    trail.note(
        "organisation.import",
        after={
            "file": command.lines_sha256,
            "people": len(plan.people),
            "posts": len(plan.posts),
            "holdings": len(plan.holdings) + len(plan.ends),
        },
    )
    record_all(ctx, organisation_id, trail.events)
    return Imported(plan, passwords)
