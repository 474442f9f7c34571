"""Fixtures of deferred work: an office whose jobs only its own tests run."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from models import schema
from models.database import Database
from tests.browsing import free_port
from tests.conftest import PEOPLE, SECRETS
from tests.posting import Postbox
from workflows.bootstrap import open_services
from workflows.demo.office import Office, Person, load_profile, open_office
from workflows.settings import MailSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.settings import Settings


@pytest.fixture(scope="session")
def port() -> int:
    """Where the mail server listens, when it is up."""
    return free_port()


@pytest.fixture(scope="session")
def post_office(settings: Settings, port: int) -> Iterator[Office]:
    """An office in a database of its own, so that only its own jobs wait there."""
    admin = Database(settings.database_url or "")
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE jobs"))
    admin.dispose()
    own = dataclasses.replace(
        settings,
        database_url=(settings.database_url or "").replace("/postgres?", "/jobs?"),
        base_url="https://trinhky.example.vn",
        mail=MailSettings(host="127.0.0.1", port=port, sender="trinh-ky@example.vn"),
    )
    services = open_services(own)
    schema.upgrade(services.database)
    profile = load_profile("thanh-hoa-2021")
    posts = [post.key for post in profile.posts]
    people = [Person(key.replace("_", "."), PEOPLE[key], key) for key in posts]
    yield open_office(services, profile, people, SECRETS)
    services.database.dispose()


@pytest.fixture
def mail(port: int) -> Iterator[Postbox]:
    """A mail server that is up."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()
