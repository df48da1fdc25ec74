"""Lively discussions: where many people have talked well lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.liveliness import WINDOW, Activity, liveliness
from comments.store.activity import recent_activity
from comments.store.models import Thread

MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Lively:
    """A discussion, what happened in it lately, and the rank that follows."""

    thread: Thread
    activity: Activity
    rank: float


def lively_discussions(db: Session, now: datetime) -> tuple[Lively, ...]:
    """The liveliest discussions of the last day, the liveliest first."""
    found = (
        Lively(thread, activity, liveliness(activity))
        for thread, activity in recent_activity(db, now - WINDOW)
    )
    ranked = sorted(
        (one for one in found if one.rank > 0),
        key=lambda one: (-one.rank, -one.thread.id),
    )
    return tuple(ranked[:MOST])
