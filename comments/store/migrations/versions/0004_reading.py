"""orders of reading, editors' picks, and what is new to a reader"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ROOTS = sa.text("parent_id IS NULL")
PICKED = sa.text("picked_at IS NOT NULL")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns added in place: SQLite would otherwise copy the largest table there is.
    count = sa.Column("appreciated", sa.Integer(), server_default="0", nullable=False)
    op.add_column("comments", count)
    op.add_column("comments", sa.Column("picked_at", MOMENT, nullable=True))
    op.add_column("comments", sa.Column("appeared_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE comments SET appeared_at = created_at"
        " WHERE shown_revision_id IS NOT NULL"
    )
    for name, columns, where in _indexes():
        op.create_index(
            name, "comments", columns, sqlite_where=where, postgresql_where=where
        )
    op.create_table(
        "last_readings",
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("thread_id", IDENTITY, nullable=False),
        sa.Column("new_since", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_last_readings_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_last_readings_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "thread_id", name=op.f("pk_last_readings")
        ),
    )
    op.create_index(op.f("ix_last_readings_read_at"), "last_readings", ["read_at"])


def downgrade() -> None:
    op.drop_table("last_readings")
    for name, _, _ in _indexes():
        op.drop_index(name, "comments")
    for column in ("appeared_at", "picked_at", "appreciated"):
        op.drop_column("comments", column)


def _indexes() -> list[tuple[str, list[str], sa.TextClause | None]]:
    return [
        ("ix_comments_roots_replied", ["thread_id", "shown_replies", "id"], ROOTS),
        ("ix_comments_roots_appreciated", ["thread_id", "appreciated", "id"], ROOTS),
        ("ix_comments_appreciated", ["thread_id", "appreciated", "id"], None),
        ("ix_comments_picked", ["thread_id", "id"], PICKED),
        (
            "ix_comments_thread_id_appeared_at",
            ["thread_id", "appeared_at", "id"],
            None,
        ),
        ("ix_comments_appeared_at", ["appeared_at"], None),
    ]
