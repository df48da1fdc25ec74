"""A discussion as feeds and search engines are told of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from comments.adapters.feed import Entry, Feed, linked_data
from comments.adapters.render import render_comment
from comments.services.shown_comment import ShownComment
from comments.store.models import Thread
from comments.web.context import parley


def feed_of(thread: Thread, comments: Iterable[ShownComment]) -> Feed:
    """What feeds and search engines are told of a discussion."""
    base = parley().settings.public_url
    entries = tuple(_entry(one, base) for one in comments if one.text is not None)
    newest = max((entry.appeared_at for entry in entries), default=thread.created_at)
    return Feed(
        address=base + url_for("board.thread", thread_id=thread.id),
        own_address=base + url_for("reading.feed", thread_id=thread.id),
        title=thread.title,
        changed_at=newest,
        entries=entries,
    )


def _entry(comment: ShownComment, base: str) -> Entry:
    parent = comment.parent_id
    return Entry(
        address=base + url_for("board.comment", comment_id=comment.id),
        author=comment.author_name or "",
        text=comment.text or "",
        html=str(render_comment(comment.text or "")),
        appeared_at=comment.appeared_at or comment.created_at,
        answers=base + url_for("board.comment", comment_id=parent) if parent else None,
    )


def search_data(thread: Thread, comments: Iterable[ShownComment]) -> Mapping[str, Any]:
    """A page of a discussion for search engines: what readers see of it, no more."""
    return linked_data(
        feed_of(thread, comments),
        count=thread.comment_count,
        article=thread.url,
        created_at=thread.created_at,
    )
