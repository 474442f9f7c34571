"""Drafts of diagrams and tables, scenarios, requests to deploy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('deployment_request',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('drafts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('requested_by_id', sa.BigInteger(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.CheckConstraint('decided_by_id <> requested_by_id', name=op.f('ck_deployment_request_second_person')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user_account.id'], name=op.f('fk_deployment_request_decided_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_deployment_request_organisation_id')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['user_account.id'], name=op.f('fk_deployment_request_requested_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deployment_request'))
    )
    op.create_index('uq_deployment_request_open', 'deployment_request', ['organisation_id'], unique=True, postgresql_where=sa.text('decided_at IS NULL'))
    op.create_table('model_draft',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('process', 'table', name='draftkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('base_sha256', sa.Text(), nullable=True),
    sa.Column('saved_by_id', sa.BigInteger(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_model_draft_organisation_id')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['user_account.id'], name=op.f('fk_model_draft_saved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_draft')),
    sa.UniqueConstraint('organisation_id', 'kind', 'key', name=op.f('uq_model_draft_organisation_id_kind_key'))
    )
    op.create_table('scenario_table',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('process_key', sa.Text(), nullable=False),
    sa.Column('scenarios', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('saved_by_id', sa.BigInteger(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_scenario_table_organisation_id')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['user_account.id'], name=op.f('fk_scenario_table_saved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenario_table')),
    sa.UniqueConstraint('organisation_id', 'process_key', name=op.f('uq_scenario_table_organisation_id_process_key'))
    )
    op.create_table('draft_presence',
    sa.Column('draft_id', sa.BigInteger(), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['model_draft.id'], name=op.f('fk_draft_presence_draft_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_draft_presence_user_id')),
    sa.PrimaryKeyConstraint('draft_id', 'user_id', name=op.f('pk_draft_presence'))
    )
    op.create_table('draft_revision',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('draft_id', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('saved_by_id', sa.BigInteger(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['model_draft.id'], name=op.f('fk_draft_revision_draft_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['saved_by_id'], ['user_account.id'], name=op.f('fk_draft_revision_saved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_revision')),
    sa.UniqueConstraint('draft_id', 'revision', name=op.f('uq_draft_revision_draft_id_revision'))
    )
    op.add_column('organisation', sa.Column('two_admins_deploy', sa.Boolean(), server_default=sa.text('false'), nullable=False))


def downgrade() -> None:
    op.drop_column('organisation', 'two_admins_deploy')
    op.drop_table('draft_revision')
    op.drop_table('draft_presence')
    op.drop_table('scenario_table')
    op.drop_table('model_draft')
    op.drop_index('uq_deployment_request_open', table_name='deployment_request', postgresql_where=sa.text('decided_at IS NULL'))
    op.drop_table('deployment_request')
