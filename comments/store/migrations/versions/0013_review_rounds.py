"""rounds of review, and indexes for the report on a period"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("closed_at IS NULL")

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BY_TIME = (
    ("ledger", "at"),
    ("appeals", "created_at"),
    ("unlawful_notices", "created_at"),
)


def upgrade() -> None:
    op.create_table(
        "review_rounds",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("item_id", IDENTITY, nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("waited", sa.Integer(), nullable=True),
        sa.Column("decision_id", IDENTITY, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rounds")),
    )
    for name, columns, where in (
        ("ix_review_rounds_open", ["rule", "opened_at"], OPEN),
        ("ix_review_rounds_item", ["item_id"], OPEN),
        ("ix_review_rounds_opened_at", ["opened_at"], None),
        ("ix_review_rounds_closed_at", ["closed_at"], None),
        ("ix_review_rounds_decision_id", ["decision_id"], None),
    ):
        op.create_index(
            name,
            "review_rounds",
            columns,
            sqlite_where=where,
            postgresql_where=where,
        )
    for table, column in BY_TIME:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    # What is open now is in its round; of what was decided before, no round is known.
    op.execute(
        "INSERT INTO review_rounds (item_id, rule, source, opened_at)"
        " SELECT id,"
        " coalesce((SELECT rule FROM review_signals WHERE item_id = review_items.id"
        "  AND rule <> '' ORDER BY points DESC, id LIMIT 1), ''),"
        " coalesce((SELECT source FROM review_signals WHERE item_id = review_items.id"
        "  ORDER BY points DESC, id LIMIT 1), 'mode'),"
        " opened_at FROM review_items WHERE state = 'open'"
    )


def downgrade() -> None:
    for table, column in BY_TIME:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.drop_table("review_rounds")
