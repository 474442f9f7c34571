"""The tests themselves reach no other machine."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

#: The plugin warns and refuses; here every warning is an error.
REFUSED = (SocketConnectBlockedError, UserWarning)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("198.51.100.7", 25)])
def test_another_machine_cannot_be_reached_from_a_test(address: tuple[str, int]) -> None:
    with socket.socket() as outside, pytest.raises(REFUSED):
        outside.connect(address)


def test_this_machine_can() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5),
    ):
        pass
