"""Reading: what a viewer sees of a thread, in pages of the same cost at any size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import CommentStatus
from comments.domain.permissions import STAFF, VISITOR, Actor
from comments.services.errors import NotFound
from comments.store import comments as stored
from comments.store import thread_pages as pages
from comments.store.models import Comment, Revision, Thread

CONVERSATIONS: Final = 20  # on a page
REPLIES: Final = 30  # shown under one comment before "more replies"


class Sort(StrEnum):
    """The order of conversations."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """One comment as this viewer may see it.

    `text` is None for a tombstone, which keeps its place because it has replies; then
    `removed_under` names the rule, or is None when the author withdrew it.  `waiting`
    is the viewer's own text that is held, while readers see `text` or nothing.
    `parent_name` is None for a parent on another page, and empty for one that is gone.
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
    removed_under: str | None
    waiting: str | None
    created_at: datetime
    own: bool
    parent_name: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A comment with the replies below it, in reading order.

    `more_after` is where the next replies begin; None when all are here.
    """

    root: ShownComment
    replies: tuple[ShownComment, ...]
    more_after: int | None = None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of a thread; `next` and `previous` are cursors, None at the ends."""

    thread: Thread
    conversations: tuple[Conversation, ...]
    sort: Sort
    next: int | None
    previous: int | None
    paused: bool


def read_thread(
    db: Session,
    thread_id: int,
    *,
    actor: Actor = VISITOR,
    sort: Sort = Sort.NEWEST,
    cursor: int | None = None,
) -> ThreadPage:
    """A page of conversations, from the cursor on; NotFound without such a thread."""
    thread = _thread(db, thread_id)
    roots = pages.roots(
        db,
        thread_id,
        viewer_id=actor.account_id,
        ascending=sort is Sort.OLDEST,
        start=cursor,
        limit=CONVERSATIONS + 1,
    )
    shown, beyond = roots[:CONVERSATIONS], roots[CONVERSATIONS:]
    return ThreadPage(
        thread=thread,
        conversations=_conversations(db, shown, actor),
        sort=sort,
        next=beyond[0].id if beyond else None,
        previous=_previous(db, thread_id, actor, sort, shown, cursor),
        paused=bool(stored.site_setting(db, "pause").get("paused")),
    )


def read_conversation(
    db: Session, root_id: int, *, actor: Actor = VISITOR, after: int | None = None
) -> tuple[Thread, Conversation]:
    """One conversation, with its replies after some comment."""
    root = stored.get_comment(db, root_id)
    if root is None or root.parent_id is not None:
        raise NotFound("This conversation is not here.")
    windows = pages.replies(db, [root.id], after=after, limit=REPLIES + 1)
    found = _conversation(root, windows.get(root.id, []), actor)
    if found is None:
        raise NotFound("This conversation is not here.")
    return root.thread, found


def page_of(db: Session, comment: Comment) -> tuple[int, int | None]:
    """Where a comment stands: its root, and after which reply its window begins.

    The second is None when the comment is among the first replies of its root.
    """
    root_id = comment.root_id or comment.id
    if comment.parent_id is None:
        return root_id, None
    before = pages.reply_before(db, root_id, comment.id, REPLIES - 1)
    return root_id, before


def list_comments(
    db: Session,
    thread_id: int,
    *,
    actor: Actor,
    sort: Sort,
    cursor: int | None,
    limit: int,
) -> tuple[Thread, list[ShownComment], int | None]:
    """A flat page of all published comments of a thread, for programs."""
    thread = _thread(db, thread_id)
    rows = pages.flat(
        db,
        thread_id,
        viewer_id=actor.account_id,
        ascending=sort is Sort.OLDEST,
        start=cursor,
        limit=limit + 1,
    )
    shown = [_shown(comment, actor) for comment in rows[:limit]]
    return thread, shown, rows[limit].id if len(rows) > limit else None


def shown_comment(comment: Comment, actor: Actor) -> ShownComment:
    """One comment, with its revisions and author loaded, as this viewer may see it."""
    return _shown(comment, actor)


def _thread(db: Session, thread_id: int) -> Thread:
    thread = stored.get_thread(db, thread_id)
    if thread is None:
        raise NotFound("This article has no discussion here.")
    return thread


def _previous(
    db: Session,
    thread_id: int,
    actor: Actor,
    sort: Sort,
    shown: Sequence[Comment],
    cursor: int | None,
) -> int | None:
    if cursor is None or not shown:
        return None
    before = pages.roots(
        db,
        thread_id,
        viewer_id=actor.account_id,
        ascending=sort is not Sort.OLDEST,
        start=shown[0].id,
        limit=CONVERSATIONS + 1,
    )
    return before[-1].id if len(before) > 1 else None


def _conversations(
    db: Session, roots: Sequence[Comment], actor: Actor
) -> tuple[Conversation, ...]:
    with_replies = [root.id for root in roots]
    windows = pages.replies(db, with_replies, after=None, limit=REPLIES + 1)
    found = (_conversation(r, windows.get(r.id, []), actor) for r in roots)
    return tuple(conversation for conversation in found if conversation)


def _conversation(
    root: Comment, replies: Sequence[Comment], actor: Actor
) -> Conversation | None:
    window, beyond = replies[:REPLIES], replies[REPLIES:]
    names = {comment.id: _name(comment) for comment in (root, *window)}
    top = _shown(root, actor)
    below = [_shown(r, actor, names.get(r.parent_id or 0)) for r in window]
    ordered = _reading_order(top.id, below)
    if top.text is None and top.waiting is None and not ordered and not beyond:
        return None
    more_after = window[-1].id if beyond else None
    return Conversation(top, tuple(ordered), more_after)


def _reading_order(root_id: int, replies: Iterable[ShownComment]) -> list[ShownComment]:
    """Replies below what they answer, without tombstones that nothing hangs on.

    Iterative, because a chain of replies may be longer than the interpreter's stack.
    """
    below: dict[int, list[ShownComment]] = {}
    known = {root_id}
    for reply in replies:
        parent_id = reply.parent_id if reply.parent_id in known else root_id
        known.add(reply.id)
        below.setdefault(parent_id or root_id, []).append(reply)
    ordered: list[ShownComment] = []
    waiting = list(reversed(below.get(root_id, [])))
    while waiting:
        reply = waiting.pop()
        ordered.append(reply)
        waiting.extend(reversed(below.get(reply.id, [])))
    return _without_bare_tombstones(ordered)


def _without_bare_tombstones(ordered: Sequence[ShownComment]) -> list[ShownComment]:
    kept: list[ShownComment] = []
    needed: set[int | None] = set()
    for reply in reversed(ordered):
        has_words = reply.text is not None or reply.waiting is not None
        if has_words or reply.id in needed:
            kept.append(reply)
            needed.add(reply.parent_id)
    return kept[::-1]


def _shown(
    comment: Comment, actor: Actor, parent_name: str | None = None
) -> ShownComment:
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
        removed_under=comment.removed_under,
        waiting=_waiting(comment) if own else None,
        created_at=comment.created_at,
        own=own,
        parent_name=parent_name,
    )


def _name(comment: Comment) -> str:
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
