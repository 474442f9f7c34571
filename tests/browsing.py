"""A person at a browser: cookies, forms, the product's own server process."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from lxml import html

from workflows.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_ENTITIES = {"&#34;": '"', "&amp;": "&"}


class Visitor:
    """One browser session over one connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = {}
        #: The cookies as they were after signing in.
        self.signed_in: dict[str, str] = {}
        self.token = ""
        self.location = ""

    def __repr__(self) -> str:
        return f"Visitor({self._port})"

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def send(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        """Send one request; an OSError or HTTPException when the server has gone."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            self._connection.request(method, path, body or None, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        self.location = answer.headers.get("Location") or ""
        if answer.will_close:
            self.close()
        return answer.status, text

    def get(self, path: str) -> tuple[int, str]:
        kept = self._connection is not None
        try:
            status, page = self.send("GET", path)
        except (OSError, http.client.HTTPException):
            if not kept:
                raise
            # As browsers do: the server may have closed a connection that was idle.
            status, page = self.send("GET", path)
        if found := _TOKEN.search(page):
            self.token = found[1]
        return status, page

    def post(
        self, path: str, fields: Sequence[tuple[str, str]] | dict[str, str]
    ) -> tuple[int, str]:
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        pairs = [pair for pair in pairs if pair[0] != "csrf_token"]
        return self.send("POST", path, urlencode([("csrf_token", self.token), *pairs]))

    def sign_in(self, username: str, password: str) -> None:
        self.get("/sign-in")
        status, page = self.post("/sign-in", {"username": username, "password": password})
        assert status == 303, (status, page[:2000])
        self.get("/inbox")
        self.signed_in = dict(self.cookies)

    def as_in_another_tab(self) -> Visitor:
        """Return the same session in a connection of its own."""
        other = Visitor(self._port)
        other.cookies, other.token = dict(self.cookies), self.token
        return other


def form_of(page: str, path: str) -> list[tuple[str, str]]:
    """Return what the form that posts to ``path`` would send as it stands."""
    for form in html.fromstring(page).forms:
        if (form.action or "") in {path, ""} and form.method == "POST":
            return [(name, value or "") for name, value in form.form_values()]
    raise AssertionError(path)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The real server process on its own data folder."""

    def __init__(self, data: Path, port: int, workers: int = 2) -> None:
        self.data, self.port, self.workers = data, port, workers
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 60) -> float:
        """Start it and wait until it is well; return how long that took."""
        begun = time.monotonic()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TRINHKY_")}
        with (self.data / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [
                    *[Path(sys.executable).parent / "trinhky", "serve", "--no-demo"],
                    *["--port", str(self.port), "--data", self.data],
                    *["--workers", str(self.workers)],
                ],
                stdout=log,
                stderr=log,
                cwd=ROOT,
                # The code beside these tests, also from a second checkout of the same environment.
                env=environment | {"PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
        while time.monotonic() - begun < seconds:
            with contextlib.suppress(OSError, http.client.HTTPException):
                visitor = Visitor(self.port)
                status, _ = visitor.get("/healthz")
                visitor.close()
                if status == 200:
                    return time.monotonic() - begun
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError((self.data / "server.log").read_text()[-3000:])

    @property
    def pid(self) -> int:
        """The process that the workers are forked from."""
        assert self._process is not None
        return self._process.pid

    def kill(self, *, database: bool = False) -> None:
        """Kill -9 master and workers at once, and the database's postmaster if asked."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        if database:
            lines = (self.data / "postgres" / "postmaster.pid").read_text().splitlines()
            os.kill(int(lines[0]), signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Stop it as an administrator does."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)


@contextlib.contextmanager
def running(server: Server) -> Iterator[Server]:
    """Keep a server up for a block."""
    server.start()
    try:
        yield server
    finally:
        server.stop()
