"""Why an item is where it is in the queue: every part of its urgency in words."""

from dataclasses import dataclass
from datetime import datetime

from comments.domain.review_item import ItemState, urgency
from comments.store.models import ReviewItem


@dataclass(frozen=True, slots=True)
class UrgencyPart:
    """One reason for an item's urgency, with its points."""

    words: str
    points: float
    source: str = ""
    rule: str = ""


def urgency_parts(item: ReviewItem, now: datetime) -> tuple[UrgencyPart, ...]:
    """Every part of an open item's urgency in words; together they are the urgency."""
    if item.state != ItemState.OPEN:
        return ()
    at_opening = urgency(item.rank, item.opened_at)
    signals = [
        UrgencyPart(signal.words, signal.points, signal.source, signal.rule)
        for signal in sorted(item.signals, key=lambda s: s.points, reverse=True)
    ]
    exposure = at_opening - sum(part.points for part in signals)
    waiting = urgency(item.rank, now) - at_opening
    return (*signals, *_exposure_part(item, exposure), _waiting_part(waiting))


def _exposure_part(item: ReviewItem, points: float) -> tuple[UrgencyPart, ...]:
    if points < 0.05:  # nobody reads it: less than the number shows
        return ()
    replies = item.comment.shown_replies
    words = "Readers can see it"
    if item.comment.shown_revision_id is None:
        words = "It has replies"
    elif replies:
        words += f" and {replies} replied" if replies > 1 else " and one replied"
    return (UrgencyPart(words, points),)


def _waiting_part(points: float) -> UrgencyPart:
    return UrgencyPart("It waits", max(points, 0.0))
