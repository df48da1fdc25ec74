"""how often a reader is written to, and the digests of a day"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_choices",
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("cadence", sa.String(8), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_mail_choices_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_mail_choices")),
    )
    op.create_table(
        "digests",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_digests_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint(
            "account_id", "due_at", name=op.f("uq_digests_account_id_due_at")
        ),
    )
    op.create_index(op.f("ix_digests_due_at"), "digests", ["due_at"])
    op.create_table(
        "digest_entries",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("digest_id", IDENTITY, nullable=False),
        sa.Column("message", sa.String(24), nullable=False),
        sa.Column("subject_id", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"],
            ["digests.id"],
            name=op.f("fk_digest_entries_digest_id_digests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_entries")),
        sa.UniqueConstraint(
            "digest_id",
            "message",
            "subject_id",
            name=op.f("uq_digest_entries_digest_id_message_subject_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("digest_entries")
    op.drop_table("digests")
    op.drop_table("mail_choices")
