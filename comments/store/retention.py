"""What is over: rows that nobody can use any more, found by reading, then deleted."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select
from sqlalchemy.orm import Session

from comments.domain.permissions import Role
from comments.store.brigades import Brigade, BrigadeMember, BrigadeReport
from comments.store.mail import (
    AddressConfirmation,
    Digest,
    DigestEntry,
    PasswordRequest,
)
from comments.store.models import (
    Account,
    Base,
    LastReading,
    LoginSession,
    OutboxMessage,
    RateCount,
)
from comments.store.one_another import News


def sessions_over(
    db: Session,
    roles: Iterable[Role],
    *,
    used_before: datetime,
    begun_before: datetime,
    limit: int,
) -> list[int]:
    """Sessions of these roles that were not used, or not begun, since some moments."""
    query = (
        select(LoginSession.id)
        .join(Account, Account.id == LoginSession.account_id)
        .where(
            Account.role.in_([role.value for role in roles]),
            or_(
                LoginSession.seen_at < used_before,
                LoginSession.created_at < begun_before,
            ),
        )
    )
    return list(db.scalars(query.limit(limit)))


def sessions_ended(db: Session, before: datetime, *, limit: int) -> list[int]:
    """Sessions that somebody ended before a moment."""
    ended = LoginSession.ended_at < before
    return list(db.scalars(select(LoginSession.id).where(ended).limit(limit)))


def forget_sessions(db: Session, session_ids: Iterable[int]) -> int:
    """Delete sessions; return how many there were."""
    return _delete(db, LoginSession, LoginSession.id.in_(list(session_ids)))


def forget_rate_counts(db: Session, before: float) -> int:
    """Delete counters whose window ended before a moment; return how many."""
    return _delete(db, RateCount, RateCount.expires_at < before)


def forget_readings(db: Session, before: datetime) -> int:
    """Delete what readers read last before a moment; return how much."""
    return _delete(db, LastReading, LastReading.read_at < before)


def forget_news(db: Session, before: datetime, *, limit: int) -> int:
    """Delete some news of before a moment, the oldest first; return how much."""
    # By id, the only index that stands in the order of time.
    oldest = select(News.id, News.created_at).order_by(News.id).limit(limit)
    over = [row.id for row in db.execute(oldest) if row.created_at < before]
    return _delete(db, News, News.id.in_(over))


def forget_links(db: Session, before: datetime) -> None:
    """Delete questions about addresses and passwords that ended before a moment."""
    _delete(db, AddressConfirmation, AddressConfirmation.expires_at < before)
    _delete(db, PasswordRequest, PasswordRequest.expires_at < before)


def forget_messages(db: Session, before: datetime, *, limit: int) -> int:
    """Delete some messages that were done before a moment, and old digests."""
    digests = select(Digest.id).where(Digest.due_at < before)
    _delete(db, DigestEntry, DigestEntry.digest_id.in_(digests))
    _delete(db, Digest, Digest.due_at < before)
    done = select(OutboxMessage.id).where(OutboxMessage.done_at < before).limit(limit)
    return _delete(db, OutboxMessage, OutboxMessage.id.in_(list(db.scalars(done))))


def forget_brigades(db: Session, before: datetime, *, limit: int) -> int:
    """Delete some brigades last noticed before a moment; return how many."""
    over = select(Brigade.id).where(Brigade.last_at < before).limit(limit)
    ids = list(db.scalars(over))
    _delete(db, BrigadeReport, BrigadeReport.brigade_id.in_(ids))
    _delete(db, BrigadeMember, BrigadeMember.brigade_id.in_(ids))
    return _delete(db, Brigade, Brigade.id.in_(ids))


def _delete(db: Session, model: type[Base], condition: ColumnElement[bool]) -> int:
    result = db.execute(delete(model).where(condition))
    return result.rowcount if isinstance(result, CursorResult) else 0
