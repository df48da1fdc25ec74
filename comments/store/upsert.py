"""Inserts that let the database settle a race: one row wins, the others learn of it."""

from typing import Any

from sqlalchemy import ColumnElement, Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from comments.store.models import Base


def insert_new(db: Session, model: type[Base], values: dict[str, Any]) -> int | None:
    """Insert a row and return its id; None when a unique constraint already has one."""
    statement = _insert(db, model).values(values).on_conflict_do_nothing()
    returning: ColumnElement[int] = model.__table__.c.id
    return db.execute(statement.returning(returning)).scalar_one_or_none()


def increment(
    db: Session, model: type[Base], key: dict[str, Any], column: str, by: int = 1
) -> None:
    """Add to a counter, making its row at the first count."""
    counter = model.__table__.c[column]
    statement = (
        _insert(db, model)
        .values(key | {column: by})
        .on_conflict_do_update(index_elements=list(key), set_={column: counter + by})
    )
    db.execute(statement)


def put(
    db: Session, model: type[Base], key: dict[str, Any], values: dict[str, Any]
) -> None:
    """Write a row, over the one that has this key already."""
    statement = (
        _insert(db, model)
        .values(key | values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )
    db.execute(statement)


def _insert(db: Session, model: type[Base]) -> Any:
    dialect = db.get_bind().dialect.name
    builder: Insert = (sqlite if dialect == "sqlite" else postgresql).insert(model)
    return builder
