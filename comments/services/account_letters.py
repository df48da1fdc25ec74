"""Letters about an account itself: is this your address, a new password, a change.

They need no choice of their reader's, and leave with no other mail in their way.
"""

from typing import Final

from sqlalchemy.orm import Session

from comments.adapters.mailer import Letter
from comments.adapters.signed_links import Purpose
from comments.domain.phrases import Phrase
from comments.services.close_account import pending_closure
from comments.services.reset_password import accounts_of, reset_token
from comments.services.stationery import Stationery, Writer, confirmed_address
from comments.store.mail import AddressConfirmation, PasswordRequest
from comments.store.models import Account

NOT_YOU: Final = Phrase("If it was not you, you need do nothing: nothing changes.")
NOT_YOU_BUT_DONE: Final = Phrase(
    "If it was not you, ask for a new password at once, and tell the newsroom."
)


def _confirm(db: Session, asked_id: int, paper: Stationery) -> Letter | None:
    asked = db.get(AddressConfirmation, asked_id)
    if asked is None or asked.used_at is not None or asked.expires_at <= paper.now:
        return None
    account = db.get_one(Account, asked.account_id)
    token = paper.links.write(Purpose.CONFIRM, (asked.id,), asked.expires_at)
    body = [
        Phrase(
            "Somebody, probably you, gave this address for the account %(name)s.",
            name=account.name,
        ),
        Phrase(
            "To have its notices sent here, open this page within three days and "
            "confirm:"
        ),
        paper.links.address(f"/confirm/{token}"),
        NOT_YOU,
    ]
    return paper.account_letter(
        account, asked.email, Phrase("Is this your address?"), body
    )


def _address_changed(db: Session, asked_id: int, paper: Stationery) -> Letter | None:
    asked = db.get(AddressConfirmation, asked_id)
    if asked is None or asked.replaces is None:
        return None
    account = db.get_one(Account, asked.account_id)
    body = [
        Phrase(
            "The mail of the account %(name)s goes to another address from now on.",
            name=account.name,
        ),
        NOT_YOU_BUT_DONE,
        paper.links.address("/account"),
    ]
    return paper.account_letter(
        account, asked.replaces, Phrase("Your address was changed"), body
    )


def _reset(db: Session, request_id: int, paper: Stationery) -> Letter | None:
    asked = db.get(PasswordRequest, request_id)
    found = accounts_of(db, asked) if asked is not None else ()
    if asked is None or asked.expires_at <= paper.now or not found:
        return None
    body: list[str] = [
        Phrase("Somebody, probably you, asked for a new password. Choose one here:")
    ]
    for account in found:
        token = reset_token(account, paper.links, asked.expires_at)
        page = paper.links.address(f"/password/new/{token}")
        body.append(f"{account.name}: {page}")
    body += [Phrase("The page is open for two hours, and works once."), NOT_YOU]
    to = found[0].email or ""
    return paper.account_letter(found[0], to, Phrase("A new password"), body)


def _password_changed(db: Session, account_id: int, paper: Stationery) -> Letter | None:
    account = db.get_one(Account, account_id)
    if account.email is None or account.email_confirmed_at is None:
        return None
    body = [
        Phrase(
            "The account %(name)s has a new password; every browser is logged out.",
            name=account.name,
        ),
        NOT_YOU_BUT_DONE,
        paper.links.address("/password/forgotten"),
    ]
    return paper.account_letter(
        account, account.email, Phrase("Your password was changed"), body
    )


def _closing(db: Session, account_id: int, paper: Stationery) -> Letter | None:
    account = db.get_one(Account, account_id)
    closure = pending_closure(db, account_id)
    if closure is None or confirmed_address(account) is None:
        return None
    body = [
        Phrase(
            "The account %(name)s closes on %(due_at)s.",
            name=account.name,
            due_at=closure.due_at,
        ),
        Phrase(
            "If you change your mind, log in before that, and say that you want to "
            "stay:"
        ),
        paper.links.address("/login?next=/me/data/closing"),
        NOT_YOU_BUT_DONE,
    ]
    return paper.account_letter(
        account, account.email or "", Phrase("Your account is closing"), body
    )


WRITERS: Final[dict[str, Writer]] = {
    "confirm-address": _confirm,
    "address-changed": _address_changed,
    "reset-password": _reset,
    "password-changed": _password_changed,
    "account-closing": _closing,
}
