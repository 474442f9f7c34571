"""Alembic migrations, up and down."""
