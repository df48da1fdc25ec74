"""What a signed-in reader does with the comments of a page, and the way back."""

from collections.abc import Iterable

from flask import request, url_for
from sqlalchemy.orm import Session

from comments.services.appreciate import appreciated_among
from comments.services.follow import followed_among, follows_thread
from comments.services.ignore_person import ignored_among
from comments.services.marked_comments import marked_counts
from comments.services.shown_comment import ShownComment
from comments.web.access import current_account
from comments.web.next_page import FRONT_PAGE, safe_next


def acts_values(
    db: Session, comments: Iterable[ShownComment], thread_id: int
) -> dict[str, object]:
    """What `_comment_acts.html` asks for; the same for every visitor."""
    account, marks = current_account(), marked_counts(db, thread_id)
    if account is None:
        return {"ignored": frozenset(), "marks": marks}
    me, shown = account.account_id, list(comments)
    people = {comment.author_id for comment in shown if comment.author_id}
    return {
        "appreciated": appreciated_among(db, me, {comment.id for comment in shown}),
        "ignored": ignored_among(db, me, people),
        "followed": followed_among(db, me, people),
        "follows_thread": follows_thread(db, me, thread_id),
        "marks": marks,
        "here": _here(),
    }


def way_back(anchor: str, *, otherwise: str) -> str:
    """The page that a form stood on, at its anchor; else another page of ours."""
    page = safe_next(request.form.get("next"))
    if page == FRONT_PAGE:
        return otherwise
    return safe_next(f"{page}#{anchor}") if anchor else page


def comment_place(comment_id: int) -> str:
    """The address that leads to a comment, wherever it stands."""
    return url_for("board.comment", comment_id=comment_id)


def _here() -> str:
    """This page, so that a form can lead back to it; empty for the answer to a form."""
    address = request.script_root + request.full_path.rstrip("?")
    return address if request.method == "GET" else ""
