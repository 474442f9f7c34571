"""A draft may be discarded."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATUSES = "'draft', 'submitted', 'signed', 'issued', 'rejected'"


def upgrade() -> None:
    _allow(f"{_STATUSES}, 'discarded'")


def downgrade() -> None:
    op.execute("UPDATE document SET status = 'draft' WHERE status = 'discarded'")
    _allow(_STATUSES)


def _allow(statuses: str) -> None:
    op.drop_constraint(op.f('ck_document_documentstatus'), 'document', type_='check')
    op.create_check_constraint(op.f('ck_document_documentstatus'), 'document', f'status IN ({statuses})')
