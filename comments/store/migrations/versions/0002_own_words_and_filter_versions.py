"""the newsroom's own words, and the versions of the filter's arrangement"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = sa.DateTime(timezone=True)
LIVE = sa.text("ended_in IS NULL")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_words",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("normal", sa.String(length=400), nullable=False),
        sa.Column("treatment", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("added_by", IDENTITY, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_in", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["accounts.id"], name=op.f("fk_own_words_added_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.id"], name=op.f("fk_own_words_ended_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_words")),
    )
    op.create_index(
        "ix_own_words_live",
        "own_words",
        ["normal"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_table(
        "filter_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("changes", DOCUMENT, nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("changed_by", IDENTITY, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["accounts.id"],
            name=op.f("fk_filter_versions_changed_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_filter_versions")),
    )


def downgrade() -> None:
    op.drop_table("filter_versions")
    op.drop_table("own_words")
