"""What fitted models say of themselves; which columns the user keeps out of them, and which they trust."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (
        ("assessment", "models"),
        ("workspace_settings", "kept_out_columns"),
        ("workspace_settings", "trusted_columns"),
    ):
        op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what was decided")
