"""an index of all comments' words, filled from the texts that are there"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

BATCH = 1000
# As the index was read when it was made (comments/domain/search_query.py).
UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
PIECE = re.compile(
    rf"[{UNSPACED}]|[^\W_{UNSPACED}](?:[^\W_{UNSPACED}]|[\u0300-\u036f])*"
)
PLAIN = re.compile(r"[^\W_]+")

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute(
            "CREATE VIRTUAL TABLE search_texts USING fts5"
            "(words, signs, tokenize = 'unicode61 remove_diacritics 0')"
        )
    else:
        op.create_table(
            "search_texts",
            sa.Column("revision_id", sa.BigInteger(), autoincrement=False),
            sa.Column("words", postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_search_texts")),
            sa.ForeignKeyConstraint(
                ["revision_id"],
                ["revisions.id"],
                name=op.f("fk_search_texts_revision_id_revisions"),
                ondelete="CASCADE",
            ),
        )
    _fill(_sqlite_rows if is_sqlite else _postgresql_rows, is_sqlite=is_sqlite)
    if not is_sqlite:
        # After filling, which is much quicker so; a short list of what is not sorted
        # in yet, since every search reads it from end to end.
        op.execute(
            "CREATE INDEX ix_search_texts_words ON search_texts"
            " USING gin (words) WITH (gin_pending_list_limit = 512)"
        )


def downgrade() -> None:
    op.execute("DROP TABLE search_texts")


def _fill(rows: Callable[..., dict[str, Any]], *, is_sqlite: bool) -> None:
    into = "rowid, words, signs" if is_sqlite else "revision_id, words"
    values = ":id, :words, :signs" if is_sqlite else ":id, CAST(:words AS tsvector)"
    put = sa.text(f"INSERT INTO search_texts ({into}) VALUES ({values})")  # noqa: S608
    take = sa.text(
        "SELECT r.id, r.text, c.author_id, c.thread_id FROM revisions r"
        " JOIN comments c ON c.id = r.comment_id"
        " WHERE r.id > :after AND r.text <> '' ORDER BY r.id LIMIT :limit"
    )
    connection, after = op.get_bind(), 0
    while batch := connection.execute(take, {"after": after, "limit": BATCH}).all():
        connection.execute(put, [rows(*row) for row in batch])
        after = batch[-1][0]


def _sqlite_rows(
    row_id: int, text: str, author_id: int, thread_id: int
) -> dict[str, Any]:
    signs = f"a{author_id} t{thread_id}"
    return {"id": row_id, "words": " ".join(_words(text)), "signs": signs}


def _postgresql_rows(
    row_id: int, text: str, author_id: int, thread_id: int
) -> dict[str, Any]:
    placed = [f"'{word}':{place}" for place, word in enumerate(_words(text), 1)]
    signs = [f"'@a{author_id}'", f"'@t{thread_id}'"]
    return {"id": row_id, "words": " ".join([*placed, *signs])}


def _words(text: str) -> Iterator[str]:
    for piece in PIECE.findall(text):
        spread = unicodedata.normalize("NFKD", piece).casefold()
        bare = "".join(c for c in spread if not unicodedata.category(c).startswith("M"))
        yield from (word[:40] for word in PLAIN.findall(bare))
