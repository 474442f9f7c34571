"""The admin screens, one module for each group; all of them in one blueprint."""

from __future__ import annotations

from webapp.views.admin import (
    audit,
    delegations,
    home,
    importing,
    numbers,
    people,
    posts,
    processes,
    seals,
    units,
)
from webapp.views.admin.door import blueprint

__all__ = [
    "audit",
    "blueprint",
    "delegations",
    "home",
    "importing",
    "numbers",
    "people",
    "posts",
    "processes",
    "seals",
    "units",
]
