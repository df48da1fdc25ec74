"""what moderators chose to be spared"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_comforts",
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("blur", sa.String(16), nullable=True),
        sa.Column("easy_after", sa.Integer(), nullable=True),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("severe", sa.Integer(), server_default="0", nullable=False),
        sa.Column("in_row", sa.Integer(), server_default="0", nullable=False),
        sa.Column("mild_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_desk_comforts")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_desk_comforts_account_id_accounts"),
        ),
    )


def downgrade() -> None:
    op.drop_table("desk_comforts")
