"""letters about urgent items"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "urgent_letters",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("item_id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("decision_id", IDENTITY, nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["review_items.id"],
            name=op.f("fk_urgent_letters_item_id_review_items"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_urgent_letters_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_urgent_letters_decision_id_decisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_letters")),
        sa.UniqueConstraint(
            "item_id",
            "account_id",
            "opened_at",
            "escalated",
            name=op.f("uq_urgent_letters_item_id_account_id_opened_at_escalated"),
        ),
    )
    for column in ("account_id", "created_at"):
        op.create_index(op.f(f"ix_urgent_letters_{column}"), "urgent_letters", [column])
    op.create_index("ix_mail_choices_kind", "mail_choices", ["kind", "cadence"])


def downgrade() -> None:
    op.drop_index("ix_mail_choices_kind", table_name="mail_choices")
    op.drop_table("urgent_letters")
