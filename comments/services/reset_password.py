"""A new password for whoever can read the account's mail.

Asking is the same whether or not an account has the address: a row and a message.  The
worker looks the address up, so that neither words nor time tell.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.adapters.signed_links import BadLink, Purpose, SignedLinks
from comments.domain.mail import RESETS_FOR, fold_address
from comments.services import accounts
from comments.services.accounts import Hashing, Proof
from comments.services.confirm_address import LinkIsOver
from comments.services.notices import queue_message
from comments.store.mail import PasswordRequest
from comments.store.models import Account

MOST_ACCOUNTS: Final = 5  # of one address in one letter


def ask_reset(db: Session, typed: str, *, now: datetime) -> None:
    """Note that somebody wants a new password for the accounts of an address."""
    asked = PasswordRequest(
        email_folded=fold_address(typed), expires_at=now + RESETS_FOR
    )
    db.add(asked)
    db.flush()
    queue_message(db, "reset-password", asked.id, due_at=now, now=now)


def accounts_of(db: Session, asked: PasswordRequest) -> Sequence[Account]:
    """The accounts whose confirmed address was typed."""
    query = (
        select(Account)
        .where(
            Account.email_folded == asked.email_folded,
            Account.email_confirmed_at.is_not(None),
        )
        .order_by(Account.id)
        .limit(MOST_ACCOUNTS)
    )
    return db.scalars(query).all()


def reset_token(account: Account, links: SignedLinks, ends: datetime) -> str:
    """What opens the account's form for a new password, until it has one.

    It says which password is to be replaced: used once, it fits no more.
    """
    facts = (account.id, _print_of(account))
    return links.write(Purpose.RESET, facts, ends)


def account_of_link(
    db: Session, token: str, *, links: SignedLinks, now: datetime
) -> Account:
    """The account that a link opens; LinkIsOver when it opens none."""
    try:
        account_id, print_ = links.read(Purpose.RESET, token, now)
    except BadLink:
        raise LinkIsOver from None
    account = db.get(Account, account_id)
    if account is None or _print_of(account) != print_:
        raise LinkIsOver
    return account


def prepare_reset(account: Account, password: str, *, hashing: Hashing) -> Proof:
    """Check and hash the new password; slow, so no transaction should be open.

    `accounts.change_password` stores it and ends every session.
    """
    accounts.check_new_password(password, account.name, hashing)
    return Proof(account.id, account.password_hash, hashing.hash(password))


def _print_of(account: Account) -> str:
    # The address too: a link that was sent to an old one opens nothing.
    told = f"{account.password_hash} {account.email_folded}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
