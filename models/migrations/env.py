"""How Alembic reaches the database: through the connection it is given."""

from __future__ import annotations

from alembic import context

from models import Base


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the job queue's own tables to its own migrations."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=include_name,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
