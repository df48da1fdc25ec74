"""threads that other sites' pages made, and log-ins that hold within their frames"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in _thread_columns():
        op.add_column("threads", column)
    op.create_index("ix_threads_seen_on", "threads", ["seen_on", "created_at"])
    framed_by = sa.Column("framed_by", sa.String(length=255), nullable=True)
    op.add_column("login_sessions", framed_by)
    op.create_table(
        "log_in_codes",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("challenge", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=255), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_log_in_codes_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_log_in_codes")),
    )
    for column in ("account_id", "expires_at"):
        op.create_index(op.f(f"ix_log_in_codes_{column}"), "log_in_codes", [column])


def downgrade() -> None:
    op.drop_table("log_in_codes")
    op.drop_column("login_sessions", "framed_by")
    op.drop_index("ix_threads_seen_on", "threads")
    for column in _thread_columns():
        op.drop_column("threads", column.name)


def _thread_columns() -> list[sa.Column]:
    return [
        sa.Column("seen_on", sa.String(length=255), nullable=True),
        sa.Column(
            "title_unverified",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
        ),
        sa.Column("title_signed_at", MOMENT, nullable=True),
    ]
