"""The ledger's chain: how entries are appended, exported and verified.

Each entry's MAC (HMAC-SHA-256, RFC 2104) covers its fields and the MAC before it, under
a key that is kept outside the database.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from comments.store.models import LedgerEntry, LedgerHead

READ_AT_ONCE: Final = 500  # entries in memory while the chain is verified


def append(db: Session, entry: LedgerEntry, *, key: bytes) -> LedgerEntry:
    """Append an entry to the chain; every entry's MAC covers the one before it.

    The head's row is locked until the transaction ends, so the chain has no forks: call
    it after all other writes of the transaction.
    """
    db.flush()
    head = hold_head(db)
    entry.sequence = head.sequence + 1
    entry.mac = mac_of(entry, head.mac, key)
    db.add(entry)
    db.execute(update(LedgerHead).values(sequence=entry.sequence, mac=entry.mac))
    db.flush()
    return entry


def hold_head(db: Session) -> LedgerHead:
    """The chain's end as it is now; until this transaction ends nobody else appends."""
    locked = select(LedgerHead).with_for_update()
    return db.scalars(locked.execution_options(populate_existing=True)).one()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the ledger at some moment, kept outside the database."""

    sequence: int
    mac: str


def export_head(db: Session) -> Head:
    """The end of the chain, to be kept where the database's owner cannot write."""
    head = db.scalars(select(LedgerHead)).one()
    return Head(head.sequence, head.mac)


def verify(
    db: Session, *, key: bytes, exported: Sequence[Head] = ()
) -> Iterator[tuple[int, str | None]]:
    """Walk the chain; yield (sequence, None) or (sequence, what is wrong there).

    Finds edited, removed, reordered and inserted entries by the chain, and a cut-off
    end by the head row and by the heads that were exported before.
    """
    expected, previous, macs = 1, "", {0: ""}
    wanted = {head.sequence for head in exported}
    for entry in _entries(db):
        problem = None
        if entry.sequence != expected:
            problem = f"entries {expected} to {entry.sequence - 1} are missing"
        elif not hmac.compare_digest(entry.mac, mac_of(entry, previous, key)):
            problem = "the entry was changed, moved or inserted"
        if entry.sequence in wanted:
            macs[entry.sequence] = entry.mac
        yield entry.sequence, problem
        expected, previous = entry.sequence + 1, entry.mac
    head = export_head(db)
    for claimed in (head, *exported):
        yield claimed.sequence, _end_problem(claimed, expected - 1, previous, macs)


def _entries(db: Session) -> Iterator[LedgerEntry]:
    last: int | None = None
    query = select(LedgerEntry).order_by(LedgerEntry.sequence).limit(READ_AT_ONCE)
    while True:
        after = query if last is None else query.where(LedgerEntry.sequence > last)
        entries = db.scalars(after).all()
        yield from entries
        if len(entries) < READ_AT_ONCE:
            return
        last = entries[-1].sequence
        for entry in entries:  # a ledger of years does not fit into memory
            db.expunge(entry)


def _end_problem(
    claimed: Head, last: int, last_mac: str, macs: dict[int, str]
) -> str | None:
    if claimed.sequence > last:
        return f"the ledger ends at {last}, but it reached {claimed.sequence} before"
    mac = last_mac if claimed.sequence == last else macs.get(claimed.sequence)
    if mac is not None and mac != claimed.mac:
        return "the ledger was rewritten after its head was exported"
    return None


def mac_of(entry: LedgerEntry, previous: str, key: bytes) -> str:
    """The MAC that an entry bears when `previous` is that of the entry before it."""
    fields = {
        "previous": previous,
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "actor_role": entry.actor_role,
        "act": entry.act,
        "rule": entry.rule,
        "comment_id": entry.comment_id,
        "revision_id": entry.revision_id,
        "decision_id": entry.decision_id,
        "subject": entry.subject,
        "status_before": entry.status_before,
        "status_after": entry.status_after,
        "detail": entry.detail or "",
    }
    message = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()
