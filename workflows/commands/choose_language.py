"""Keep the language a person wants to be written to in (chọn ngôn ngữ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import User

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """A language of the product: ``vi`` or ``en``."""

    language: str


def choose_language(ctx: CommandContext, command: ChooseLanguage) -> None:
    """Pages, once signed in, and mail are in this language from now on."""
    ctx.session.get_one(User, ctx.actor.user_id).language = command.language
