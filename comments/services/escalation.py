"""Escalation: a moderator hands an open item to an editor, or takes that back."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.evidence import Cause
from comments.domain.moderation import DecisionAction
from comments.domain.review_item import Source
from comments.services import ledger, review_queue
from comments.services.evidence import seal
from comments.services.newsroom import Newsroom
from comments.store import review_items as stored
from comments.store.models import Account, Comment, Decision, ReviewItem


def escalate(
    db: Session,
    item: ReviewItem,
    comment: Comment,
    moderator: Account,
    *,
    note: str,
    newsroom: Newsroom,
    now: datetime,
) -> Decision:
    """Hand an open item to the editors; it stays open and its reports stay open.

    What there is to see is sealed.
    """
    decision = _add_decision(db, item, moderator, now, note=note)
    item.escalated = True
    review_queue.release(item)
    revision = review_queue.judged_revision(comment, item.revision_id)
    signal = review_queue.escalation_signal(moderator)
    review_queue.open_item(db, comment, revision, [signal], now)
    _record(db, "escalate", decision, moderator, newsroom, now)
    seal(
        db,
        comment,
        revision.id,
        Cause.ESCALATION,
        by=moderator,
        newsroom=newsroom,
        now=now,
    )
    return decision


def take_back(
    db: Session,
    item: ReviewItem,
    comment: Comment,
    escalation: Decision,
    moderator: Account,
    *,
    newsroom: Newsroom,
    now: datetime,
) -> Decision:
    """Undo an escalation: the item is any moderator's again."""
    decision = _add_decision(db, item, moderator, now, undoes=escalation)
    item.escalated = False
    stored.clear_signals(db, item.id, source=Source.ESCALATION)
    review_queue.rerank(db, item, comment)
    _record(db, "undo", decision, moderator, newsroom, now)
    return decision


def _add_decision(
    db: Session,
    item: ReviewItem,
    moderator: Account,
    now: datetime,
    *,
    note: str = "",
    undoes: Decision | None = None,
) -> Decision:
    decision = Decision(
        comment_id=item.comment_id,
        revision_id=item.revision_id,
        item_id=item.id,
        seen_version=item.version,
        action=DecisionAction.ESCALATE.value,
        note=note,
        moderator_id=moderator.id,
        undoes_id=undoes.id if undoes else None,
        created_at=now,
    )
    db.add(decision)
    item.version += 1
    db.flush()
    return decision


def _record(
    db: Session,
    act: str,
    decision: Decision,
    moderator: Account,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    ledger.record(
        db, act, by=moderator, key=newsroom.ledger_key, now=now, about=decision
    )
