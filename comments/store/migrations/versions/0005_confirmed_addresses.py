"""confirmed addresses, and requests for a new password"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("email_folded", sa.String(254), nullable=True))
    op.add_column("accounts", sa.Column("email_confirmed_at", MOMENT, nullable=True))
    op.execute("UPDATE accounts SET email_folded = lower(email)")
    op.create_index(op.f("ix_accounts_email_folded"), "accounts", ["email_folded"])
    op.create_table(
        "address_confirmations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("replaces", sa.String(254), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_address_confirmations_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_confirmations")),
    )
    for column in ("account_id", "expires_at"):
        name = op.f(f"ix_address_confirmations_{column}")
        op.create_index(name, "address_confirmations", [column])
    op.create_table(
        "password_requests",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("email_folded", sa.String(254), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_requests")),
    )
    name = op.f("ix_password_requests_expires_at")
    op.create_index(name, "password_requests", ["expires_at"])


def downgrade() -> None:
    op.drop_table("password_requests")
    op.drop_table("address_confirmations")
    op.drop_index(op.f("ix_accounts_email_folded"), "accounts")
    op.drop_column("accounts", "email_confirmed_at")
    op.drop_column("accounts", "email_folded")
