"""Confirming an address: mail goes only where somebody said that it is theirs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from comments.adapters.signed_links import BadLink, Purpose, SignedLinks
from comments.domain.mail import CONFIRMS_FOR, fold_address
from comments.domain.phrases import Phrase
from comments.services.accounts import Hashing, Unacceptable
from comments.services.errors import NotFound
from comments.services.notices import queue_message
from comments.store import accounts as stored
from comments.store.mail import AddressConfirmation
from comments.store.models import Account


class LinkIsOver(NotFound):
    """The link was used, replaced by a newer one, or is too old; or it is no link."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This link is over: it was used, or a newer one was sent, or it is too "
                "old. You can ask for another."
            )
        )


def ask_whether_theirs(
    db: Session, account: Account, email: str, *, now: datetime
) -> None:
    """Write to an address with a link that confirms it; until then nothing changes.

    An address that was never confirmed gives way at once, a confirmed one stays in use.
    """
    confirmed = account.email if account.email_confirmed_at is not None else None
    if confirmed is None:
        account.email, account.email_folded = email, fold_address(email)
    asked = AddressConfirmation(
        account_id=account.id,
        email=email,
        replaces=confirmed if confirmed != email else None,
        created_at=now,
        expires_at=now + CONFIRMS_FOR,
    )
    db.add(asked)
    db.flush()
    queue_message(db, "confirm-address", asked.id, due_at=now, now=now)


def check_password_of(
    db: Session, account_id: int, password: str, *, hashing: Hashing
) -> None:
    """Ask again who it is before an address changes: it opens the account."""
    account = stored.find_account(db, account_id)
    known = account.password_hash if account else None
    if not hashing.verify(known, password):
        raise Unacceptable("password", Phrase("This is not your password."))


def change_address(
    db: Session, account_id: int, email: str | None, *, now: datetime
) -> None:
    """Begin to use another address, or none from now on."""
    account = _locked(db, account_id)
    if email is not None:
        ask_whether_theirs(db, account, email, now=now)
        return
    for pending in _asked(db, account_id):
        pending.used_at = pending.used_at or now
    account.email = account.email_folded = account.email_confirmed_at = None


def ask_again(db: Session, account_id: int, *, now: datetime) -> None:
    """Send the newest unanswered question once more."""
    account = _locked(db, account_id)
    email = waiting_address(db, account_id, now=now) or account.email
    if email is None or _is_confirmed(account, email):
        raise NotFound(Phrase("There is no address to confirm."))
    ask_whether_theirs(db, account, email, now=now)


def waiting_address(db: Session, account_id: int, *, now: datetime) -> str | None:
    """The address whose letter has not been answered yet."""
    newest = db.scalar(_newest(account_id))
    if newest is None or newest.used_at is not None or newest.expires_at <= now:
        return None
    return newest.email


def asked_address(db: Session, token: str, *, links: SignedLinks, now: datetime) -> str:
    """The address that a link would confirm; LinkIsOver when it confirms none."""
    return _find(db, token, links, now).email


def confirm_address(
    db: Session, token: str, *, links: SignedLinks, now: datetime
) -> Account:
    """Use a link, once: from now on mail goes to its address.

    Whoever had the account's mail until now is told at the address before.
    """
    asked = _find(db, token, links, now)
    account = _locked(db, asked.account_id)
    db.refresh(asked)  # another request may have used it while we waited for the lock
    if asked.used_at is not None:
        raise LinkIsOver
    asked.used_at = now
    account.email, account.email_folded = asked.email, fold_address(asked.email)
    account.email_confirmed_at = now
    if asked.replaces is not None:
        queue_message(db, "address-changed", asked.id, due_at=now, now=now)
    return account


def _find(
    db: Session, token: str, links: SignedLinks, now: datetime
) -> AddressConfirmation:
    try:
        (number,) = links.read(Purpose.CONFIRM, token, now)
    except BadLink:
        raise LinkIsOver from None
    asked = db.get(AddressConfirmation, number)
    if asked is None or asked.used_at is not None or asked.expires_at <= now:
        raise LinkIsOver
    if db.scalar(_newest(asked.account_id)) is not asked:
        raise LinkIsOver
    return asked


def _newest(account_id: int) -> Select[AddressConfirmation]:
    return (
        select(AddressConfirmation)
        .where(AddressConfirmation.account_id == account_id)
        .order_by(AddressConfirmation.id.desc())
        .limit(1)
    )


def _asked(db: Session, account_id: int) -> Sequence[AddressConfirmation]:
    own = AddressConfirmation.account_id == account_id
    return db.scalars(select(AddressConfirmation).where(own)).all()


def _locked(db: Session, account_id: int) -> Account:
    account = stored.lock_account(db, account_id)
    if account is None:
        raise NotFound
    return account


def _is_confirmed(account: Account, email: str) -> bool:
    return account.email == email and account.email_confirmed_at is not None
