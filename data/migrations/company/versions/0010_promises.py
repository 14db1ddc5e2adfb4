"""Who spoke for the company in a contact, and what was promised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("agent", sa.String(), nullable=True))
    op.add_column("contact", sa.Column("promise", sa.String(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what was promised")
