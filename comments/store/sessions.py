"""Log-in sessions: one row for each browser that is signed in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, joinedload

from comments.store.models import LoginSession


def find_session(db: Session, digest: str) -> LoginSession | None:
    """The session with this digest that nobody has ended, with its account."""
    statement = (
        select(LoginSession)
        .where(LoginSession.digest == digest, LoginSession.ended_at.is_(None))
        .options(joinedload(LoginSession.account))
    )
    return db.scalars(statement).one_or_none()


def sessions_of(db: Session, account_id: int) -> Sequence[LoginSession]:
    """An account's sessions that nobody has ended, the one used last first."""
    statement = (
        select(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
        .options(joinedload(LoginSession.account))
    )
    return db.scalars(statement).all()


def touch(db: Session, session_id: int, now: datetime) -> None:
    """Note that a session is in use."""
    db.execute(
        update(LoginSession).where(LoginSession.id == session_id).values(seen_at=now)
    )


def end(
    db: Session,
    account_id: int,
    now: datetime,
    *,
    only: int | None = None,
    spare: int | None = None,
) -> int:
    """End an account's sessions: all, only one, or all but one; return how many."""
    statement = update(LoginSession).where(
        LoginSession.account_id == account_id, LoginSession.ended_at.is_(None)
    )
    if only is not None:
        statement = statement.where(LoginSession.id == only)
    if spare is not None:
        statement = statement.where(LoginSession.id != spare)
    result = db.execute(statement.values(ended_at=now))
    return result.rowcount if isinstance(result, CursorResult) else 0
