"""second readings: questions that two people answer"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")
CLAIMED = sa.text("claimed_by IS NOT NULL")

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PEOPLE = ("first_by", "claimed_by", "second_by")
INDEXES = (
    ("waiting", ["rank", "id"], WAITING),
    ("claimed_by", ["claimed_by"], CLAIMED),
    ("item_id_version", ["item_id", "version"], None),
    ("second_by", ["second_by", "read_at"], None),
    ("read_at", ["read_at"], None),
)


def upgrade() -> None:
    op.create_table(
        "second_readings",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("item_id", IDENTITY, nullable=False),
        sa.Column("comment_id", IDENTITY, nullable=False),
        sa.Column("revision_id", IDENTITY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_version", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("author_id", IDENTITY, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("as_it_was", DOCUMENT, nullable=False),
        sa.Column("decision_id", IDENTITY, nullable=False),
        sa.Column("first_by", IDENTITY, nullable=False),
        sa.Column("first_action", sa.String(16), nullable=False),
        sa.Column("first_rule", sa.String(40), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("ready_at", MOMENT, nullable=False),
        sa.Column("seen_by", DOCUMENT, nullable=False),
        sa.Column("claimed_by", IDENTITY, nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("second_by", IDENTITY, nullable=True),
        sa.Column("second_action", sa.String(16), nullable=True),
        sa.Column("second_rule", sa.String(40), nullable=True),
        sa.Column("second_note", sa.String(1000), server_default="", nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_readings")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_second_readings_decision_id")),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["accounts.id"],
                name=op.f(f"fk_second_readings_{column}_accounts"),
            )
            for column in PEOPLE
        ),
    )
    for name, columns, where in INDEXES:
        op.create_index(
            op.f(f"ix_second_readings_{name}"),
            "second_readings",
            columns,
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    op.drop_table("second_readings")
