"""Accounts that their owners want closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comments.store.models import Base, reference


class AccountClosure(Base):
    """An owner's wish to close an account; gone when they think better of it.

    `comments` says what becomes of their comments.  From `begun_at` on there is no way
    back, and `done_at` is when nothing of the person was left.
    """

    __tablename__ = "account_closures"

    account_id: Mapped[int] = reference("accounts.id", primary_key=True)
    comments: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


def find_closure(db: Session, account_id: int) -> AccountClosure | None:
    """The account's closure, if it has one, read afresh."""
    return db.get(AccountClosure, account_id, populate_existing=True)


def due_closures(db: Session, now: datetime, *, limit: int) -> Sequence[int]:
    """Accounts whose time to think is over and that are not closed yet."""
    query = (
        select(AccountClosure.account_id)
        .where(AccountClosure.due_at <= now, AccountClosure.done_at.is_(None))
        .order_by(AccountClosure.due_at)
        .limit(limit)
    )
    return db.scalars(query).all()
