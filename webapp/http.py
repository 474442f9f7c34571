"""What every view uses: the request's database session, the actor, the one way to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app, g
from flask_login import current_user

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.bootstrap import Services
    from workflows.context import Actor, CommandContext
    from workflows.queries.actor import Account

C = TypeVar("C")
R = TypeVar("R")


def services() -> Services:
    """Return the installation that this application serves."""
    return cast("Services", current_app.extensions["trinhky"])


def session() -> Session:
    """Return this request's database session, opened on first use."""
    if "session" not in g:
        g.session = services().database.reader()
    return cast("Session", g.session)


def close_session(_error: BaseException | None = None) -> None:
    """Close the request's session; what was only read is let go."""
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def now() -> datetime:
    """Return this instant as the installation's clock tells it."""
    return services().clock()


def account() -> Account:
    """Return the signed-in person's account; only in views that require one."""
    return cast("Account", current_user.account)


def actor() -> Actor:
    """Return who acts, with every post held now."""
    return account().actor


def act(command_function: Callable[[CommandContext, C], R], command: C) -> R:
    """Run a command for the signed-in person, in this request's one transaction."""
    return services().run(command_function, command, actor(), session())


def read_context() -> CommandContext:
    """Return a context for queries that take one."""
    return services().context(session(), actor())


def form_text(values: Any, name: str) -> str:
    """Return a text field of a form, empty when it is missing."""
    return str(values.get(name, "")).strip()
