"""Which causes a person read out of customers' own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_cause",
        sa.Column("cause_key", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("cause_key", name=op.f("pk_text_cause")),
        sa.UniqueConstraint("source", "import_id", "line", name=op.f("uq_text_cause_source")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what people decided")
