"""Fixtures: a real database, real certificates, a real office."""

from __future__ import annotations

import dataclasses
import itertools
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_socket import socket_allow_hosts
from sqlalchemy import select

from models import (
    Organisation,
    Post,
    PostHolding,
    Seal,
    SigningKey,
    Unit,
    User,
    schema,
)
from models.embedded import start_postgres, stop_postgres
from webapp.app import create_app
from workflows.bootstrap import Services, open_services
from workflows.commands.deploy_process import DeployProcess, deploy_process
from workflows.commands.load_organisation import BEGINNING, LoadOrganisation, load_organisation
from workflows.demo.office import (
    Office,
    Person,
    Secrets,
    load_profile,
    open_office,
    shipped_files,
)
from workflows.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

SECRETS = Secrets(password="mat-khau-thu-2026", pin="246135")
#: One invented person per post, so that no one acts twice on a document.
PEOPLE = {
    "chair": "Lê Minh Tâm",
    "standing_deputy": "Trần Thị Hồng Vân",
    "deputy": "Phạm Quốc Bảo",
    "member": "Đặng Thu Hà",
    "chairman": "Lê Minh Tâm",
    "vice_chairman": "Trần Thị Hồng Vân",
    "secretary": "Vũ Đình Khoa",
    "drafter": "Nguyễn Thị Lan",
    "drafting_unit_head": "Hoàng Văn Cường",
    "format_checker": "Ngô Thị Dung",
    "clerk_ubnd": "Đỗ Thị Giang",
    "clerk_so": "Bùi Văn Hải",
    "clerk": "Đỗ Thị Giang",
    "admin": "Mai Anh Tuấn",
}
_serial = itertools.count(1)


def pytest_runtest_setup() -> None:
    """Let no test reach another machine; PostgreSQL, mail and web servers are on this one."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True, scope="session")
def _clean_environment() -> None:
    for name in [name for name in os.environ if name.startswith("TRINHKY_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """An installation of its own, gone after the run.

    Not in pytest's folder: another run at the same time would close that to PostgreSQL's user.
    """
    with tempfile.TemporaryDirectory(prefix="trinhky-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        url = start_postgres(data / "postgres")
        yield dataclasses.replace(load_settings(data), database_url=url)
        stop_postgres(data / "postgres")


@pytest.fixture(scope="session")
def services(settings: Settings) -> Iterator[Services]:
    """The installation, migrated and open."""
    opened = open_services(settings)
    schema.upgrade(opened.database)
    yield opened
    opened.database.dispose()


@pytest.fixture(scope="session")
def office(services: Services) -> Office:
    """Thanh Hóa's committee, one person per post, shared by the whole run: add, never change."""
    return _first_office(services, "thanh-hoa-2021")


@pytest.fixture
def new_office(services: Services, office: Office) -> Callable[..., Office]:
    """Make another body of a shipped file, for tests that change posts, delegations or seals."""

    def make(key: str = "thanh-hoa-2021") -> Office:
        return _copied_office(services, office, key)

    return make


@pytest.fixture(scope="session")
def app(services: Services) -> Flask:
    """The web application on that installation."""
    return create_app(services, {"WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False})


@pytest.fixture
def client_for(app: Flask, office: Office) -> Callable[..., FlaskClient]:
    """Sign in as the holder of a post; the password goes through the sign-in form."""

    def sign_in(post: str, at: Office | None = None) -> FlaskClient:
        chosen = at or office
        client = app.test_client()
        username = next(n for n, user in chosen.accounts.items() if user == chosen.holders[post])
        answer = client.post(
            "/sign-in", data={"username": username, "password": chosen.secrets.password}
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    return sign_in


def _first_office(services: Services, key: str) -> Office:
    profile = dataclasses.replace(load_profile(key), key=f"{key}-{next(_serial)}")
    people = [
        Person(f"{post.key.replace('_', '.')}.{profile.key}", PEOPLE[post.key], post.key)
        for post in profile.posts
    ]
    return open_office(services, profile, people, SECRETS)


def _copied_office(services: Services, office: Office, key: str) -> Office:
    """Set up a body whose people carry the keys and passwords of the first office's.

    Hashing passwords and making keys anew for each test would take seconds.
    """
    profile = dataclasses.replace(load_profile(key), key=f"{key}-{next(_serial)}")
    organisation: Organisation = services.run_system(load_organisation, LoadOrganisation(profile))
    services.run_system(
        deploy_process,
        DeployProcess(organisation.id, **shipped_files(profile.process), reason="Bản đầu"),
    )
    with services.database.transaction() as session:
        posts = {
            post.key: post.id
            for post in session.scalars(select(Post).where(Post.organisation_id == organisation.id))
        }
        unit_id = session.scalars(
            select(Unit.id).where(Unit.organisation_id == organisation.id).order_by(Unit.id)
        ).first()
        made = Office(services, organisation.id, profile, unit_id or 0, SECRETS, posts=posts)
        keys = dict(
            session.execute(
                select(SigningKey.user_id, SigningKey).where(SigningKey.user_id.is_not(None))
            ).all()
        )
        for post_key, post_id in posts.items():
            like = office.holders.get(post_key) or office.holders["drafter"]
            original = session.get_one(User, like)
            user = User(
                organisation_id=organisation.id,
                username=f"{post_key.replace('_', '.')}.{profile.key}",
                full_name=original.full_name,
                sort_key=original.sort_key,
                email=f"{post_key}@example.vn",
                password_hash=original.password_hash,
                session_salt=secrets.token_hex(8),
                signature_image_sha256=original.signature_image_sha256,
                created_at=services.clock(),
            )
            session.add(user)
            session.flush()
            key_row = keys[like]
            session.add(
                SigningKey(
                    user_id=user.id,
                    blob=key_row.blob,
                    certificate_pem=key_row.certificate_pem,
                    created_at=services.clock(),
                )
            )
            session.add(PostHolding(post_id=post_id, user_id=user.id, valid_from=BEGINNING))
            made.holders[post_key] = user.id
            made.accounts[user.username] = user.id
        _copy_seal_keys(session, office, made)
    return made


def _copy_seal_keys(session: object, office: Office, made: Office) -> None:
    first = session.scalars(  # type: ignore[attr-defined]
        select(Seal).where(Seal.organisation_id == office.organisation_id).order_by(Seal.id)
    ).first()
    key = session.scalars(  # type: ignore[attr-defined]
        select(SigningKey).where(SigningKey.seal_id == first.id)
    ).first()
    for seal in session.scalars(  # type: ignore[attr-defined]
        select(Seal).where(Seal.organisation_id == made.organisation_id)
    ):
        seal.image_sha256 = first.image_sha256
        session.add(  # type: ignore[attr-defined]
            SigningKey(
                seal_id=seal.id,
                blob=key.blob,
                certificate_pem=key.certificate_pem,
                created_at=key.created_at,
            )
        )
