"""My comments: all that a reader wrote, as it stands, on a page of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from comments.domain.moderation import CommentStatus
from comments.store.models import Comment

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class OwnComment:
    """One of my comments: my newest words, and what readers see of them."""

    comment: Comment
    text: str
    edit_waits: bool

    @property
    def status(self) -> CommentStatus:
        """How the comment stands."""
        return CommentStatus(self.comment.status)


def own_comments(
    db: Session, account_id: int, *, before: int | None = None
) -> Sequence[OwnComment]:
    """A page of an account's comments, the newest first, older than an id."""
    query = (
        select(Comment)
        .where(Comment.author_id == account_id)
        .options(joinedload(Comment.thread), selectinload(Comment.revisions))
        .order_by(Comment.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        query = query.where(Comment.id < before)
    return [_own(comment) for comment in db.scalars(query)]


def _own(comment: Comment) -> OwnComment:
    newest = comment.revisions[-1]
    shown = comment.shown_revision_id
    return OwnComment(comment, newest.text, shown not in (None, newest.id))
