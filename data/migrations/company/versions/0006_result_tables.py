"""Tables of an assessment's results, beside its customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment_frame",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.assessment_id"],
            name=op.f("fk_assessment_frame_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("assessment_id", "name", name=op.f("pk_assessment_frame")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop results")
