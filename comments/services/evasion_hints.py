"""Hints that somebody may be back under another name, for moderators alone.

Noted when somebody logs in; read on a person's page.  A hint is shown when one of the
two was silenced of late, so that it tells nothing of people who did nothing.  No
status, weight, limit or outcome asks for it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.evasion import (
    CROWD,
    MAIL_KEPT,
    NETWORK_KEPT,
    SANCTIONS_HINTED,
    SOON_AFTER,
    TraceKind,
    mailbox_of,
    network_of,
    trace_digest,
)
from comments.domain.sanctions import SILENCING
from comments.domain.sanctions import Sanction as Term
from comments.store import traces as stored
from comments.store.models import Account

SOON: Final = "soon"
FEW: Final = 3  # bans named at most
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Hint:
    """Why another account may be the same person's.

    `at` is when the other was seen last there, or silenced; `minutes` is how long after
    that this account was made, for what came soon after a ban.
    """

    kind: str
    account_id: int
    name: str
    at: datetime
    silenced: str
    minutes: int = 0


def note_traces(
    db: Session, account: Account, address: str | None, *, key: bytes, now: datetime
) -> None:
    """Keep digests of where somebody logs in and of their confirmed mailbox."""
    network = network_of(address)
    if network is not None:
        digest = trace_digest(TraceKind.NETWORK, network, key)
        until = now + NETWORK_KEPT
        stored.put_trace(
            db, account.id, TraceKind.NETWORK, digest, now=now, until=until
        )
    mailbox = mailbox_of(account.email if account.email_confirmed_at else None)
    digest = trace_digest(TraceKind.MAIL, mailbox, key) if mailbox else ""
    stored.drop_other_mailboxes(db, account.id, digest)
    if digest:
        until = now + MAIL_KEPT
        stored.put_trace(db, account.id, TraceKind.MAIL, digest, now=now, until=until)


def evasion_hints(
    db: Session, account: Account, history: Sequence[Term], now: datetime
) -> tuple[Hint, ...]:
    """What speaks for another account of the same person, the strongest first.

    `history` is what the account itself was sanctioned for.
    """
    since = now - SANCTIONS_HINTED
    was_silenced = any(_counts(sanction, since) for sanction in history)
    shared = stored.sharers(db, account.id, now, silenced_since=since)
    crowds = Counter((one.kind, one.digest) for one in shared)
    found = [
        Hint(one.kind, one.account_id, one.name, one.seen_at, one.silenced or "")
        for one in shared
        if crowds[one.kind, one.digest] <= CROWD and (was_silenced or one.silenced)
    ]
    found.sort(key=lambda hint: (hint.kind != TraceKind.MAIL, -hint.at.timestamp()))
    return (*found[:SHOWN], *_soon_after(db, account, since))


def _counts(sanction: Term, since: datetime) -> bool:
    """Whether it silenced somebody of late; a lifted one was a mistake."""
    recent = sanction.starts_at > since and sanction.lifted_at is None
    return recent and sanction.kind in SILENCING


def _soon_after(db: Session, account: Account, since: datetime) -> list[Hint]:
    made = account.created_at
    if made < since:
        return []
    bans = stored.locked_between(db, made - SOON_AFTER, made, limit=FEW)
    return [
        Hint(
            SOON,
            ban.account_id,
            ban.name,
            ban.at,
            ban.kind,
            int((made - ban.at).total_seconds()) // 60,
        )
        for ban in bans
        if ban.account_id != account.id
    ]
