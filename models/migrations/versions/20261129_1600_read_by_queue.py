"""Indexes that find what a person may read from that person's own steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OFFERED = "coalesce('post:' || post_id, (('role:' || organisation_id) || ':') || role_key)"
DONE = [sa.text("completed_by_id"), sa.text("completed_at DESC"), sa.text("id DESC")]
OF_DONE = sa.text("status = 'done'")


def upgrade() -> None:
    op.drop_index("ix_user_task_done", "user_task")
    op.create_index(
        "ix_user_task_done",
        "user_task",
        DONE,
        postgresql_where=OF_DONE,
        postgresql_include=["case_id"],
    )
    op.create_index("ix_user_task_queue", "user_task", ["queue", "case_id"])
    op.create_index(
        "ix_user_task_claimed",
        "user_task",
        [sa.text(OFFERED), "case_id"],
        postgresql_where=sa.text("assignee_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_user_task_claimed", "user_task")
    op.drop_index("ix_user_task_queue", "user_task")
    op.drop_index("ix_user_task_done", "user_task")
    op.create_index("ix_user_task_done", "user_task", DONE, postgresql_where=OF_DONE)
