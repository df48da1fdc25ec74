"""Urgent items: letters to moderators who asked to be told when it cannot wait."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.permissions import STAFF, Act, Actor, Role, authorize
from comments.domain.review_item import AGE_POINTS, EPOCH, urgency
from comments.domain.urgent import WAITS, Urgency, UrgentBar
from comments.services.newsroom import Newsroom
from comments.services.notices import queue_message
from comments.services.site_settings import put_setting
from comments.store import comments as stored_comments
from comments.store import review_items as stored_items
from comments.store import urgent_letters as stored
from comments.store.models import Account, ReviewItem
from comments.store.upsert import insert_new
from comments.store.urgent_letters import UrgentLetter

SETTING: Final = "urgent"
MESSAGE: Final = "urgent-item"
EDITORS: Final = tuple(role for role in STAFF if role is not Role.MODERATOR)
AT_ONCE: Final = 50


def bar_of(db: Session) -> UrgentBar:
    """Which items are worth a letter, as an editor has set it."""
    return UrgentBar.from_record(stored_comments.site_setting(db, SETTING))


def set_bar(
    db: Session,
    bar: UrgentBar,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Set which items are worth a letter from now on, with a ledger entry."""
    authorize(actor, Act.MANAGE_SITE)
    put_setting(
        db,
        SETTING,
        bar.as_record(),
        "set urgent bar",
        f"threats {bar.threats}, escalated {bar.escalated}, from {bar.points}",
        editor=editor,
        newsroom=newsroom,
        now=now,
    )


def readers_of(db: Session) -> Sequence[int]:
    """The accounts that chose these letters and may decide."""
    return stored.who_wants_letters(db, STAFF)


def announce_if_urgent(db: Session, item: ReviewItem, now: datetime) -> None:
    """Queue one letter for everybody who asked for it and may decide this item.

    Once for each opening of an item, and once more when it is handed to the editors.
    """
    reason = _why(db, item, now)
    if reason is None:
        return
    roles = EDITORS if item.escalated else STAFF
    for account_id in stored.who_wants_letters(db, roles):
        if account_id not in (item.author_id, item.barred_id):
            _queue(db, item, account_id, reason, now)


def announce_risen(db: Session, now: datetime) -> int:
    """Announce items that have passed the bar by waiting; how many there were."""
    bar = bar_of(db)
    if bar.points is None or not readers_of(db):
        return 0
    hours = (now - EPOCH).total_seconds() / 3600
    risen = stored.risen_above(db, bar.points - AGE_POINTS * hours, limit=AT_ONCE)
    for item in risen:
        announce_if_urgent(db, item, now)
    return len(risen)


def _why(db: Session, item: ReviewItem, now: datetime) -> Urgency | None:
    signals = stored_items.signals_of(db, item.id)
    return bar_of(db).passed_by(
        [(signal.rule, signal.points) for signal in signals],
        points=urgency(item.rank, now),
        escalated=item.escalated,
    )


def _queue(
    db: Session, item: ReviewItem, account_id: int, reason: Urgency, now: datetime
) -> None:
    values = {
        "item_id": item.id,
        "account_id": account_id,
        "opened_at": item.opened_at,
        "escalated": item.escalated,
        "reason": reason.value,
        "created_at": now,
    }
    letter_id = insert_new(db, UrgentLetter, values)
    if letter_id is not None:
        queue_message(db, MESSAGE, letter_id, due_at=now + WAITS, now=now)
