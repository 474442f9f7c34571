"""Runs processes and decisions: the only importer of SpiffWorkflow. Bytes in, snapshots out."""

from __future__ import annotations
