"""What stands beside a discussion: what is new or picked, and other lively ones."""

from dataclasses import replace
from datetime import timedelta
from threading import Lock
from typing import Final

from flask import current_app
from sqlalchemy.orm import Session

from comments.domain.reading import Show, rank_of_moment
from comments.services.last_reading import (
    MANY,
    count_new,
    note_reading,
    reading_of,
    thread_news,
)
from comments.services.lively import Lively, lively_discussions
from comments.services.read_thread import ThreadPage, View
from comments.store import last_readings as stored
from comments.web.access import current_account, current_actor
from comments.web.context import note_in_passing, now, once

LIVELY_FOR: Final = timedelta(minutes=1)
SHOWN: Final = 4


def with_last_reading(db: Session, thread_id: int, view: View) -> View:
    """A view by whoever asks; what is new is counted from their last reading on."""
    account = current_account()
    if account is None or view.new_since is not None:
        return replace(view, actor=current_actor())
    found = reading_of(db, account.account_id, thread_id, now())
    once("reading_is_due", lambda: found.is_due)
    return replace(view, actor=current_actor(), new_since=found.new_since)


def keep_reading(thread_id: int) -> None:
    """Note that the signed-in reader reads a thread, when that is due.

    A page is shown even when that cannot be written down.
    """
    account = current_account()
    if account is None or not once("reading_is_due", lambda: False):
        return
    note_in_passing(lambda db: note_reading(db, account.account_id, thread_id, now()))


def beside_thread(db: Session, page: ThreadPage) -> dict[str, object]:
    """What a thread's page says beside its comments."""
    thread, since = page.thread, page.view.new_since
    return {
        "news": thread_news(db, thread.id, thread.comment_count),
        "picks": stored.count_picks(db, thread.id, MANY),
        "fresh": _count_fresh(db, page),
        "fresh_since": rank_of_moment(since) if since else None,
        "many": MANY,
        "lively": _others(db, thread.id),
    }


class KeptLively:
    """The lively discussions of a minute ago; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: tuple[float, tuple[Lively, ...]] | None = None
        self._lock = Lock()

    def read(self, db: Session) -> tuple[Lively, ...]:
        """The lively discussions, counted at most once in LIVELY_FOR."""
        moment, kept = now().timestamp(), self._kept
        if kept and 0 <= moment - kept[0] < LIVELY_FOR.total_seconds():
            return kept[1]
        with self._lock:
            self._kept = (moment, lively_discussions(db, now()))
            return self._kept[1]


def _count_fresh(db: Session, page: ThreadPage) -> int:
    account, since = current_account(), page.view.new_since
    if account is None or since is None or page.view.show is Show.NEW:
        return 0
    return count_new(db, account.account_id, page.thread.id, since)


def _others(db: Session, thread_id: int) -> list[Lively]:
    kept = current_app.extensions.setdefault("parley-lively", KeptLively())
    return [one for one in kept.read(db) if one.thread.id != thread_id][:SHOWN]
