"""The registers screens."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("registers", __name__)
