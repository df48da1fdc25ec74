"""Beside the pages of a discussion: its news for open pages, and its feed."""

import json
from threading import Lock
from typing import Any, Final

from flask import Blueprint, current_app, make_response, request
from werkzeug.wrappers import Response

from comments.adapters import feed as feeds
from comments.domain.permissions import VISITOR, Act
from comments.domain.reading import Sort
from comments.services.find_thread import thread_here
from comments.services.last_reading import News, thread_news
from comments.services.read_thread import View, list_comments
from comments.web.access import requires
from comments.web.caching import public_page
from comments.web.context import now, parley
from comments.web.feeds import feed_of
from comments.web.visitor_pages import is_known, tagged

reading = Blueprint("reading", __name__)

ENTRIES: Final = 30
KEPT_SECONDS: Final = 1  # news is read from the database once a second and process
MOST_KEPT: Final = 500


class KeptNews:
    """What each thread's news was a moment ago; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[float, str, bytes]] = {}
        self._lock = Lock()

    def of(self, thread_id: int) -> tuple[str, bytes]:
        """A thread's news with its tag, at most KEPT_SECONDS old."""
        moment = now().timestamp()
        kept = self._kept.get(thread_id)
        if kept is None or not kept[0] <= moment < kept[0] + KEPT_SECONDS:
            kept = (moment, *_read_news(thread_id))
            with self._lock:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[thread_id] = kept
        return kept[1], kept[2]


@reading.record_once
def _install(state: Any) -> None:
    state.app.extensions["parley-news"] = KeptNews()


@reading.get("/threads/<int:thread_id>/news")
@requires(Act.READ_BOARD)
def news(thread_id: int) -> Response:
    tag, body = current_app.extensions["parley-news"].of(thread_id)
    response = make_response(b"" if is_known(tag) else body)
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return tagged(response, tag).make_conditional(request)


@reading.get("/threads/<int:thread_id>/feed")
@requires(Act.READ_BOARD)
def feed(thread_id: int) -> Response:
    with parley().database.transaction() as db:
        thread, shown, _ = list_comments(
            db, thread_id, View(actor=VISITOR, sort=Sort.NEWEST), limit=ENTRIES
        )
    response = make_response(feeds.atom(feed_of(thread, shown)))
    response.content_type = f"{feeds.MIMETYPE}; charset=utf-8"
    return public_page(response)


def _read_news(thread_id: int) -> tuple[str, bytes]:
    with parley().database.transaction() as db:
        thread = thread_here(db, thread_id)
        found = thread_news(db, thread_id, thread.comment_count)
    return _tag(found), json.dumps(
        {"count": found.count, "newest": found.newest}, separators=(",", ":")
    ).encode()


def _tag(found: News) -> str:
    newest = found.newest[0] if found.newest else (0, 0)
    return f"{found.count}-{newest[0]}-{newest[1]}"
