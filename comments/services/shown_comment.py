"""One comment as its viewer may see it."""

from dataclasses import dataclass
from datetime import datetime

from comments.domain.moderation import CommentStatus
from comments.domain.permissions import STAFF, Actor
from comments.store.models import Comment, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """One comment as this viewer may see it.

    `text` is None for a tombstone, which keeps its place because it has replies; then
    `removed_under` names the rule, or is None when the author withdrew it.  `waiting`
    is the viewer's own text that is held, while readers see `text` or nothing.
    `parent_name` is None for a parent on another page, and empty for one that is gone.
    `new` says that it appeared since this reader last read the thread.
    """

    id: int
    thread_id: int
    parent_id: int | None
    root_id: int
    depth: int
    author_id: int | None
    author_name: str | None
    staff: bool
    status: CommentStatus
    text: str | None
    mark: str | None
    edited: bool
    appreciated: int
    picked: bool
    removed_under: str | None
    waiting: str | None
    created_at: datetime
    appeared_at: datetime | None
    own: bool
    new: bool = False
    parent_name: str | None = None


def shown_comment(
    comment: Comment,
    actor: Actor,
    parent_name: str | None = None,
    *,
    new_since: datetime | None = None,
) -> ShownComment:
    """One comment, with its revisions and author loaded, as this viewer may see it."""
    revision = _revision(comment)
    own = actor.account_id is not None and comment.author_id == actor.account_id
    named = revision is not None or own
    return ShownComment(
        id=comment.id,
        thread_id=comment.thread_id,
        parent_id=comment.parent_id,
        root_id=comment.root_id or comment.id,
        depth=comment.depth,
        author_id=comment.author_id if named else None,
        author_name=comment.author.name if named else None,
        staff=named and comment.author.role in STAFF,
        status=CommentStatus(comment.status),
        text=revision.text if revision else None,
        mark=comment.mark if named else None,
        edited=revision is not None and revision.number > 1,
        appreciated=comment.appreciated,
        picked=comment.picked_at is not None,
        removed_under=comment.removed_under,
        waiting=_waiting(comment) if own else None,
        created_at=comment.created_at,
        appeared_at=comment.appeared_at,
        own=own,
        new=revision is not None and not own and _is_new(comment, new_since),
        parent_name=parent_name,
    )


def _is_new(comment: Comment, since: datetime | None) -> bool:
    appeared = comment.appeared_at
    return since is not None and appeared is not None and appeared > since


def shown_name(comment: Comment) -> str:
    """Whom a reply answers; nobody is named any more once their words are gone."""
    return "" if comment.shown_revision_id is None else comment.author.name


def _revision(comment: Comment) -> Revision | None:
    return next(
        (r for r in comment.revisions if r.id == comment.shown_revision_id), None
    )


def _waiting(comment: Comment) -> str | None:
    """The author's own newest text when it is held."""
    if comment.withdrawn_at is not None or not comment.revisions:
        return None
    newest = comment.revisions[-1]
    return newest.text if newest.status == CommentStatus.HELD else None
