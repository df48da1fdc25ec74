"""Traces of accounts: keyed digests of a network and of a mailbox, for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    CursorResult,
    Index,
    String,
    UniqueConstraint,
    and_,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from comments.domain.evasion import TraceKind
from comments.domain.sanctions import LOCKING, SILENCING
from comments.store.models import Account, Base, Sanction, identity, reference
from comments.store.upsert import put

MOST: Final = 200  # sharers looked at, however many there are
SILENCING_KINDS: Final = tuple(sorted(SILENCING))
LOCKING_KINDS: Final = tuple(sorted(LOCKING))


class AccountTrace(Base):
    """Where an account was seen, or its mailbox; as a digest that leads nowhere."""

    __tablename__ = "account_traces"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "digest"),
        Index("ix_account_traces_kind_digest", "kind", "digest"),
    )

    id: Mapped[int] = identity()
    account_id: Mapped[int] = reference("accounts.id")
    kind: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def put_trace(
    db: Session,
    account_id: int,
    kind: TraceKind,
    digest: str,
    *,
    now: datetime,
    until: datetime,
) -> None:
    """Note a trace, or that it was seen again."""
    key = {"account_id": account_id, "kind": kind.value, "digest": digest}
    put(db, AccountTrace, key, {"seen_at": now, "expires_at": until})


def drop_other_mailboxes(db: Session, account_id: int, digest: str | None) -> None:
    """Forget the mailboxes that are an account's no more."""
    db.execute(
        delete(AccountTrace).where(
            AccountTrace.account_id == account_id,
            AccountTrace.kind == TraceKind.MAIL.value,
            AccountTrace.digest != (digest or ""),
        )
    )


@dataclass(frozen=True, slots=True)
class Sharer:
    """Another account with the same trace; how it was silenced last, if of late."""

    kind: str
    digest: str
    account_id: int
    seen_at: datetime
    name: str
    silenced: str | None


@dataclass(frozen=True, slots=True)
class Silenced:
    """Somebody who was silenced at a moment."""

    account_id: int
    name: str
    kind: str
    at: datetime


def sharers(
    db: Session, account_id: int, now: datetime, *, silenced_since: datetime
) -> Sequence[Sharer]:
    """Who shares a trace with an account; a bounded number, in one question."""
    mine, theirs = aliased(AccountTrace), aliased(AccountTrace)
    near = (
        select(theirs.kind, theirs.digest, theirs.account_id, theirs.seen_at)
        .join(mine, and_(mine.kind == theirs.kind, mine.digest == theirs.digest))
        .where(
            mine.account_id == account_id,
            mine.expires_at > now,
            theirs.account_id != account_id,
            theirs.expires_at > now,
        )
        .limit(MOST)
        .subquery()
    )
    silenced = (
        select(Sanction.kind)
        .where(
            Sanction.account_id == near.c.account_id,
            Sanction.kind.in_(SILENCING_KINDS),
            Sanction.starts_at > silenced_since,
            Sanction.lifted_at.is_(None),
        )
        .order_by(Sanction.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(near, Account.name, silenced).join(
        Account, Account.id == near.c.account_id
    )
    return [Sharer(*row) for row in db.execute(query)]


def locked_between(
    db: Session, start: datetime, end: datetime, *, limit: int
) -> Sequence[Silenced]:
    """Who was suspended or banned within a span, the last one first."""
    query = (
        select(Sanction.account_id, Account.name, Sanction.kind, Sanction.starts_at)
        .join(Account, Account.id == Sanction.account_id)
        .where(
            Sanction.starts_at > start,
            Sanction.starts_at <= end,
            Sanction.kind.in_(LOCKING_KINDS),
            Sanction.lifted_at.is_(None),
        )
        .order_by(Sanction.starts_at.desc())
        .limit(limit)
    )
    return [Silenced(*row) for row in db.execute(query)]


def forget_traces(db: Session, before: datetime) -> int:
    """Delete the traces that expired before a moment; return how many."""
    result = db.execute(delete(AccountTrace).where(AccountTrace.expires_at < before))
    return result.rowcount if isinstance(result, CursorResult) else 0
