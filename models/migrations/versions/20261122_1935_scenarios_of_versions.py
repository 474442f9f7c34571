"""The scenarios that each version of a diagram passed belong to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "process_version",
        sa.Column("scenarios", postgresql.JSONB(astext_type=sa.Text(), none_as_null=True)),
    )
    # Which of them an earlier version passed was not kept; what the body has now is the nearest.
    op.execute(
        "UPDATE process_version v SET scenarios = t.scenarios FROM scenario_table t "
        "WHERE t.organisation_id = v.organisation_id AND t.process_key = v.key"
    )


def downgrade() -> None:
    op.drop_column("process_version", "scenarios")
