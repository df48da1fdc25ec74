"""thanks, ignored and followed people, news, consent and private messages"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MARKED = sa.text("mark IS NOT NULL")
TABLES = (
    "private_messages",
    "contact_consents",
    "news_settings",
    "news",
    "followed_people",
    "followed_threads",
    "ignored_people",
    "appreciations",
)

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, columns in _indexes():
        op.create_index(
            name,
            "comments",
            columns,
            sqlite_where=MARKED,
            postgresql_where=MARKED,
        )
    _pairs("appreciations", "comment_id", "comments", first=True)
    op.create_index(
        "ix_appreciations_account_id_id", "appreciations", ["account_id", "id"]
    )
    _pairs("ignored_people", "ignored_id", "accounts")
    _pairs("followed_threads", "thread_id", "threads")
    _pairs("followed_people", "followed_id", "accounts")
    _news()
    op.create_table(
        "contact_consents",
        sa.Column("comment_id", IDENTITY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _to("contact_consents", "comment_id", "comments"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_contact_consents")),
    )
    _messages()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for name, _ in _indexes():
        op.drop_index(name, "comments")


def _indexes() -> list[tuple[str, list[str]]]:
    return [
        ("ix_comments_marked", ["id"]),
        ("ix_comments_thread_id_marked", ["thread_id", "mark", "id"]),
    ]


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _pairs(table: str, column: str, target: str, *, first: bool = False) -> None:
    """Make a table of who has to do with what, each pair once."""
    pair = [column, "account_id"] if first else ["account_id", column]
    op.create_table(
        table,
        sa.Column("id", IDENTITY, nullable=False),
        *(sa.Column(name, IDENTITY, nullable=False) for name in pair),
        sa.Column("created_at", MOMENT, nullable=False),
        _to(table, "account_id", "accounts"),
        _to(table, column, target),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(*pair, name=op.f(f"uq_{table}_{'_'.join(pair)}")),
    )
    if not first:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _news() -> None:
    key = ["account_id", "kind", "subject_id"]
    op.create_table(
        "news",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject_id", IDENTITY, nullable=False),
        sa.Column("comment_id", IDENTITY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("mailed_at", MOMENT, nullable=True),
        _to("news", "account_id", "accounts"),
        _to("news", "comment_id", "comments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
        sa.UniqueConstraint(*key, name=op.f(f"uq_news_{'_'.join(key)}")),
    )
    op.create_index("ix_news_account_id_id", "news", ["account_id", "id"])
    op.create_index("ix_news_comment_id", "news", ["comment_id"])
    op.create_table(
        "news_settings",
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("delivery", sa.String(8), nullable=False),
        _to("news_settings", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_news_settings")),
    )


def _messages() -> None:
    op.create_table(
        "private_messages",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("comment_id", IDENTITY, nullable=False),
        sa.Column("sender_id", IDENTITY, nullable=False),
        sa.Column("from_newsroom", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("findings", DOCUMENT, nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        _to("private_messages", "comment_id", "comments"),
        _to("private_messages", "sender_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_messages")),
        sa.UniqueConstraint(
            "sender_id", "attempt", name=op.f("uq_private_messages_sender_id_attempt")
        ),
    )
    op.create_index(
        "ix_private_messages_comment_id_id",
        "private_messages",
        ["comment_id", "id"],
    )
