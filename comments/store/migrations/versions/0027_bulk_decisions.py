"""bulk decisions and their lines"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "bulk_decisions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("moderator_id", IDENTITY, nullable=False),
        sa.Column("attempt", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("rule", sa.String(40), nullable=True),
        sa.Column("note", sa.String(1000), server_default="", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        _to("bulk_decisions", "moderator_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_decisions")),
        sa.UniqueConstraint(
            "moderator_id",
            "attempt",
            name=op.f("uq_bulk_decisions_moderator_id_attempt"),
        ),
    )
    op.create_table(
        "bulk_lines",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("bulk_id", IDENTITY, nullable=False),
        sa.Column("comment_id", IDENTITY, nullable=False),
        sa.Column("revision_id", IDENTITY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_report", IDENTITY, nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16), server_default="", nullable=False),
        sa.Column("own_look", sa.Boolean(), nullable=False),
        sa.Column("decision_id", IDENTITY, nullable=True),
        _to("bulk_lines", "bulk_id", "bulk_decisions"),
        _to("bulk_lines", "comment_id", "comments"),
        _to("bulk_lines", "decision_id", "decisions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_lines")),
    )
    for columns in (["bulk_id", "state", "id"], ["comment_id"], ["decision_id"]):
        name = "bulk_id_state" if "state" in columns else columns[0]
        op.create_index(op.f(f"ix_bulk_lines_{name}"), "bulk_lines", columns)


def downgrade() -> None:
    op.drop_table("bulk_lines")
    op.drop_table("bulk_decisions")
