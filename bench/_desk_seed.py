"""A newsroom of a million comments in a fresh database, in a few minutes."""

import secrets
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from bench._desk_bulk import (
    Rows,
    go_on_counting,
    index_words,
    learn_the_spread,
    loading,
    put,
)
from bench._desk_plan import Plan, Size, planned
from bench._desk_rows import Scribe
from comments.domain.names import fold_name
from comments.domain.permissions import Role
from comments.store.database import Database
from comments.store.models import (
    Account,
    Comment,
    Decision,
    LedgerEntry,
    LedgerHead,
    OutboxMessage,
    Report,
    ReviewItem,
    ReviewSignal,
    Revision,
    StatementOfReasons,
    Thread,
)

MODERATORS: Final = 8
AT_ONCE: Final = 20_000  # comments in memory
SECTIONS: Final = ("Town", "Politics", "Sports", "Culture", "Opinion")
IN_ORDER: Final = (
    Comment,
    Revision,
    ReviewItem,
    ReviewSignal,
    Decision,
    Report,
    StatementOfReasons,
    OutboxMessage,
    LedgerEntry,
)
NUMBERED: Final = (Account, Thread, *IN_ORDER[:-1])


def seed(
    database: Database,
    size: Size,
    ledger_key: bytes,
    now: datetime,
) -> list[int]:
    """Fill a migrated, empty database; give the moderators' account ids."""
    plan = planned(size)
    with database.transaction(writes=True) as db, loading(db, IN_ORDER):
        moderators = _people(db, plan, now)
        _threads(db, plan, now)
        pseudonyms = {number: _pseudonym(number) for number in moderators}
        scribe = Scribe(plan, moderators, pseudonyms, _fingerprint, ledger_key, now)
        for number in range(1, size.comments + 1):
            scribe.write(number)
            if number % AT_ONCE == 0 or number == size.comments:
                rows = scribe.take_rows()
                for model in IN_ORDER:
                    put(db, model, rows[model])
        last = {"sequence": scribe.ids[LedgerEntry], "mac": scribe.mac}
        db.execute(update(LedgerHead).values(last))
        index_words(db)
        go_on_counting(db, NUMBERED)
    with database.transaction(writes=True) as db:
        learn_the_spread(db)
    return moderators


def _people(db: Session, plan: Plan, now: datetime) -> list[int]:
    authors = plan.size.authors
    moderators = list(range(authors + 1, authors + MODERATORS + 1))
    everybody = [*range(1, authors + 1), *moderators]
    put(db, Account, [_account(plan, number, now) for number in everybody])
    return moderators


def _account(plan: Plan, number: int, now: datetime) -> dict[str, object]:
    reads = number <= plan.size.authors
    kind = "Reader" if reads else "Moderator"
    name = f"{kind} {''.join(chr(ord('a') + int(digit)) for digit in str(number))}"
    return {
        "id": number,
        "name": name,
        "name_folded": fold_name(name),
        "password_hash": "none",
        "role": (Role.READER if reads else Role.MODERATOR).value,
        "pseudonym": _pseudonym(number),
        "published_comments": plan.published_by[number] if reads else 0,
        "created_at": now - timedelta(days=400),
    }


def _pseudonym(number: int) -> str:
    return f"{number:032x}"


def _threads(db: Session, plan: Plan, now: datetime) -> None:
    rows: Rows = [
        {
            "id": number,
            "url": f"https://news.example/{number}/{secrets.token_hex(4)}",
            "title": f"Article {number}",
            "section": SECTIONS[number % len(SECTIONS)],
            "comment_count": plan.shown_in[number],
            "created_at": now - timedelta(days=366),
            "changed_at": now,
        }
        for number in range(1, plan.size.threads + 1)
    ]
    put(db, Thread, rows)


def _fingerprint(text: str) -> str:
    # As wide as the filter's, and spread alike; reading a million texts takes an hour.
    return blake2b(text.partition(" See page ")[0].encode(), digest_size=16).hexdigest()
