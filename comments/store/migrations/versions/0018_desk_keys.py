"""each moderator's own keys for the desk"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chosen_keys",
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("keys", DOCUMENT, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_chosen_keys_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_chosen_keys")),
    )


def downgrade() -> None:
    op.drop_table("chosen_keys")
