"""Queries about who takes part in a discussion."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from comments.store.models import Account, Comment

MOST_LOOKED_AT: Final = 1000  # comments, the newest: the cost of a list has a bound


def names_beginning(
    db: Session, thread_id: int, start: str, *, most: int
) -> Sequence[str]:
    """Names of a discussion that begin with a folded name, in their order."""
    recent = (
        select(Comment.author_id)
        .where(Comment.thread_id == thread_id, Comment.shown_revision_id.is_not(None))
        .order_by(Comment.id.desc())
        .limit(MOST_LOOKED_AT)
        .subquery()
    )
    query = (
        select(Account.name)
        .where(Account.id.in_(select(recent.c.author_id)))
        .where(Account.name_folded.startswith(start, autoescape=True))
        .order_by(Account.name_folded)
        .limit(most)
    )
    return db.scalars(query).all()


def participants_called(
    db: Session, thread_id: int, names: Collection[str]
) -> Mapping[str, int]:
    """Whoever of a discussion bears one of these folded names, by that name."""
    if not names:
        return {}
    takes_part = exists().where(
        Comment.author_id == Account.id,
        Comment.thread_id == thread_id,
        Comment.shown_revision_id.is_not(None),
    )
    query = select(Account.name_folded, Account.id).where(
        Account.name_folded.in_(names), takes_part
    )
    return dict(db.execute(query).all())
