"""Declare a seal with its keeper (khai báo con dấu)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import Post, Seal
from workflows.commands._administration import (
    in_order,
    kept,
    line,
    of_organisation,
    require_administrator,
)
from workflows.commands._record import record
from workflows.errors import InvalidInputError
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext

#: Millimetres a seal may measure across.
DIAMETERS: Final = (10, 60)
_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class RegisterSeal:
    """A seal as measured: it is printed at its true size."""

    organisation_id: int
    key: str
    name: str
    diameter_mm: float
    keeper_post_id: int
    valid_from: date


def register_seal(ctx: CommandContext, command: RegisterSeal) -> Seal:
    """Declare the seal; its image and its key follow.

    Raises:
        InvalidInputError: names what is wrong.
    """
    require_administrator(ctx, command.organisation_id)
    key = command.key.strip().upper()
    if not _KEY.fullmatch(key):
        raise InvalidInputError(
            field="Mã con dấu",
            because="gồm 2 đến 40 chữ in hoa không dấu, chữ số, gạch dưới, như UBND_TINH",
        )
    for other in ctx.session.scalars(
        select(Seal)
        .where(Seal.organisation_id == command.organisation_id, Seal.key == key)
        .with_for_update()
    ):
        if other.valid_to is None or other.valid_to > command.valid_from:
            raise InvalidInputError(
                field="Mã con dấu",
                because=Sentence("“{seal}” đang dùng mã này trong thời gian đó", seal=other.name),
            )
        in_order(other.valid_from, command.valid_from, "Dùng từ ngày")
    keeper = of_organisation(
        ctx, Post, command.keeper_post_id, command.organisation_id, "chức vụ giữ dấu"
    )
    seal = Seal(
        organisation_id=command.organisation_id,
        key=key,
        name=line(command.name, "Tên con dấu"),
        diameter_mm=checked_diameter(command.diameter_mm),
        keeper_post_id=keeper.id,
        valid_from=command.valid_from,
    )
    ctx.session.add(seal)
    ctx.session.flush()
    record(
        ctx,
        "seal.register",
        organisation_id=seal.organisation_id,
        after=kept(seal, "id", "key", "name", "diameter_mm", "keeper_post_id", "valid_from"),
    )
    return seal


def checked_diameter(millimetres: float) -> float:
    """Return the diameter, to a tenth of a millimetre; InvalidInputError outside the range."""
    least, most = DIAMETERS
    if not least <= millimetres <= most:
        raise InvalidInputError(
            field="Đường kính (mm)",
            because=Sentence("từ {least} đến {most} mm", least=least, most=most),
        )
    return round(millimetres, 1)
