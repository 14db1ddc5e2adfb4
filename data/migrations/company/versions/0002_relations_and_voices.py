"""Contracts, contacts, rescues, exits, product details and targets; surveys and complaints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Early databases have it; every import paid for it, and only an undo asked.
    op.execute("DROP INDEX IF EXISTS ix_transaction_product_key")
    op.create_table('survey_item',
    sa.Column('item_key', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('scale_low', sa.Float(), nullable=True),
    sa.Column('scale_high', sa.Float(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_survey_item_import_id_import')),
    sa.PrimaryKeyConstraint('item_key', name=op.f('pk_survey_item')),
    sa.UniqueConstraint('item_id', name=op.f('uq_survey_item_item_id'))
    )
    op.create_index(op.f('ix_survey_item_import_id'), 'survey_item', ['import_id'], unique=False)
    op.create_table('target',
    sa.Column('target_key', sa.Integer(), nullable=False),
    sa.Column('figure', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('planned_value', sa.Float(), nullable=False),
    sa.Column('owner', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_target_import_id_import')),
    sa.PrimaryKeyConstraint('target_key', name=op.f('pk_target'))
    )
    op.create_index(op.f('ix_target_import_id'), 'target', ['import_id'], unique=False)
    op.create_table('complaint',
    sa.Column('complaint_key', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.String(), nullable=False),
    sa.Column('customer_key', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('cause', sa.String(), nullable=True),
    sa.Column('severity', sa.String(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.Column('claim_minor', sa.BigInteger(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_key'], ['customer.customer_key'], name=op.f('fk_complaint_customer_key_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_complaint_import_id_import')),
    sa.PrimaryKeyConstraint('complaint_key', name=op.f('pk_complaint')),
    sa.UniqueConstraint('complaint_id', name=op.f('uq_complaint_complaint_id'))
    )
    op.create_index(op.f('ix_complaint_customer_key'), 'complaint', ['customer_key'], unique=False)
    op.create_index(op.f('ix_complaint_import_id'), 'complaint', ['import_id'], unique=False)
    op.create_table('contact',
    sa.Column('contact_key', sa.Integer(), nullable=False),
    sa.Column('customer_key', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('purpose', sa.String(), nullable=True),
    sa.Column('stage', sa.String(), nullable=True),
    sa.Column('cost_minor', sa.BigInteger(), nullable=True),
    sa.Column('result', sa.String(), nullable=True),
    sa.Column('row_id', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_key'], ['customer.customer_key'], name=op.f('fk_contact_customer_key_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_contact_import_id_import')),
    sa.PrimaryKeyConstraint('contact_key', name=op.f('pk_contact'))
    )
    op.create_index(op.f('ix_contact_customer_key'), 'contact', ['customer_key'], unique=False)
    op.create_index(op.f('ix_contact_import_id'), 'contact', ['import_id'], unique=False)
    op.create_index('uq_contact_row_id', 'contact', ['row_id'], unique=True, sqlite_where=sa.text('row_id IS NOT NULL'), postgresql_where=sa.text('row_id IS NOT NULL'))
    op.create_table('contract',
    sa.Column('contract_key', sa.Integer(), nullable=False),
    sa.Column('customer_key', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.String(), nullable=True),
    sa.Column('start_day', sa.Date(), nullable=False),
    sa.Column('is_start_estimated', sa.Boolean(), nullable=False),
    sa.Column('end_day', sa.Date(), nullable=True),
    sa.Column('fee_per_month_minor', sa.BigInteger(), nullable=True),
    sa.Column('tariff', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_key'], ['customer.customer_key'], name=op.f('fk_contract_customer_key_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_contract_import_id_import')),
    sa.PrimaryKeyConstraint('contract_key', name=op.f('pk_contract'))
    )
    op.create_index(op.f('ix_contract_customer_key'), 'contract', ['customer_key'], unique=False)
    op.create_index(op.f('ix_contract_import_id'), 'contract', ['import_id'], unique=False)
    op.create_index('uq_contract_contract_id', 'contract', ['contract_id'], unique=True, sqlite_where=sa.text('contract_id IS NOT NULL'), postgresql_where=sa.text('contract_id IS NOT NULL'))
    op.create_table('exit',
    sa.Column('exit_key', sa.Integer(), nullable=False),
    sa.Column('customer_key', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_day_estimated', sa.Boolean(), nullable=False),
    sa.Column('exit_kind', sa.String(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.Column('row_id', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_key'], ['customer.customer_key'], name=op.f('fk_exit_customer_key_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_exit_import_id_import')),
    sa.PrimaryKeyConstraint('exit_key', name=op.f('pk_exit'))
    )
    op.create_index(op.f('ix_exit_customer_key'), 'exit', ['customer_key'], unique=False)
    op.create_index(op.f('ix_exit_import_id'), 'exit', ['import_id'], unique=False)
    op.create_index('uq_exit_row_id', 'exit', ['row_id'], unique=True, sqlite_where=sa.text('row_id IS NOT NULL'), postgresql_where=sa.text('row_id IS NOT NULL'))
    op.create_table('product_details',
    sa.Column('details_key', sa.Integer(), nullable=False),
    sa.Column('product_key', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.Column('price_minor', sa.BigInteger(), nullable=True),
    sa.Column('cost_minor', sa.BigInteger(), nullable=True),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_product_details_import_id_import')),
    sa.ForeignKeyConstraint(['product_key'], ['product.product_key'], name=op.f('fk_product_details_product_key_product')),
    sa.PrimaryKeyConstraint('details_key', name=op.f('pk_product_details'))
    )
    op.create_index(op.f('ix_product_details_import_id'), 'product_details', ['import_id'], unique=False)
    op.create_index(op.f('ix_product_details_product_key'), 'product_details', ['product_key'], unique=False)
    op.create_table('rescue',
    sa.Column('rescue_key', sa.Integer(), nullable=False),
    sa.Column('customer_key', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('measure', sa.String(), nullable=False),
    sa.Column('is_control', sa.Boolean(), nullable=False),
    sa.Column('cost_minor', sa.BigInteger(), nullable=True),
    sa.Column('responded', sa.Boolean(), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('outcome_amount_minor', sa.BigInteger(), nullable=True),
    sa.Column('row_id', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_key'], ['customer.customer_key'], name=op.f('fk_rescue_customer_key_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_rescue_import_id_import')),
    sa.PrimaryKeyConstraint('rescue_key', name=op.f('pk_rescue'))
    )
    op.create_index(op.f('ix_rescue_customer_key'), 'rescue', ['customer_key'], unique=False)
    op.create_index(op.f('ix_rescue_import_id'), 'rescue', ['import_id'], unique=False)
    op.create_index('uq_rescue_row_id', 'rescue', ['row_id'], unique=True, sqlite_where=sa.text('row_id IS NOT NULL'), postgresql_where=sa.text('row_id IS NOT NULL'))
    op.create_table('survey_answer',
    sa.Column('answer_key', sa.Integer(), nullable=False),
    sa.Column('item_key', sa.Integer(), nullable=False),
    sa.Column('customer_key', sa.Integer(), nullable=True),
    sa.Column('respondent', sa.String(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('expectation', sa.Float(), nullable=True),
    sa.Column('importance', sa.Float(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.Column('is_not_applicable', sa.Boolean(), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_key'], ['customer.customer_key'], name=op.f('fk_survey_answer_customer_key_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_survey_answer_import_id_import')),
    sa.ForeignKeyConstraint(['item_key'], ['survey_item.item_key'], name=op.f('fk_survey_answer_item_key_survey_item')),
    sa.PrimaryKeyConstraint('answer_key', name=op.f('pk_survey_answer'))
    )
    op.create_index(op.f('ix_survey_answer_customer_key'), 'survey_answer', ['customer_key'], unique=False)
    op.create_index(op.f('ix_survey_answer_import_id'), 'survey_answer', ['import_id'], unique=False)
    op.create_index(op.f('ix_survey_answer_item_key'), 'survey_answer', ['item_key'], unique=False)
    op.create_table('complaint_event',
    sa.Column('event_key', sa.Integer(), nullable=False),
    sa.Column('complaint_key', sa.Integer(), nullable=False),
    sa.Column('customer_key', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('activity', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=True),
    sa.Column('resource', sa.String(), nullable=True),
    sa.Column('cost_minor', sa.BigInteger(), nullable=True),
    sa.Column('row_id', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['complaint_key'], ['complaint.complaint_key'], name=op.f('fk_complaint_event_complaint_key_complaint')),
    sa.ForeignKeyConstraint(['customer_key'], ['customer.customer_key'], name=op.f('fk_complaint_event_customer_key_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['import.import_id'], name=op.f('fk_complaint_event_import_id_import')),
    sa.PrimaryKeyConstraint('event_key', name=op.f('pk_complaint_event'))
    )
    op.create_index(op.f('ix_complaint_event_complaint_key'), 'complaint_event', ['complaint_key'], unique=False)
    op.create_index(op.f('ix_complaint_event_customer_key'), 'complaint_event', ['customer_key'], unique=False)
    op.create_index(op.f('ix_complaint_event_import_id'), 'complaint_event', ['import_id'], unique=False)
    op.create_index('uq_complaint_event_row_id', 'complaint_event', ['row_id'], unique=True, sqlite_where=sa.text('row_id IS NOT NULL'), postgresql_where=sa.text('row_id IS NOT NULL'))
    op.create_table('exit_cause',
    sa.Column('exit_key', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['exit_key'], ['exit.exit_key'], name=op.f('fk_exit_cause_exit_key_exit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('exit_key', 'cause', name=op.f('pk_exit_cause'))
    )
    op.create_table(
        "customer_merge",
        sa.Column("merge_key", sa.Integer(), nullable=False),
        sa.Column("kept_key", sa.Integer(), nullable=False),
        sa.Column("merged_key", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("merged_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("merge_key", name=op.f("pk_customer_merge")),
    )
    op.create_index(
        "uq_customer_merge_active",
        "customer_merge",
        ["merged_key"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "customers_apart",
        sa.Column("first_key", sa.Integer(), nullable=False),
        sa.Column("second_key", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("first_key", "second_key", name=op.f("pk_customers_apart")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what was confirmed")
