"""What every table shares: constraint names, column types, enumerations stored by value."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum  # noqa: TC003 - read at run time by typing.get_type_hints
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Enum, Identity, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

#: A surrogate key, 64 bits.
Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
#: An instant; always with its time zone.
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        dict[str, Any]: JSONB(),
        list[str]: JSONB(),
        datetime: DateTime(timezone=True),
    }


def by_value(enumeration: type[StrEnum]) -> Enum:
    """Store an enumeration as the text of its values, guarded by a CHECK."""
    return Enum(
        enumeration,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=enumeration.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
