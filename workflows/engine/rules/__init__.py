"""The checks of a diagram, one file for each kind of rule."""

from __future__ import annotations
