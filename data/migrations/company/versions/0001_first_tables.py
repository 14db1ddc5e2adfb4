"""The first tables of a company."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("customers_count", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("cards", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_assessment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assessment_as_of"), "assessment", ["as_of"], unique=False)
    op.create_table(
        "import",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("part_name", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_accepted", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_duplicates", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.Column("understanding", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("rejected_rows", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import")),
        sa.UniqueConstraint("part_name", name=op.f("uq_import_part_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_import_active_file",
        "import",
        ["kind", "file_sha256"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "saved_view",
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("view_id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_view_name")),
    )
    op.create_table(
        "workspace_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("currency_exponent", sa.Integer(), nullable=False),
        sa.Column("contractual", sa.Boolean(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value_share", sa.Float(), nullable=False),
        sa.Column("abc_a_share", sa.Float(), nullable=False),
        sa.Column("abc_b_share", sa.Float(), nullable=False),
        sa.Column("churn_after_days", sa.Integer(), nullable=True),
        sa.Column("alarm_probability", sa.Float(), nullable=False),
        sa.Column("partial_churn_drop", sa.Float(), nullable=False),
        sa.Column("horizon_months", sa.Integer(), nullable=False),
        sa.Column("discount_rate_per_year", sa.Float(), nullable=False),
        sa.Column("margin_rate", sa.Float(), nullable=True),
        sa.Column("minimum_peers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace_settings")),
    )
    op.create_table(
        "assessment_part",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("customers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.assessment_id"],
            name=op.f("fk_assessment_part_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("assessment_id", "part", name=op.f("pk_assessment_part")),
    )
    op.create_table(
        "attribute_definition",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.import_id"], name=op.f("fk_attribute_definition_import_id_import")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_attribute_definition")),
    )
    op.create_index(
        op.f("ix_attribute_definition_import_id"), "attribute_definition", ["import_id"], unique=False
    )
    op.create_table(
        "customer",
        sa.Column("customer_key", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.import_id"], name=op.f("fk_customer_import_id_import")
        ),
        sa.PrimaryKeyConstraint("customer_key", name=op.f("pk_customer")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_customer_customer_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_customer_import_id"), "customer", ["import_id"], unique=False)
    op.create_table(
        "product",
        sa.Column("product_key", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.import_id"], name=op.f("fk_product_import_id_import")
        ),
        sa.PrimaryKeyConstraint("product_key", name=op.f("pk_product")),
        sa.UniqueConstraint("product_id", name=op.f("uq_product_product_id")),
    )
    op.create_index(op.f("ix_product_import_id"), "product", ["import_id"], unique=False)
    op.create_table(
        "customer_attributes",
        sa.Column("attributes_key", sa.Integer(), nullable=False),
        sa.Column("customer_key", sa.Integer(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_key"],
            ["customer.customer_key"],
            name=op.f("fk_customer_attributes_customer_key_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.import_id"], name=op.f("fk_customer_attributes_import_id_import")
        ),
        sa.PrimaryKeyConstraint("attributes_key", name=op.f("pk_customer_attributes")),
    )
    op.create_index(
        op.f("ix_customer_attributes_customer_key"), "customer_attributes", ["customer_key"], unique=False
    )
    op.create_index(
        op.f("ix_customer_attributes_import_id"), "customer_attributes", ["import_id"], unique=False
    )
    op.create_table(
        "transaction",
        sa.Column("transaction_key", sa.Integer(), nullable=False),
        sa.Column("customer_key", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("margin_minor", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Float(), nullable=True),
        sa.Column("product_key", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("row_id", sa.String(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_key"], ["customer.customer_key"], name=op.f("fk_transaction_customer_key_customer")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.import_id"], name=op.f("fk_transaction_import_id_import")
        ),
        sa.ForeignKeyConstraint(
            ["product_key"], ["product.product_key"], name=op.f("fk_transaction_product_key_product")
        ),
        sa.PrimaryKeyConstraint("transaction_key", name=op.f("pk_transaction")),
    )
    op.create_index(op.f("ix_transaction_customer_key"), "transaction", ["customer_key"], unique=False)
    op.create_index(op.f("ix_transaction_import_id"), "transaction", ["import_id"], unique=False)
    op.create_index(
        "uq_transaction_row_id",
        "transaction",
        ["row_id"],
        unique=True,
        sqlite_where=sa.text("row_id IS NOT NULL"),
        postgresql_where=sa.text("row_id IS NOT NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what was confirmed")
