"""sanctions: acknowledged warnings, the reason of a lift, one sanction an attempt"""

import sqlalchemy as sa
from alembic import op

MOMENT = sa.DateTime(timezone=True)

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sanctions",
        sa.Column("lift_reason", sa.String(1000), server_default="", nullable=False),
    )
    op.add_column("sanctions", sa.Column("attempt", sa.String(64), nullable=True))
    op.add_column("sanctions", sa.Column("acknowledged_at", MOMENT, nullable=True))
    # Nobody was asked to acknowledge a warning before: those that are there hold
    # nobody up.
    op.execute("UPDATE sanctions SET acknowledged_at = starts_at")
    op.create_index(
        "ix_sanctions_attempt", "sanctions", ["decided_by", "attempt"], unique=True
    )


def downgrade() -> None:
    op.drop_index("ix_sanctions_attempt", "sanctions")
    for column in ("acknowledged_at", "attempt", "lift_reason"):
        op.drop_column("sanctions", column)
