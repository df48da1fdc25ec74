"""until when statements can be appealed, when answers are due, appeals of sanctions"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("decided_at IS NULL")
LATER = {
    "sqlite": "datetime({column}, '+{days} days')",
    "postgresql": "{column} + interval '{days} days'",
}

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("statements", sa.Column("appeal_until", MOMENT, nullable=True))
    op.add_column(
        "appeals",
        sa.Column("mistake", sa.String(16), server_default="", nullable=False),
    )
    op.add_column("appeals", sa.Column("due_at", MOMENT, nullable=True))
    _fill()
    op.create_index(
        "ix_appeals_due",
        "appeals",
        ["due_at", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _sanction_appeals()


def downgrade() -> None:
    op.drop_table("sanction_appeals")
    op.drop_index("ix_appeals_due", "appeals")
    for table, column in (
        ("appeals", "due_at"),
        ("appeals", "mistake"),
        ("statements", "appeal_until"),
    ):
        op.drop_column(table, column)


def _fill() -> None:
    """Say of what is there already what its people were told then: six months."""
    later = LATER[op.get_bind().dialect.name]
    until = later.format(column="visible_at", days=184)
    due = later.format(column="created_at", days=14)
    told = "('held', 'rejected', 'sanction')"
    op.execute(f"UPDATE statements SET appeal_until = {until} WHERE kind IN {told}")  # noqa: S608 (no word of anybody's)
    op.execute(f"UPDATE appeals SET due_at = {due}")  # noqa: S608 (the same)


def _sanction_appeals() -> None:
    op.create_table(
        "sanction_appeals",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("sanction_id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("text", sa.String(2000), server_default="", nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", IDENTITY, nullable=True),
        sa.Column("answer", sa.String(1000), server_default="", nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_sanction_appeals_{column}_{target}"),
            )
            for column, target in (
                ("sanction_id", "sanctions"),
                ("account_id", "accounts"),
                ("decided_by", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_appeals")),
        sa.UniqueConstraint(
            "sanction_id", name=op.f("uq_sanction_appeals_sanction_id")
        ),
    )
    for column in ("account_id", "decided_by"):
        op.create_index(
            op.f(f"ix_sanction_appeals_{column}"), "sanction_appeals", [column]
        )
    op.create_index(
        "ix_sanction_appeals_due",
        "sanction_appeals",
        ["due_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
