"""Addresses: where a comment stands on the board, where a notice stands."""

from flask import url_for
from sqlalchemy.orm import Session

from comments.services.notices import Notice
from comments.services.read_thread import page_of
from comments.settings import NEWSPAPER
from comments.store.models import Comment, Thread
from comments.web.context import parley


def place_of(db: Session, comment: Comment) -> str:
    """The page that shows a comment, however deep it stands, and its anchor there."""
    root_id, after = page_of(db, comment)
    place: dict[str, object] = {"_anchor": f"comment-{comment.id}"}
    if comment.depth > 1:
        place["comment"] = comment.id  # the server sees no anchor, and unfolds for this
    if after is None:
        place |= {"thread_id": comment.thread_id, "cursor": root_id}
        return url_for("board.thread", **place)  # type: ignore[arg-type]
    place |= {"thread_id": comment.thread_id, "root_id": root_id, "after": after}
    return url_for("board.conversation", **place)  # type: ignore[arg-type]


def notice_address(notice: Notice) -> str:
    """The page of the reader's notices that begins with this one."""
    number = notice.statement.id
    return url_for("notices.show", before=number + 1, _anchor=f"notice-{number}")


def article_link(thread: Thread) -> str:
    """Where the article can be read; in the demo that is a page of its newspaper."""
    newspaper = parley().settings.newspaper
    path = thread.url.removeprefix(f"{NEWSPAPER}/")
    if not newspaper or path == thread.url:
        return thread.url
    return newspaper + url_for("newspaper.article", path=path)


def is_elsewhere(thread: Thread) -> bool:
    """Whether the article itself is on another site than its discussion."""
    is_link = thread.url.startswith(("https://", "http://"))
    return is_link and not thread.url.startswith(f"{parley().settings.public_url}/")
