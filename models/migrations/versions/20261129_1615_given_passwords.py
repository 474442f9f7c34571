"""A password that an administrator gave is to be replaced by one of the person's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Who gave the passwords there are was not kept; nobody is stopped for it.
    op.add_column(
        "user_account",
        sa.Column("password_given", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("user_account", "password_given")
