"""first_tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


#: Nothing recorded is ever changed or removed: not by mistake, not by a bug.
AUDIT_TRIGGER = """
CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse();
"""


def upgrade() -> None:
    op.create_table('organisation',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('parent_id', sa.BigInteger(), nullable=True),
    sa.Column('profile', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('profile_sha256', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['organisation.id'], name=op.f('fk_organisation_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('key', name=op.f('uq_organisation_key'))
    )
    op.create_table('stored_file',
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_stored_file'))
    )
    op.create_table('audit_head',
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.Column('mac', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_audit_head_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_audit_head'))
    )
    op.create_table('number_series',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('first_number', sa.Integer(), nullable=False),
    sa.Column('next_number', sa.Integer(), nullable=False),
    sa.CheckConstraint('first_number >= 1 AND next_number >= first_number', name=op.f('ck_number_series_numbers')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_number_series_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_series')),
    sa.UniqueConstraint('organisation_id', 'year', 'scope', name=op.f('uq_number_series_organisation_id_year_scope'))
    )
    op.create_table('role',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_role_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role')),
    sa.UniqueConstraint('organisation_id', 'key', name=op.f('uq_role_organisation_id_key'))
    )
    op.create_table('unit',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('parent_id', sa.BigInteger(), nullable=True),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_unit_organisation_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('organisation_id', 'key', 'valid_from', name=op.f('uq_unit_organisation_id_key_valid_from'))
    )
    op.create_table('user_account',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('full_name', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('session_salt', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('signature_image_sha256', sa.Text(), nullable=True),
    sa.Column('failed_logins', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_user_account_organisation_id')),
    sa.ForeignKeyConstraint(['signature_image_sha256'], ['stored_file.sha256'], name=op.f('fk_user_account_signature_image_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('username', name=op.f('uq_user_account_username'))
    )
    op.create_table('decision_version',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('dmn', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('deployed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('deployed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['deployed_by_id'], ['user_account.id'], name=op.f('fk_decision_version_deployed_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_decision_version_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_version')),
    sa.UniqueConstraint('organisation_id', 'key', 'number', name=op.f('uq_decision_version_organisation_id_key_number'))
    )
    op.create_index('uq_decision_version_active', 'decision_version', ['organisation_id', 'key'], unique=True, postgresql_where=sa.text('active'))
    op.create_table('document',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('unit_id', sa.BigInteger(), nullable=False),
    sa.Column('drafter_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('urgency', sa.Enum('', 'khan', 'thuong_khan', 'hoa_toc', name='urgency', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('status', sa.Enum('draft', 'submitted', 'signed', 'issued', 'rejected', name='documentstatus', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('working', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('working_revision', sa.Integer(), nullable=False),
    sa.Column('version_number', sa.Integer(), nullable=False),
    sa.Column('content_sha256', sa.Text(), nullable=True),
    sa.Column('file_sha256', sa.Text(), nullable=True),
    sa.Column('number', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('search', postgresql.TSVECTOR(), sa.Computed("to_tsvector('simple', search_text)", persisted=True), nullable=False),
    sa.CheckConstraint("(status = 'issued') = (issued_at IS NOT NULL)", name=op.f('ck_document_issued')),
    sa.ForeignKeyConstraint(['drafter_id'], ['user_account.id'], name=op.f('fk_document_drafter_id')),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_document_file_sha256')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_document_organisation_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_document_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document'))
    )
    op.create_index('ix_document_drafter_id', 'document', ['drafter_id', sa.literal_column('id DESC')], unique=False)
    op.create_index('ix_document_organisation_id', 'document', ['organisation_id', sa.literal_column('id DESC')], unique=False)
    op.create_index('ix_document_kind', 'document', ['kind', sa.literal_column('id DESC')], unique=False)
    op.create_index('ix_document_status', 'document', ['status', sa.literal_column('id DESC')], unique=False)
    op.create_index('ix_document_under_way_kind', 'document', ['kind'], unique=False, postgresql_where=sa.text("status IN ('submitted', 'signed')"))
    op.create_index('ix_document_under_way_search', 'document', ['search'], unique=False, postgresql_using='gin', postgresql_where=sa.text("status IN ('submitted', 'signed')"))
    op.create_index('ix_document_search', 'document', ['search'], unique=False, postgresql_using='gin')
    op.create_table('post',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('unit_id', sa.BigInteger(), nullable=True),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('second_office', sa.Text(), nullable=True),
    sa.Column('votes', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_post_organisation_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_post_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post')),
    sa.UniqueConstraint('organisation_id', 'key', 'valid_from', name=op.f('uq_post_organisation_id_key_valid_from'))
    )
    op.create_table('process_version',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('bpmn', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('deployed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('deployed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['deployed_by_id'], ['user_account.id'], name=op.f('fk_process_version_deployed_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_process_version_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_version')),
    sa.UniqueConstraint('organisation_id', 'key', 'number', name=op.f('uq_process_version_organisation_id_key_number'))
    )
    op.create_index('uq_process_version_active', 'process_version', ['organisation_id', 'key'], unique=True, postgresql_where=sa.text('active'))
    op.create_table('absence',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('post_id', sa.BigInteger(), nullable=False),
    sa.Column('substitute_post_id', sa.BigInteger(), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_absence_period')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_absence_organisation_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_absence_post_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['user_account.id'], name=op.f('fk_absence_recorded_by_id')),
    sa.ForeignKeyConstraint(['substitute_post_id'], ['post.id'], name=op.f('fk_absence_substitute_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    op.create_index('ix_absence_post_id', 'absence', ['post_id'], unique=False)
    op.create_table('attachment',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('filename', sa.Text(), nullable=False),
    sa.Column('file_sha256', sa.Text(), nullable=False),
    sa.Column('added_by_id', sa.BigInteger(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by_id'], ['user_account.id'], name=op.f('fk_attachment_added_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_attachment_document_id')),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_attachment_file_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    op.create_index('ix_attachment_document_id', 'attachment', ['document_id'], unique=False)
    op.create_table('delegation_instrument',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('from_post_id', sa.BigInteger(), nullable=False),
    sa.Column('to_post_id', sa.BigInteger(), nullable=False),
    sa.Column('kinds', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('amount', sa.Numeric(precision=18, scale=0, asdecimal=False), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_because', sa.Text(), nullable=True),
    sa.Column('recorded_by_id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('from_post_id <> to_post_id', name=op.f('ck_delegation_instrument_two_posts')),
    sa.CheckConstraint('valid_to >= valid_from', name=op.f('ck_delegation_instrument_period')),
    sa.ForeignKeyConstraint(['from_post_id'], ['post.id'], name=op.f('fk_delegation_instrument_from_post_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_delegation_instrument_organisation_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['user_account.id'], name=op.f('fk_delegation_instrument_recorded_by_id')),
    sa.ForeignKeyConstraint(['to_post_id'], ['post.id'], name=op.f('fk_delegation_instrument_to_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation_instrument'))
    )
    op.create_index('ix_delegation_instrument_organisation_id', 'delegation_instrument', ['organisation_id'], unique=False)
    op.create_table('document_version',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('saved_by_id', sa.BigInteger(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_document_version_document_id')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['user_account.id'], name=op.f('fk_document_version_saved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_version')),
    sa.UniqueConstraint('document_id', 'number', name=op.f('uq_document_version_document_id_number'))
    )
    op.create_table('notification',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_notification_document_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_notification_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification'))
    )
    op.create_index('ix_notification_unread', 'notification', ['user_id'], unique=False, postgresql_where=sa.text('read_at IS NULL'))
    op.create_index('ix_notification_user_id', 'notification', ['user_id', sa.literal_column('id DESC')], unique=False)
    op.create_table('post_holding',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('post_id', sa.BigInteger(), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('mode', sa.Enum('full', 'acting', 'in_charge', name='holdingmode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_post_holding_period')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_holding_post_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_post_holding_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_holding'))
    )
    op.create_index('ix_post_holding_post_id', 'post_holding', ['post_id'], unique=False)
    op.create_index('ix_post_holding_user_id', 'post_holding', ['user_id'], unique=False)
    op.create_table('process_decision',
    sa.Column('process_version_id', sa.BigInteger(), nullable=False),
    sa.Column('decision_version_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['decision_version_id'], ['decision_version.id'], name=op.f('fk_process_decision_decision_version_id')),
    sa.ForeignKeyConstraint(['process_version_id'], ['process_version.id'], name=op.f('fk_process_decision_process_version_id')),
    sa.PrimaryKeyConstraint('process_version_id', 'decision_version_id', name=op.f('pk_process_decision'))
    )
    op.create_table('role_post',
    sa.Column('role_id', sa.BigInteger(), nullable=False),
    sa.Column('post_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_role_post_post_id')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_role_post_role_id')),
    sa.PrimaryKeyConstraint('role_id', 'post_id', name=op.f('pk_role_post'))
    )
    op.create_table('seal',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('diameter_mm', sa.Numeric(precision=4, scale=1, asdecimal=False), nullable=False),
    sa.Column('image_sha256', sa.Text(), nullable=True),
    sa.Column('keeper_post_id', sa.BigInteger(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('diameter_mm BETWEEN 10 AND 60', name=op.f('ck_seal_diameter')),
    sa.ForeignKeyConstraint(['image_sha256'], ['stored_file.sha256'], name=op.f('fk_seal_image_sha256')),
    sa.ForeignKeyConstraint(['keeper_post_id'], ['post.id'], name=op.f('fk_seal_keeper_post_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_seal_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seal')),
    sa.UniqueConstraint('organisation_id', 'key', 'valid_from', name=op.f('uq_seal_organisation_id_key_valid_from'))
    )
    op.create_table('separation_exception',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('granted_by_id', sa.BigInteger(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_separation_exception_document_id')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['user_account.id'], name=op.f('fk_separation_exception_granted_by_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_separation_exception_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_separation_exception'))
    )
    op.create_index('ix_separation_exception_document_id', 'separation_exception', ['document_id'], unique=False)
    op.create_table('case',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('process_version_id', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.Enum('running', 'finished', 'rejected', 'withdrawn', name='casestatus', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.LargeBinary(), nullable=False),
    sa.Column('next_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by_id', sa.BigInteger(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('to_chair', sa.Boolean(), nullable=False),
    sa.Column('signer_post_id', sa.BigInteger(), nullable=True),
    sa.Column('seal_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_case_document_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_case_organisation_id')),
    sa.ForeignKeyConstraint(['process_version_id'], ['process_version.id'], name=op.f('fk_case_process_version_id')),
    sa.ForeignKeyConstraint(['seal_id'], ['seal.id'], name=op.f('fk_case_seal_id')),
    sa.ForeignKeyConstraint(['signer_post_id'], ['post.id'], name=op.f('fk_case_signer_post_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['user_account.id'], name=op.f('fk_case_submitted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case'))
    )
    op.create_index('ix_case_document_id', 'case', ['document_id'], unique=False)
    op.create_index('ix_case_next_due_at', 'case', ['next_due_at'], unique=False, postgresql_where=sa.text("status = 'running' AND next_due_at IS NOT NULL"))
    op.create_index('ix_case_submitted_by_id', 'case', ['submitted_by_id', sa.literal_column('id DESC')], unique=False)
    op.create_index('ix_case_running_submitted_by_id', 'case', ['submitted_by_id'], unique=False, postgresql_where=sa.text("status = 'running'"))
    op.create_index('uq_case_running', 'case', ['document_id'], unique=True, postgresql_where=sa.text("status = 'running'"))
    op.create_table('seal_rule',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('post_id', sa.BigInteger(), nullable=False),
    sa.Column('second_office', sa.Text(), nullable=True),
    sa.Column('seal_id', sa.BigInteger(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_seal_rule_organisation_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_seal_rule_post_id')),
    sa.ForeignKeyConstraint(['seal_id'], ['seal.id'], name=op.f('fk_seal_rule_seal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seal_rule'))
    )
    op.create_index('ix_seal_rule_organisation_id', 'seal_rule', ['organisation_id'], unique=False)
    op.create_table('signing_key',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=True),
    sa.Column('seal_id', sa.BigInteger(), nullable=True),
    sa.Column('blob', sa.LargeBinary(), nullable=False),
    sa.Column('certificate_pem', sa.LargeBinary(), nullable=False),
    sa.Column('failed_pins', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('num_nonnulls(user_id, seal_id) = 1', name=op.f('ck_signing_key_one_owner')),
    sa.ForeignKeyConstraint(['seal_id'], ['seal.id'], name=op.f('fk_signing_key_seal_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_signing_key_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key'))
    )
    op.create_index('ix_signing_key_seal_id', 'signing_key', ['seal_id'], unique=False)
    op.create_index('ix_signing_key_user_id', 'signing_key', ['user_id'], unique=False)
    op.create_table('audit_event',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('actor_id', sa.BigInteger(), nullable=True),
    sa.Column('actor_name', sa.Text(), nullable=False),
    sa.Column('capacity', sa.Text(), nullable=False),
    sa.Column('authority', sa.Text(), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=True),
    sa.Column('case_id', sa.BigInteger(), nullable=True),
    sa.Column('before', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('after', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('previous_hash', sa.Text(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user_account.id'], name=op.f('fk_audit_event_actor_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_audit_event_case_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_audit_event_document_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_audit_event_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event')),
    sa.UniqueConstraint('organisation_id', 'seq', name=op.f('uq_audit_event_organisation_id_seq'))
    )
    op.create_index('ix_audit_event_document_id', 'audit_event', ['document_id', 'id'], unique=False)
    op.create_table('check',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('content_sha256', sa.Text(), nullable=False),
    sa.Column('checked_by_id', sa.BigInteger(), nullable=False),
    sa.Column('post_id', sa.BigInteger(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('voided_because', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_check_case_id')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['user_account.id'], name=op.f('fk_check_checked_by_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_check_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check'))
    )
    op.create_index('ix_check_case_id', 'check', ['case_id'], unique=False)
    op.create_table('register_entry',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('series_id', sa.BigInteger(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('printed_number', sa.Text(), nullable=False),
    sa.Column('dated_on', sa.Date(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('signer', sa.Text(), nullable=False),
    sa.Column('recipients', sa.Text(), nullable=False),
    sa.Column('kept_by', sa.Text(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('registered_by_id', sa.BigInteger(), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('voided_because', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_register_entry_case_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_register_entry_organisation_id')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['user_account.id'], name=op.f('fk_register_entry_registered_by_id')),
    sa.ForeignKeyConstraint(['series_id'], ['number_series.id'], name=op.f('fk_register_entry_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_entry')),
    sa.UniqueConstraint('organisation_id', 'year', 'printed_number', name=op.f('uq_register_entry_organisation_id_year_printed_number')),
    sa.UniqueConstraint('series_id', 'number', name=op.f('uq_register_entry_series_id_number'))
    )
    op.create_index('uq_register_entry_standing', 'register_entry', ['case_id'], unique=True, postgresql_where=sa.text('voided_at IS NULL'))
    op.create_table('resolution',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('content_sha256', sa.Text(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('yes', sa.Integer(), nullable=False),
    sa.Column('members', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('passed = (2 * yes > members)', name=op.f('ck_resolution_majority')),
    sa.CheckConstraint('yes >= 0 AND yes <= members AND members > 0', name=op.f('ck_resolution_counts')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_resolution_case_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['user_account.id'], name=op.f('fk_resolution_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resolution'))
    )
    op.create_index('ix_resolution_case_id', 'resolution', ['case_id'], unique=False)
    op.create_table('signature',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('person', 'seal', name='signaturekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('post_id', sa.BigInteger(), nullable=False),
    sa.Column('seal_id', sa.BigInteger(), nullable=True),
    sa.Column('delegation_id', sa.BigInteger(), nullable=True),
    sa.Column('capacity', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('content_sha256', sa.Text(), nullable=False),
    sa.Column('file_sha256', sa.Text(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('voided_because', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_signature_case_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['user_account.id'], name=op.f('fk_signature_confirmed_by_id')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation_instrument.id'], name=op.f('fk_signature_delegation_id')),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_signature_file_sha256')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_signature_post_id')),
    sa.ForeignKeyConstraint(['seal_id'], ['seal.id'], name=op.f('fk_signature_seal_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_signature_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature'))
    )
    op.create_index('uq_signature_standing', 'signature', ['case_id', 'kind'], unique=True, postgresql_where=sa.text('voided_at IS NULL'))
    op.create_table('user_task',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('engine_task_id', sa.Text(), nullable=True),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('role_key', sa.Text(), nullable=True),
    sa.Column('post_id', sa.BigInteger(), nullable=True),
    sa.Column('user_id', sa.BigInteger(), nullable=True),
    sa.Column('assignee_id', sa.BigInteger(), nullable=True),
    sa.Column('queue', sa.Text(), sa.Computed("CASE WHEN assignee_id IS NOT NULL THEN 'user:' || assignee_id WHEN user_id IS NOT NULL THEN 'user:' || user_id WHEN post_id IS NOT NULL THEN 'post:' || post_id ELSE 'role:' || organisation_id || ':' || role_key END", persisted=True), nullable=False),
    sa.Column('status', sa.Enum('open', 'done', 'cancelled', name='taskstatus', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('priority', sa.SmallInteger(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by_id', sa.BigInteger(), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('completed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('completed_post_id', sa.BigInteger(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint('num_nonnulls(role_key, post_id, user_id) = 1', name=op.f('ck_user_task_offered_once')),
    sa.ForeignKeyConstraint(['assignee_id'], ['user_account.id'], name=op.f('fk_user_task_assignee_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_user_task_case_id')),
    sa.ForeignKeyConstraint(['completed_by_id'], ['user_account.id'], name=op.f('fk_user_task_completed_by_id')),
    sa.ForeignKeyConstraint(['completed_post_id'], ['post.id'], name=op.f('fk_user_task_completed_post_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['user_account.id'], name=op.f('fk_user_task_opened_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_user_task_organisation_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_user_task_post_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_task_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_task'))
    )
    op.create_index('ix_user_task_case_id', 'user_task', ['case_id'], unique=False)
    op.create_index('ix_user_task_done', 'user_task', ['completed_by_id', sa.literal_column('completed_at DESC'), sa.literal_column('id DESC')], unique=False, postgresql_where=sa.text("status = 'done'"))
    op.create_index('ix_user_task_due_at', 'user_task', ['due_at'], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_index('ix_user_task_inbox_due', 'user_task', ['queue', 'due_at', 'id'], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_index('ix_user_task_inbox_newest', 'user_task', ['queue', 'id'], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_index('ix_user_task_inbox', 'user_task', ['queue', 'priority', 'due_at', 'id'], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_table('opinion',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('task_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_post_id', sa.BigInteger(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_by_id', sa.BigInteger(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user_account.id'], name=op.f('fk_opinion_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user_account.id'], name=op.f('fk_opinion_asked_by_id')),
    sa.ForeignKeyConstraint(['asked_post_id'], ['post.id'], name=op.f('fk_opinion_asked_post_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_opinion_case_id')),
    sa.ForeignKeyConstraint(['task_id'], ['user_task.id'], name=op.f('fk_opinion_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion'))
    )
    op.create_index('ix_opinion_case_id', 'opinion', ['case_id'], unique=False)
    op.create_table('reminder',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('task_id', sa.BigInteger(), nullable=False),
    sa.Column('rung', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['user_task.id'], name=op.f('fk_reminder_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('task_id', 'rung', name=op.f('uq_reminder_task_id_rung'))
    )
    op.execute(AUDIT_TRIGGER)


def downgrade() -> None:
    op.drop_table('reminder')
    op.drop_index('ix_opinion_case_id', table_name='opinion')
    op.drop_table('opinion')
    op.drop_index('ix_user_task_inbox_newest', table_name='user_task', postgresql_where=sa.text("status = 'open'"))
    op.drop_index('ix_user_task_inbox_due', table_name='user_task', postgresql_where=sa.text("status = 'open'"))
    op.drop_index('ix_user_task_inbox', table_name='user_task', postgresql_where=sa.text("status = 'open'"))
    op.drop_index('ix_user_task_due_at', table_name='user_task', postgresql_where=sa.text("status = 'open'"))
    op.drop_index('ix_user_task_done', table_name='user_task', postgresql_where=sa.text("status = 'done'"))
    op.drop_index('ix_user_task_case_id', table_name='user_task')
    op.drop_table('user_task')
    op.drop_index('uq_signature_standing', table_name='signature', postgresql_where=sa.text('voided_at IS NULL'))
    op.drop_table('signature')
    op.drop_index('ix_resolution_case_id', table_name='resolution')
    op.drop_table('resolution')
    op.drop_index('uq_register_entry_standing', table_name='register_entry', postgresql_where=sa.text('voided_at IS NULL'))
    op.drop_table('register_entry')
    op.drop_index('ix_check_case_id', table_name='check')
    op.drop_table('check')
    op.drop_index('ix_audit_event_document_id', table_name='audit_event')
    op.drop_table('audit_event')
    op.drop_index('ix_signing_key_user_id', table_name='signing_key')
    op.drop_index('ix_signing_key_seal_id', table_name='signing_key')
    op.drop_table('signing_key')
    op.drop_index('ix_seal_rule_organisation_id', table_name='seal_rule')
    op.drop_table('seal_rule')
    op.drop_index('ix_case_running_submitted_by_id', table_name='case', postgresql_where=sa.text("status = 'running'"))
    op.drop_index('uq_case_running', table_name='case', postgresql_where=sa.text("status = 'running'"))
    op.drop_index('ix_case_submitted_by_id', table_name='case')
    op.drop_index('ix_case_next_due_at', table_name='case', postgresql_where=sa.text("status = 'running' AND next_due_at IS NOT NULL"))
    op.drop_index('ix_case_document_id', table_name='case')
    op.drop_table('case')
    op.drop_index('ix_separation_exception_document_id', table_name='separation_exception')
    op.drop_table('separation_exception')
    op.drop_table('seal')
    op.drop_table('role_post')
    op.drop_table('process_decision')
    op.drop_index('ix_post_holding_user_id', table_name='post_holding')
    op.drop_index('ix_post_holding_post_id', table_name='post_holding')
    op.drop_table('post_holding')
    op.drop_index('ix_notification_user_id', table_name='notification')
    op.drop_index('ix_notification_unread', table_name='notification', postgresql_where=sa.text('read_at IS NULL'))
    op.drop_table('notification')
    op.drop_table('document_version')
    op.drop_index('ix_delegation_instrument_organisation_id', table_name='delegation_instrument')
    op.drop_table('delegation_instrument')
    op.drop_index('ix_attachment_document_id', table_name='attachment')
    op.drop_table('attachment')
    op.drop_index('ix_absence_post_id', table_name='absence')
    op.drop_table('absence')
    op.drop_index('uq_process_version_active', table_name='process_version', postgresql_where=sa.text('active'))
    op.drop_table('process_version')
    op.drop_table('post')
    op.drop_index('ix_document_under_way_search', table_name='document', postgresql_using='gin', postgresql_where=sa.text("status IN ('submitted', 'signed')"))
    op.drop_index('ix_document_under_way_kind', table_name='document', postgresql_where=sa.text("status IN ('submitted', 'signed')"))
    op.drop_index('ix_document_status', table_name='document')
    op.drop_index('ix_document_kind', table_name='document')
    op.drop_index('ix_document_search', table_name='document', postgresql_using='gin')
    op.drop_index('ix_document_organisation_id', table_name='document')
    op.drop_index('ix_document_drafter_id', table_name='document')
    op.drop_table('document')
    op.drop_index('uq_decision_version_active', table_name='decision_version', postgresql_where=sa.text('active'))
    op.drop_table('decision_version')
    op.drop_table('user_account')
    op.drop_table('unit')
    op.drop_table('role')
    op.drop_table('number_series')
    op.drop_table('audit_head')
    op.drop_table('stored_file')
    op.drop_table('organisation')
    op.execute("DROP FUNCTION audit_event_refuse()")
