"""Erasing a person: what is left is what others said, and what the newsroom did.

Done in small transactions, each of which can be the last before a crash: the account is
emptied first, then a few comments at a time, until none is left.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from comments.domain.closing import (
    CLOSED_FOLDED,
    FORMER_FOLDED,
    FORMER_READER,
    Leave,
)
from comments.domain.permissions import Role
from comments.domain.statement_of_reasons import Facts
from comments.services.erase_comment import erase_comment
from comments.services.erase_ties import erase_ties
from comments.store import accounts as stored
from comments.store.closures import AccountClosure, find_closure
from comments.store.mail import AddressConfirmation, Digest, DigestEntry, MailChoice
from comments.store.models import (
    Account,
    ApiToken,
    Appeal,
    Base,
    Comment,
    LastReading,
    LogInCode,
    LoginSession,
    Report,
    Sanction,
    StatementOfReasons,
)
from comments.store.sanction_appeals import SanctionAppeal
from comments.store.upsert import insert_new

AT_ONCE: Final = 20  # comments in one transaction; readers and writers go on meanwhile
NOTHING: Final = Facts().as_record()
NO_PASSWORD: Final = "closed"  # no hash, so that no password fits
# Rows that are only about the person, each with a column `account_id`.
DELETED: Final[tuple[type[Base], ...]] = (
    LoginSession,
    LogInCode,
    ApiToken,
    LastReading,
    MailChoice,
    AddressConfirmation,
    Digest,
)


def begin_erasure(db: Session, account_id: int, *, now: datetime) -> bool:
    """Empty an account whose time has come; False when its owner has called it off.

    What others need stays, on a shell without a name.  Its pseudonym is a new one, so
    that nothing leads from the ledger to the shell.
    """
    account = stored.lock_account(db, account_id)
    closure = find_closure(db, account_id)
    if account is None or closure is None or closure.due_at > now:
        return False
    if closure.begun_at is not None:
        return closure.done_at is None
    closure.begun_at = now
    _empty(account, now)
    _delete_rows(db, account_id)
    erase_ties(db, account_id)
    _blank_words(db, account_id)
    return True


def erase_some(
    db: Session, account_id: int, *, now: datetime, limit: int = AT_ONCE
) -> int:
    """Erase or anonymise a few comments; 0 when all are done, and the account with it.

    Nothing is done to an account whose erasure has not begun.
    """
    closure = db.get_one(AccountClosure, account_id)
    if closure.begun_at is None:
        return 0
    leave, former_id = Leave(closure.comments), _former_reader(db, now)
    found = _comments_of(db, account_id, limit)
    for comment_id in found:
        erase_comment(db, comment_id, leave, new_author_id=former_id, now=now)
    if not found:
        closure.done_at = now
        db.get_one(Account, account_id).published_comments = 0
    return len(found)


def _empty(account: Account, now: datetime) -> None:
    account.name = FORMER_READER
    account.name_folded = f"{CLOSED_FOLDED} {account.id}"
    account.email = account.email_folded = account.email_confirmed_at = None
    account.password_hash = NO_PASSWORD
    account.pseudonym = secrets.token_hex(16)
    account.language = None
    account.reports_judged = account.reports_upheld = 0
    account.created_at = now


def _delete_rows(db: Session, account_id: int) -> None:
    digests = select(Digest.id).where(Digest.account_id == account_id)
    db.execute(delete(DigestEntry).where(DigestEntry.digest_id.in_(digests)))
    for model in DELETED:
        db.execute(delete(model).where(model.__table__.c.account_id == account_id))


def _blank_words(db: Session, account_id: int) -> None:
    """Take the person's words, and words about them, out of what is kept."""
    for statement in (
        update(Report).where(Report.reporter_id == account_id).values(note=""),
        update(Appeal).where(Appeal.author_id == account_id).values(text=""),
        update(SanctionAppeal)
        .where(SanctionAppeal.account_id == account_id)
        .values(text="", answer=""),
        update(Sanction).where(Sanction.account_id == account_id).values(note=""),
        update(StatementOfReasons)
        .where(StatementOfReasons.account_id == account_id)
        .values(facts=NOTHING),
    ):
        db.execute(statement)


def _comments_of(db: Session, account_id: int, limit: int) -> Sequence[int]:
    own = select(Comment.id).where(Comment.author_id == account_id)
    return db.scalars(own.order_by(Comment.id).limit(limit)).all()


def _former_reader(db: Session, now: datetime) -> int:
    """The one account under which the comments of all who went stand.

    Under a shell of their own they would still be told together.
    """
    insert_new(
        db,
        Account,
        {
            "name": FORMER_READER,
            "name_folded": FORMER_FOLDED,
            "password_hash": NO_PASSWORD,
            "role": Role.READER.value,
            "pseudonym": secrets.token_hex(16),
            "created_at": now,
        },
    )
    found = stored.find_by_folded_name(db, FORMER_FOLDED)
    if found is None:
        raise LookupError(FORMER_FOLDED)
    return found.id
