"""Every test signs in anew, more often than a person may."""

from __future__ import annotations

import pytest

from webapp.security import limiter


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
