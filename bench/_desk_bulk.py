"""Many rows at once: COPY into PostgreSQL, long inserts into SQLite."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from comments.store.models import Base

SECONDARY: Final = text(
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
    " WHERE NOT indisunique AND indrelid::regclass::text = ANY(:names)"
)
# Of these texts the database's own idea of a word is ours: they are plain letters.
INDEX_WORDS: Final = {
    "sqlite": (
        "INSERT INTO search_texts (rowid, words, signs)"
        " SELECT r.id, lower(replace(r.text, '.', '')),"
        " 'a' || c.author_id || ' t' || c.thread_id"
        " FROM revisions r JOIN comments c ON c.id = r.comment_id"
    ),
    "postgresql": (
        "INSERT INTO search_texts (revision_id, words)"
        " SELECT r.id, to_tsvector('simple', r.text) || array_to_tsvector("
        "ARRAY['@a' || c.author_id, '@t' || c.thread_id])"
        " FROM revisions r JOIN comments c ON c.id = r.comment_id"
    ),
}
Rows = Sequence[dict[str, Any]]


def put(db: Session, model: type[Base], rows: Rows) -> None:
    """Store rows that all name the same columns."""
    if not rows:
        return
    if db.get_bind().dialect.name == "sqlite":
        db.execute(insert(model), list(rows))
        return
    columns = list(rows[0])
    driver = db.connection().connection.driver_connection
    statement = f"COPY {model.__tablename__} ({', '.join(columns)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[union-attr]
        for row in rows:
            copy.write_row([_plain(row[column]) for column in columns])


@contextmanager
def loading(db: Session, models: Sequence[type[Base]]) -> Iterator[None]:
    """Spare PostgreSQL what costs most, one row at a time: indexes and references.

    The rows refer to what is there because the seeder made both; a test looks.
    """
    if db.get_bind().dialect.name == "sqlite":
        yield
        return
    db.execute(text("SET LOCAL session_replication_role = replica"))
    db.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    names = ["search_texts", *(model.__tablename__ for model in models)]
    found = db.execute(SECONDARY, {"names": names}).all()
    for name, _ in found:
        db.execute(text(f"DROP INDEX {name}"))
    yield
    for _, definition in found:
        db.connection().exec_driver_sql(definition)


def index_words(db: Session) -> None:
    """Make every text findable."""
    db.execute(text(INDEX_WORDS[db.get_bind().dialect.name]))


def go_on_counting(db: Session, models: Sequence[type[Base]]) -> None:
    """Let PostgreSQL number the next rows after those that came with a number."""
    if db.get_bind().dialect.name == "sqlite":
        return  # it looks at the rows themselves
    for model in models:
        name = model.__tablename__
        newest = f"(SELECT max(id) FROM {name})"  # noqa: S608  (our own names)
        db.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}','id'), {newest})")
        )


def learn_the_spread(db: Session) -> None:
    """Let the database look at its rows, as it does by itself after a while."""
    db.execute(text("ANALYZE"))


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
