"""digests by which moderators see that two accounts may be one person's"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_traces",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_account_traces_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_traces")),
        sa.UniqueConstraint(
            "account_id",
            "kind",
            "digest",
            name=op.f("uq_account_traces_account_id_kind_digest"),
        ),
    )
    op.create_index(
        "ix_account_traces_kind_digest", "account_traces", ["kind", "digest"]
    )
    op.create_index(
        op.f("ix_account_traces_expires_at"), "account_traces", ["expires_at"]
    )
    op.create_index("ix_sanctions_starts_at", "sanctions", ["starts_at"])


def downgrade() -> None:
    op.drop_index("ix_sanctions_starts_at", "sanctions")
    op.drop_table("account_traces")
