"""A running installation with the sample office, and people in front of real browsers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from models.embedded import stop_postgres
from tests.e2e.pages import Visit, visits
from tests.e2e.person import WIDE, Person, Viewport
from webapp.app import create_app
from workflows.bootstrap import open_services
from workflows.demo.office import find_office
from workflows.demo.offices import MAIN_OFFICE
from workflows.demo.samples import sample_people, sample_secrets
from workflows.settings import ROOT, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, StorageState

    from workflows.demo.office import Office

CHROMIUM = shutil.which("chromium")
#: Seconds to set the sample office up, on a busy machine.
_PATIENCE = 240
#: Milliseconds within which a page answers, on a busy machine.
_ANSWER = 20_000
expect.set_options(timeout=_ANSWER)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed (apt)"))


@dataclass(frozen=True, slots=True)
class Site:
    """The product, served as people reach it."""

    address: str
    data: Path


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Serve a fresh installation, with the sample office, in a process of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="trinhky-e2e-", ignore_cleanup_errors=True) as folder,
        (Path(folder) / "serve.log").open("w+b") as log,
    ):
        port, data = _free_port(), Path(folder) / "data"
        serve = [str(Path(sys.executable).with_name("trinhky")), "serve", f"--port={port}"]
        # Everybody signs in from one address here, which is what the limits are there to slow.
        environment = os.environ | {"TRINHKY_DATA": str(data), "TRINHKY_RATELIMIT": "0"}
        process = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthz", process, Path(log.name))
            yield Site(address, data)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            stop_postgres(data / "postgres")


@pytest.fixture(scope="session")
def sample_office(site: Site) -> Iterator[Office]:
    """The office that is served, to lay a document where a test needs it."""
    services = open_services(load_settings(site.data), pool_size=2)
    secrets = sample_secrets()
    office = find_office(services, MAIN_OFFICE, secrets)
    assert office is not None
    yield office
    services.database.dispose()


@pytest.fixture
def pages(sample_office: Office) -> list[Visit]:
    """Every page of the product, with somebody who may read it."""
    return visits(create_app(sample_office.services), sample_office)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the session: while Playwright is up this thread has a running event loop, in which
    # signing (which starts one) cannot be tested.
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, StorageState]:
    """Sessions of people who have signed in once, by username."""
    return {}


@pytest.fixture
def at_desk(
    site: Site, browser: Browser, signed_in: dict[str, StorageState]
) -> Iterator[Callable[..., Person]]:
    """Seat somebody in front of a browser of their own; without a name, nobody signs in."""
    seated: list[Person] = []
    names = {person.username: person.full_name for person in sample_people(MAIN_OFFICE)}

    def seat(
        username: str = "",
        viewport: Viewport = WIDE,
        *,
        scripts: bool = True,
        language: str = "vi-VN",
    ) -> Person:
        context = browser.new_context(
            base_url=site.address,
            viewport={"width": viewport[0], "height": viewport[1]},
            java_script_enabled=scripts,
            locale=language,
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=signed_in.get(username),
        )
        context.set_default_timeout(_ANSWER)
        name = names.get(username, "")
        person = Person(context.new_page(), username, name, sample_secrets(), scripts)
        seated.append(person)
        if username and username not in signed_in:
            person.signs_in()
            signed_in[username] = context.storage_state()
        return person

    yield seat
    for person in seated:
        person.page.context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    pytest.fail(f"The server did not start:\n{log.read_text(encoding='utf-8')}")
