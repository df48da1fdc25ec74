"""Many rows at once: COPY into PostgreSQL, long inserts into SQLite."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from comments.store.models import Base

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
