"""Which questions of a survey were given which role, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_role_change",
        sa.Column("change_key", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("change_key", name=op.f("pk_item_role_change")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop the history of roles")
