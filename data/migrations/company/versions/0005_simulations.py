"""What was asked of the simulator, and what it answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "simulation",
        sa.Column("simulation_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("input_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("results", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.assessment_id"],
            name=op.f("fk_simulation_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("simulation_id", name=op.f("pk_simulation")),
        sa.UniqueConstraint("input_hash", name=op.f("uq_simulation_input_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_simulation_assessment_id"), "simulation", ["assessment_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what was simulated")
