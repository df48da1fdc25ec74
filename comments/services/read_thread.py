"""Reading: what a viewer sees of a thread, in pages of the same cost at any size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.permissions import VISITOR, Actor
from comments.domain.phrases import Phrase
from comments.domain.reading import EPOCH, Cursor, Show, Sort, rank_of_moment
from comments.services.branches import Branch, branches, reading_order
from comments.services.errors import NotFound
from comments.services.find_thread import thread_here
from comments.services.shown_comment import ShownComment, shown_comment, shown_name
from comments.store import comments as stored
from comments.store import thread_pages as pages
from comments.store.models import Comment, Thread
from comments.store.thread_pages import Query

CONVERSATIONS: Final = 20  # on a page
REPLIES: Final = 30  # shown under one comment before "more replies"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which part of a thread is asked for, by whom, in which order, from where on.

    `new_since` is when the reader last read it.  `wanted` is a comment that must not be
    folded away.
    """

    actor: Actor = VISITOR
    sort: Sort = Sort.NEWEST
    show: Show = Show.ALL
    cursor: Cursor | None = None
    new_since: datetime | None = None
    wanted: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A comment with the replies below it, in reading order and as sub-threads.

    `more_after` is where the next replies begin; None when all are here.
    """

    root: ShownComment
    replies: tuple[ShownComment, ...] = ()
    more_after: int | None = None
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of a thread; `next` and `previous` are cursors, None at the ends."""

    thread: Thread
    conversations: tuple[Conversation, ...]
    view: View
    next: Cursor | None
    previous: Cursor | None
    paused: bool

    @property
    def since(self) -> int | None:
        """From when on comments are shown here, as an address writes it."""
        since = self.view.new_since
        if since is None or self.view.show is not Show.NEW:
            return None
        return rank_of_moment(since)


def read_thread(db: Session, thread_id: int, view: View | None = None) -> ThreadPage:
    """A page of conversations, from the cursor on; NotFound without such a thread.

    Picks and new comments are shown one by one, without the replies below them.
    """
    view = view or View()
    thread = thread_here(db, thread_id)
    query = _query(thread_id, view)
    rows = pages.page(db, query, start=view.cursor, limit=CONVERSATIONS + 1)
    shown, beyond = rows[:CONVERSATIONS], rows[CONVERSATIONS:]
    whole = view.show is Show.ALL
    made = _conversations(db, shown, view) if whole else _singles(shown, view)
    return ThreadPage(
        thread=thread,
        conversations=made,
        view=view,
        next=pages.cursor_of(beyond[0], query) if beyond else None,
        previous=_previous(db, query, shown, view.cursor),
        paused=bool(stored.site_setting(db, "pause").get("paused")),
    )


def read_conversation(
    db: Session, root_id: int, view: View, *, after: int | None = None
) -> tuple[Thread, Conversation]:
    """One conversation, with its replies after some comment."""
    root = stored.get_comment(db, root_id)
    if root is None or root.parent_id is not None:
        raise NotFound(Phrase("This conversation is not here."))
    windows = pages.replies(db, [root.id], after=after, limit=REPLIES + 1)
    found = _conversation(root, windows.get(root.id, []), view)
    if found is None:
        raise NotFound(Phrase("This conversation is not here."))
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
    db: Session, thread_id: int, view: View, *, limit: int
) -> tuple[Thread, list[ShownComment], Cursor | None]:
    """A flat page of all published comments of a thread, for programs.

    In the order of the most replied, the replies themselves are left out.
    """
    thread = thread_here(db, thread_id)
    query = Query(
        thread_id=thread_id,
        viewer_id=view.actor.account_id,
        sort=view.sort,
        roots=view.sort is Sort.REPLIED,
        picked=view.show is Show.PICKS,
        mark=view.show.mark,
        since=view.new_since,
    )
    rows = pages.page(db, query, start=view.cursor, limit=limit + 1)
    shown = [shown_comment(comment, view.actor) for comment in rows[:limit]]
    beyond = pages.cursor_of(rows[limit], query) if len(rows) > limit else None
    return thread, shown, beyond


def _query(thread_id: int, view: View) -> Query:
    whole = view.show is Show.ALL
    return Query(
        thread_id=thread_id,
        viewer_id=view.actor.account_id if whole else None,
        sort=view.sort,
        roots=whole,
        picked=view.show is Show.PICKS,
        mark=view.show.mark,
        since=(view.new_since or EPOCH) if view.show is Show.NEW else None,
    )


def _previous(
    db: Session, query: Query, shown: Sequence[Comment], cursor: Cursor | None
) -> Cursor | None:
    if cursor is None or not shown:
        return None
    start = pages.cursor_of(shown[0], query)
    limit = CONVERSATIONS + 1
    before = pages.page(db, query, start=start, limit=limit, backwards=True)
    return pages.cursor_of(before[-1], query) if len(before) > 1 else None


def _singles(rows: Sequence[Comment], view: View) -> tuple[Conversation, ...]:
    return tuple(Conversation(_shown(comment, view)) for comment in rows)


def _conversations(
    db: Session, roots: Sequence[Comment], view: View
) -> tuple[Conversation, ...]:
    with_replies = [root.id for root in roots]
    windows = pages.replies(db, with_replies, after=None, limit=REPLIES + 1)
    found = (_conversation(r, windows.get(r.id, []), view) for r in roots)
    return tuple(conversation for conversation in found if conversation)


def _conversation(
    root: Comment, replies: Sequence[Comment], view: View
) -> Conversation | None:
    window, beyond = replies[:REPLIES], replies[REPLIES:]
    names = {comment.id: shown_name(comment) for comment in (root, *window)}
    top = _shown(root, view)
    below = [_shown(reply, view, names.get(reply.parent_id or 0)) for reply in window]
    ordered = reading_order(top.id, below)
    if top.text is None and top.waiting is None and not ordered and not beyond:
        return None
    return Conversation(
        root=top,
        replies=tuple(ordered),
        more_after=window[-1].id if beyond else None,
        branches=branches(top.id, ordered, view.wanted),
    )


def _shown(comment: Comment, view: View, answers: str | None = None) -> ShownComment:
    return shown_comment(comment, view.actor, answers, new_since=view.new_since)
