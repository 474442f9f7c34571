"""What every change of units and posts checks: on every day to come all fits together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from models import Organisation, PostVersion, UnitVersion
from workflows.errors import InvalidInputError
from workflows.queries.structure import Structure, load_structure
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from models import Post, Unit
    from workflows.context import CommandContext
    from workflows.queries.structure import Misfit

_FIELDS: Final = {
    "parent": "Đơn vị cấp trên",
    "cycle": "Đơn vị cấp trên",
    "code": "Ký hiệu",
    "unit": "Đơn vị",
}


def structure_for_change(ctx: CommandContext, organisation_id: int) -> Structure:
    """Lock the body's structure and read it: two changes at once see one another."""
    ctx.session.execute(
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
    )
    return load_structure(ctx.session, organisation_id)


def require_fits(
    ctx: CommandContext, organisation_id: int, before: Structure, field: str = ""
) -> None:
    """Refuse a change after which something new would not fit on some day.

    What did not fit before is not this change's fault.

    Args:
        ctx: the command's context, the change made.
        organisation_id: the body.
        before: what ``structure_for_change`` returned.
        field: where the refusal stands; by default beside the field at fault.

    Raises:
        InvalidInputError: names what does not fit, with whom, and from which day.
    """
    ctx.session.flush()
    after = load_structure(ctx.session, organisation_id)
    known = before.misfits()
    for misfit, day in after.misfits().items():
        if misfit not in known:
            raise InvalidInputError(
                field=field or _FIELDS[misfit.fault], because=explain(after, misfit, day)
            )


def explain(structure: Structure, misfit: Misfit, day: date) -> Sentence:
    """Say in words what does not fit."""
    other = structure.units[misfit.other].on(day).name
    since = f"{day:%d/%m/%Y}"
    if misfit.fault == "unit":
        return Sentence(
            "chức vụ “{post}” thuộc “{unit}”, mà đơn vị này không có vào ngày {day}; hãy chuyển "
            "hoặc kết thúc chức vụ trước",
            post=structure.posts[misfit.of].on(day).title,
            unit=other,
            day=since,
        )
    name = structure.units[misfit.of].on(day).name
    if misfit.fault == "parent":
        return Sentence(
            "“{unit}” thuộc “{parent}”, mà đơn vị này không có vào ngày {day}; hãy chuyển “{unit}” "
            "sang đơn vị khác trước",
            unit=name,
            parent=other,
            day=since,
        )
    if misfit.fault == "code":
        return Sentence(
            "“{unit}” và “{other}” cùng dùng một ký hiệu từ ngày {day}",
            unit=name,
            other=other,
            day=since,
        )
    return Sentence("“{unit}” sẽ nằm dưới chính nó từ ngày {day}", unit=name, day=since)


def require_exists_on(row: Unit | Post, day: date) -> None:
    """Refuse a day on which the unit or post is not there."""
    if day < row.valid_from:
        raise InvalidInputError(
            field="Từ ngày",
            because=Sentence("chỉ có từ ngày {day}", day=f"{row.valid_from:%d/%m/%Y}"),
        )
    if row.valid_to is not None and day >= row.valid_to:
        raise InvalidInputError(
            field="Từ ngày",
            because=Sentence("đã kết thúc từ ngày {day}", day=f"{row.valid_to:%d/%m/%Y}"),
        )


def forget_versions(ctx: CommandContext, row: Unit | Post, end: date) -> list[str]:
    """Drop what was planned for days on which the unit or post no longer exists.

    Returns:
        The days of what was dropped.
    """
    model, owner = (
        (PostVersion, PostVersion.post_id)
        if row.__tablename__ == "post"
        else (UnitVersion, UnitVersion.unit_id)
    )
    dropped = ctx.session.scalars(
        delete(model).where(owner == row.id, model.valid_from >= end).returning(model.valid_from)
    )
    return sorted(day.isoformat() for day in dropped)
