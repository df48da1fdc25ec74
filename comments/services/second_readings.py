"""Second readings: a share of decided items is silently put to a second person.

The second verdict is kept beside the first and changes nothing else: no status, no
letter, no report.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.double_review import HANDED_OUT_FOR, READY_AFTER, is_drawn
from comments.domain.moderation import UNDO_WINDOW, DecisionAction
from comments.domain.phrases import Phrase
from comments.domain.review_item import LEASE
from comments.services import ledger
from comments.services.comfort import note_decided
from comments.services.double_review import share_read_twice
from comments.services.errors import Conflict, NotFound
from comments.services.newsroom import Newsroom
from comments.store import review_context
from comments.store import second_readings as stored
from comments.store.models import Account, Comment, Decision, ReviewItem, Revision
from comments.store.second_readings import SecondReading

LEDGER_ACT: Final = "second reading"


@dataclass(frozen=True, slots=True)
class SecondVerdict:
    """What somebody answered as the second; reads as a decision of theirs does."""

    id: int
    action: str
    rule: str | None
    created_at: datetime
    comment: Comment
    undoes_id: None = None


def draw(
    db: Session, item: ReviewItem, comment: Comment, newsroom: Newsroom
) -> dict[str, Any] | None:
    """How an item stands now, if chance has it read twice; before it is decided.

    Never an appeal's item nor one that an editor was asked about: there the second
    person looks anyway.
    """
    if item.barred_id is not None or item.escalated:
        return None
    share = share_read_twice(db)
    if not is_drawn(newsroom.ledger_key, item.id, item.version, share=share):
        return None
    return {
        "status": comment.status,
        "shown_revision_id": comment.shown_revision_id,
        "removed_under": comment.removed_under,
        "last_report": review_context.newest_report_id(db, comment.id),
        "version": item.version,
        "signals": [
            [signal.source, signal.rule, signal.points, signal.words]
            for signal in item.signals
        ],
    }


def put_aside(
    db: Session,
    item: ReviewItem,
    decision: Decision,
    as_it_was: dict[str, Any] | None,
    now: datetime,
) -> None:
    """Keep a drawn item for a second person, unless the question is still open."""
    if as_it_was is None or item.version != as_it_was["version"] + 1:
        return
    db.add(
        SecondReading(
            item_id=item.id,
            comment_id=item.comment_id,
            revision_id=decision.revision_id,
            version=as_it_was["version"],
            closed_version=item.version,
            rank=item.rank,
            author_id=item.author_id,
            state=stored.WAITING,
            as_it_was=as_it_was,
            decision_id=decision.id,
            first_by=decision.moderator_id,
            first_action=decision.action,
            first_rule=decision.rule,
            decided_at=now,
            ready_at=now + READY_AFTER,
            seen_by=[],
        )
    )


def held_live(db: Session, moderator: Account, now: datetime) -> SecondReading | None:
    """What this moderator holds, if the lease is live; None when it is none."""
    reading = stored.held_by(db, moderator.id)
    if reading is None or not _valid(db, reading):
        return None
    if reading.claimed_until is None or reading.claimed_until <= now:
        return None
    return reading


def next_ready(
    db: Session,
    moderator: Account,
    now: datetime,
    *,
    rather_than: ReviewItem | None,
    besides: int | None = None,
    lock: bool = False,
) -> SecondReading | None:
    """What would be handed out next; with `lock`, what is void is put away."""
    found = stored.ready(
        db,
        moderator.id,
        now,
        decided_after=now - HANDED_OUT_FOR,
        above=rather_than.rank if rather_than else None,
        lock=lock,
    )
    for reading in found:
        if moderator.id in reading.seen_by or reading.item_id == besides:
            continue
        if lock and _valid(db, reading):
            return reading
        if not lock and stored.still_stands(db, reading):
            return reading
    return None


def held(db: Session, moderator: Account) -> SecondReading | None:
    """The second reading that this moderator has, while it can be answered."""
    reading = stored.held_by(db, moderator.id)
    return reading if reading and stored.still_stands(db, reading) else None


def held_for(db: Session, item_id: int, moderator: Account) -> SecondReading | None:
    """The second reading of this item, if this moderator has it."""
    reading = held(db, moderator)
    return reading if reading and reading.item_id == item_id else None


def lease(reading: SecondReading, moderator: Account, now: datetime) -> None:
    """Let a moderator have a second reading for a while, or for a while longer."""
    reading.claimed_by, reading.claimed_until = moderator.id, now + LEASE


def give_back(reading: SecondReading | None) -> None:
    """Let a colleague have a second reading."""
    if reading is not None:
        reading.claimed_by = reading.claimed_until = None


def let_go(db: Session, item_id: int, moderator: Account) -> None:
    """Give back the second reading of an item, if this moderator has it."""
    give_back(held_for(db, item_id, moderator))


def answer(
    db: Session,
    reading: SecondReading,
    *,
    action: DecisionAction,
    rule: str | None,
    note: str,
    moderator: Account,
    newsroom: Newsroom,
    now: datetime,
) -> Decision:
    """Keep the second verdict, with a ledger entry of its own kind.

    What comes back looks like a decision and is none: it is in no table.
    """
    rule = rule if action is DecisionAction.REJECT else None
    reading.state, reading.read_at = stored.READ, now
    reading.second_by = moderator.id
    reading.second_action, reading.second_rule = action.value, rule
    reading.second_note = note
    reading.claimed_by = reading.claimed_until = None
    note_decided(db, moderator, db.get_one(Revision, reading.revision_id), now)
    _record(db, LEDGER_ACT, reading, moderator, newsroom, now)
    return Decision(
        item_id=reading.item_id,
        comment_id=reading.comment_id,
        action=action.value,
        rule=rule,
        note=note,
        moderator_id=moderator.id,
        created_at=now,
    )


def take_back(
    db: Session,
    reading_id: int,
    *,
    moderator: Account,
    newsroom: Newsroom,
    now: datetime,
) -> SecondReading:
    """Take one's own last second verdict back, and have the item as it was again."""
    reading = db.get(SecondReading, reading_id, with_for_update=True)
    if reading is None or reading.second_by != moderator.id:
        raise NotFound(Phrase("There is no such decision."))
    last = stored.last_answer(db, moderator.id, now - UNDO_WINDOW)
    if last is not reading or not stored.still_stands(db, reading):
        raise Conflict(
            Phrase("This decision is no longer the last one; nothing was changed.")
        )
    stored.let_go(db, moderator.id)
    reading.state, reading.read_at = stored.WAITING, None
    reading.second_by = reading.second_action = reading.second_rule = None
    reading.second_note = ""
    reading.claimed_by, reading.claimed_until = moderator.id, now + LEASE
    _record(db, f"undo {LEDGER_ACT}", reading, moderator, newsroom, now)
    return reading


def last_verdict(
    db: Session, moderator: Account, since: datetime
) -> SecondVerdict | None:
    """What this moderator answered last as the second, since a moment."""
    reading = stored.last_answer(db, moderator.id, since)
    if reading is None or reading.read_at is None:
        return None
    comment = review_context.comment_with_author(db, reading.comment_id)
    return SecondVerdict(
        reading.id,
        reading.second_action or "",
        reading.second_rule,
        reading.read_at,
        comment,
    )


def note_seen(db: Session, item_id: int, moderator: Account) -> None:
    """Who opens a decided item has read the first verdict, and cannot be second."""
    reading = stored.waiting_for(db, item_id)
    if reading is not None and moderator.id not in reading.seen_by:
        reading.seen_by = [*reading.seen_by, moderator.id]


def _record(
    db: Session,
    act: str,
    reading: SecondReading,
    moderator: Account,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    ledger.record(
        db,
        act,
        by=moderator,
        key=newsroom.ledger_key,
        now=now,
        rule=reading.second_rule,
        detail=reading.second_action or "",
        about=db.get_one(Decision, reading.decision_id),
    )


def _valid(db: Session, reading: SecondReading) -> bool:
    """Whether it can still be answered; if not, it is put away for good."""
    if stored.still_stands(db, reading):
        return True
    reading.state, reading.as_it_was = stored.VOID, {}
    reading.claimed_by = reading.claimed_until = None
    db.flush()
    return False
