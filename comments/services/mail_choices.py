"""How often a reader is written to about each kind of thing, and how to stop it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.adapters.signed_links import BadLink, Purpose, SignedLinks
from comments.domain.mail import MAIL_KINDS, STOPS_FOR, Cadence, MailKind
from comments.domain.phrases import Phrase
from comments.services.errors import NotFound
from comments.store import accounts as stored
from comments.store.mail import MailChoice
from comments.store.models import Account

DIGEST: Final = "digest"  # stops all kinds that come once a day


@dataclass(frozen=True, slots=True)
class Stop:
    """Which letters a link stops, and whose."""

    account: Account
    kind: str


def choices_of(db: Session, account_id: int) -> dict[str, Cadence]:
    """What a reader has chosen for each kind, or what holds unless they do."""
    query = select(MailChoice).where(MailChoice.account_id == account_id)
    chosen = {choice.kind: Cadence(choice.cadence) for choice in db.scalars(query)}
    return {kind.code: chosen.get(kind.code, kind.unless_chosen) for kind in MAIL_KINDS}


def cadence_of(db: Session, account_id: int, kind: MailKind) -> Cadence:
    """How soon a reader wants letters of one kind."""
    chosen = db.get(MailChoice, (account_id, kind.code))
    return Cadence(chosen.cadence) if chosen else kind.unless_chosen


def choose(
    db: Session, account_id: int, chosen: Mapping[str, Cadence], *, now: datetime
) -> None:
    """Store a reader's choices; kinds that are not named stay as they are."""
    stored.lock_account(db, account_id)
    for kind, cadence in chosen.items():
        row = MailChoice(
            account_id=account_id, kind=kind, cadence=cadence.value, changed_at=now
        )
        db.merge(row)


def stop_token(account: Account, kind: str, links: SignedLinks, now: datetime) -> str:
    """What stops letters of one kind without a log-in, for a while.

    It is bound to the address: whoever had it before cannot use it any more.
    """
    facts = (account.id, kind, address_print(account))
    return links.write(Purpose.UNSUBSCRIBE, facts, now + STOPS_FOR)


def read_stop(db: Session, token: str, *, links: SignedLinks, now: datetime) -> Stop:
    """What a link would stop; NotFound when it is over, or no link of ours."""
    try:
        account_id, kind, print_ = links.read(Purpose.UNSUBSCRIBE, token, now)
    except BadLink:
        raise _over() from None
    account = stored.find_account(db, account_id)
    if account is None or address_print(account) != print_:
        raise _over()
    return Stop(account, kind)


def stop_letters(
    db: Session, token: str, *, links: SignedLinks, now: datetime, all_kinds: bool
) -> Stop:
    """Stop what a link stops, or everything; again is as good as once."""
    stop = read_stop(db, token, links=links, now=now)
    present = choices_of(db, stop.account.id)
    ended = [
        kind
        for kind, cadence in present.items()
        if all_kinds
        or kind == stop.kind
        or (stop.kind == DIGEST and cadence is Cadence.DAILY)
    ]
    choose(db, stop.account.id, dict.fromkeys(ended, Cadence.OFF), now=now)
    return stop


def address_print(account: Account) -> str:
    """What a link says of the address it went to, without telling it."""
    return hashlib.sha256((account.email_folded or "").encode()).hexdigest()[:16]


def _over() -> NotFound:
    return NotFound(
        Phrase(
            "This link is over. Log in, and choose on your account's page what is sent."
        )
    )
