"""The admins' workbench, one module for each group of screens; all of them in one blueprint."""

from __future__ import annotations

from webapp.views.workbench import (
    comparing,
    deploying,
    files,
    models,
    moving,
    reading,
    rows,
    scenarios,
    trials,
    waiting,
)
from webapp.views.workbench.door import blueprint

__all__ = [
    "blueprint",
    "comparing",
    "deploying",
    "files",
    "models",
    "moving",
    "reading",
    "rows",
    "scenarios",
    "trials",
    "waiting",
]
