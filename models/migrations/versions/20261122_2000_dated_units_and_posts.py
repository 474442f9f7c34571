"""Names of units and titles of posts by date: what was one row becomes its first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('unit_version',
    sa.Column('unit_id', sa.BigInteger(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('parent_id', sa.BigInteger(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_version_parent_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_version_unit_id')),
    sa.PrimaryKeyConstraint('unit_id', 'valid_from', name=op.f('pk_unit_version'))
    )
    op.create_index('ix_unit_version_parent_id', 'unit_version', ['parent_id'])
    op.create_table('post_version',
    sa.Column('post_id', sa.BigInteger(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('unit_id', sa.BigInteger(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('second_office', sa.Text(), nullable=True),
    sa.Column('votes', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_version_post_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_post_version_unit_id')),
    sa.PrimaryKeyConstraint('post_id', 'valid_from', name=op.f('pk_post_version'))
    )
    op.create_index('ix_post_version_unit_id', 'post_version', ['unit_id'])
    op.execute("""
        INSERT INTO unit_version (unit_id, valid_from, parent_id, name, code)
        SELECT id, valid_from, parent_id, name, code FROM unit
    """)
    op.execute("""
        INSERT INTO post_version (post_id, valid_from, unit_id, title, second_office, votes)
        SELECT id, valid_from, unit_id, title, second_office, votes FROM post
    """)
    op.drop_column('unit', 'parent_id')
    op.drop_column('unit', 'name')
    op.drop_column('unit', 'code')
    op.drop_column('post', 'unit_id')
    op.drop_column('post', 'title')
    op.drop_column('post', 'second_office')
    op.drop_column('post', 'votes')


def downgrade() -> None:
    # One row holds one version: the one in force today, else the first.
    op.add_column('unit', sa.Column('parent_id', sa.BigInteger(), nullable=True))
    op.add_column('unit', sa.Column('name', sa.Text(), nullable=True))
    op.add_column('unit', sa.Column('code', sa.Text(), nullable=True))
    op.add_column('post', sa.Column('unit_id', sa.BigInteger(), nullable=True))
    op.add_column('post', sa.Column('title', sa.Text(), nullable=True))
    op.add_column('post', sa.Column('second_office', sa.Text(), nullable=True))
    op.add_column('post', sa.Column('votes', sa.Boolean(), nullable=True))
    op.execute("""
        UPDATE unit u SET parent_id = v.parent_id, name = v.name, code = v.code
        FROM unit_version v
        WHERE v.unit_id = u.id AND v.valid_from = (SELECT max(w.valid_from) FROM unit_version w
            WHERE w.unit_id = u.id AND w.valid_from <= greatest(current_date, u.valid_from))
    """)
    op.execute("""
        UPDATE post p SET unit_id = v.unit_id, title = v.title,
            second_office = v.second_office, votes = v.votes
        FROM post_version v
        WHERE v.post_id = p.id AND v.valid_from = (SELECT max(w.valid_from) FROM post_version w
            WHERE w.post_id = p.id AND w.valid_from <= greatest(current_date, p.valid_from))
    """)
    for table, column in (('unit', 'name'), ('unit', 'code'), ('post', 'title'), ('post', 'votes')):
        op.alter_column(table, column, nullable=False)
    op.create_foreign_key('fk_unit_parent_id', 'unit', 'unit', ['parent_id'], ['id'])
    op.create_foreign_key('fk_post_unit_id', 'post', 'unit', ['unit_id'], ['id'])
    op.drop_table('post_version')
    op.drop_table('unit_version')
