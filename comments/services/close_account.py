"""Closing an account, with two weeks to think better of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.closing import CLOSES_AFTER, Leave
from comments.domain.permissions import STAFF, Role
from comments.domain.phrases import Phrase
from comments.services import sessions
from comments.services.errors import Conflict, NotFound
from comments.services.notices import queue_message
from comments.store import accounts as stored
from comments.store.closures import AccountClosure, find_closure
from comments.store.models import Account


def ask_to_close(
    db: Session, account_id: int, leave: Leave, *, now: datetime
) -> AccountClosure:
    """Let an account be closed in two weeks; every session ends.

    Raises Conflict for staff: an administrator makes them a reader first, so that
    nobody vanishes with the newsroom's keys.
    """
    account = _locked(db, account_id)
    if Role(account.role) in STAFF:
        raise Conflict(Phrase("Ask an administrator to end your role here first."))
    if find_closure(db, account_id) is not None:
        raise Conflict(Phrase("This account is being closed already."))
    closure = AccountClosure(
        account_id=account_id,
        comments=leave.value,
        asked_at=now,
        due_at=now + CLOSES_AFTER,
    )
    db.add(closure)
    sessions.end_sessions(db, account_id, now=now)
    queue_message(db, "account-closing", account_id, due_at=now, now=now)
    return closure


def keep_account(db: Session, account_id: int) -> None:
    """Think better of it; NotFound when the account is not being closed."""
    _locked(db, account_id)
    closure = find_closure(db, account_id)
    if closure is None or closure.begun_at is not None:
        raise NotFound(Phrase("This account is not being closed."))
    db.delete(closure)


def pending_closure(db: Session, account_id: int) -> AccountClosure | None:
    """The closure that can still be called off."""
    closure = find_closure(db, account_id)
    return closure if closure is not None and closure.begun_at is None else None


def _locked(db: Session, account_id: int) -> Account:
    account = stored.lock_account(db, account_id)
    if account is None:
        raise NotFound
    return account
