"""Change a seal's name, size, keeper or last day (sửa con dấu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from models import Case, Post, Seal, TaskStatus, UserTask
from workflows.commands._administration import (
    administered,
    in_order,
    kept,
    line,
    of_organisation,
)
from workflows.commands._record import record
from workflows.commands.register_seal import checked_diameter

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext

_FIELDS = ("name", "diameter_mm", "keeper_post_id", "valid_to")


@dataclass(frozen=True, slots=True)
class ChangeSeal:
    """The seal as it is from now on; ``valid_to`` is the first day on which it is out of use."""

    seal_id: int
    name: str
    diameter_mm: float
    keeper_post_id: int
    valid_to: date | None


def change_seal(ctx: CommandContext, command: ChangeSeal) -> Seal:
    """Change the seal; documents sealed before keep what was printed.

    What waits for the old keeper to number, seal or issue waits for the new one.
    """
    seal = administered(ctx, Seal, command.seal_id, "con dấu")
    before = kept(seal, *_FIELDS)
    in_order(seal.valid_from, command.valid_to, "Thôi dùng từ ngày")
    keeper = of_organisation(
        ctx, Post, command.keeper_post_id, seal.organisation_id, "chức vụ giữ dấu"
    )
    if keeper.id != seal.keeper_post_id:
        _hand_over(ctx, seal, keeper)
    seal.name = line(command.name, "Tên con dấu")
    seal.diameter_mm = checked_diameter(command.diameter_mm)
    seal.keeper_post_id = keeper.id
    seal.valid_to = command.valid_to
    after = kept(seal, *_FIELDS)
    if after != before:
        record(
            ctx,
            "seal.change",
            organisation_id=seal.organisation_id,
            before=before,
            after={"seal": seal.key, **after},
        )
    return seal


def _hand_over(ctx: CommandContext, seal: Seal, keeper: Post) -> None:
    ctx.session.execute(
        update(UserTask)
        .where(
            UserTask.status == TaskStatus.OPEN,
            UserTask.engine_task_id.is_not(None),
            UserTask.post_id == seal.keeper_post_id,
            UserTask.case_id.in_(select(Case.id).where(Case.seal_id == seal.id)),
        )
        .values(post_id=keeper.id, assignee_id=None)
        .execution_options(synchronize_session=False)
    )
