"""What the board's pages show of a thread, its comments and the reader's notices."""

from collections.abc import Callable, Iterable
from datetime import datetime

from flask import render_template
from sqlalchemy.orm import Session

from comments.adapters.render import MarkedSpan
from comments.domain.marks import MARK_LABELS
from comments.domain.moderation import EDIT_WINDOW, MAX_TEXT, CommentStatus
from comments.domain.permissions import Act, Actor, CommentFacts, can
from comments.domain.statement_words import Paragraph, paragraphs
from comments.services.notices import Notice
from comments.services.own_statements import newest_notices
from comments.services.read_thread import (
    Conversation,
    View,
    read_thread,
)
from comments.services.shown_comment import ShownComment
from comments.store.models import Thread
from comments.web.access import current_account, current_actor
from comments.web.beside_thread import beside_thread, with_last_reading
from comments.web.comment_acts import acts_values
from comments.web.context import now, parley
from comments.web.drafts import Draft, comment_draft, marks_of
from comments.web.feeds import search_data
from comments.web.people_on_page import people_finder
from comments.web.words import silenced_sentence, warned_sentence


def thread_page(
    thread_id: int,
    view: View | None = None,
    *,
    draft: Draft | None = None,
    stored_id: int | None = None,
) -> str:
    """The page of an article's discussion, for whoever asks."""
    with parley().database.transaction() as db:
        asked = with_last_reading(db, thread_id, view or View())
        page = read_thread(db, thread_id, asked)
        beside = beside_thread(db, page)
        comments = shown_comments(page.conversations)
        notices = own_notices_on(db, comments, stored_id)
        acts = acts_values(db, comments, thread_id)
    return render_template(
        "board/thread.html",
        page=page,
        thread=page.thread,
        draft=draft or comment_draft(thread_id),
        stored=notices.get(stored_id or 0),
        search_data=search_data(page.thread, comments),
        **beside,
        **acts,
        **board_values(page.thread, notices, is_paused=page.paused, comments=comments),
    )


def board_values(
    thread: Thread,
    notices: dict[int, Notice],
    *,
    is_paused: bool,
    comments: Iterable[ShownComment] = (),
) -> dict[str, object]:
    """What the templates of comments ask for."""
    account, actor = current_account(), current_actor()
    bound = account.bound if account else None
    return {
        "notices": notices,
        "takes_comments": thread.is_open and not is_paused,
        "is_paused": is_paused,
        "silenced": silenced_sentence(bound) if actor.silenced else "",
        "warned": account.warned if account else None,
        "warned_sentence": warned_sentence,
        "may": permission_asker(actor, thread, now()),
        "longest": MAX_TEXT,
        "mark_labels": MARK_LABELS,
        "people_seen_from": people_finder(comments),
    }


def shown_comments(conversations: Iterable[Conversation]) -> list[ShownComment]:
    """The comments of some conversations."""
    return [
        comment
        for conversation in conversations
        for comment in (conversation.root, *conversation.replies)
    ]


def own_notices_on(
    db: Session, comments: Iterable[ShownComment], *more: int | None
) -> dict[int, Notice]:
    """What the reader has been told about their own comments on a page."""
    account = current_account()
    if account is None:
        return {}
    waiting = {comment.id for comment in comments if comment.waiting is not None}
    wanted = waiting | {number for number in more if number is not None}
    return newest_notices(db, account.account_id, wanted, now())


def permission_asker(
    actor: Actor, thread: Thread, moment: datetime
) -> Callable[[Act, ShownComment], bool]:
    """The question whether the reader may act on a comment of a page."""

    def may(act: Act, comment: ShownComment) -> bool:
        return can(actor, act, _facts(comment, thread, moment))

    return may


def notice_paragraphs(notice: Notice) -> tuple[Paragraph, ...]:
    """A statement in words: what, why, how, and what its reader can do."""
    return paragraphs(notice.stated, parley().rules)


def notice_marks(notice: Notice) -> tuple[MarkedSpan, ...]:
    """The words that a statement is about."""
    return marks_of(notice.stated.facts.findings, parley().rules)


def _facts(comment: ShownComment, thread: Thread, moment: datetime) -> CommentFacts:
    return CommentFacts(
        author_id=comment.author_id or 0,
        published=comment.text is not None,
        withdrawn=comment.status is CommentStatus.WITHDRAWN,
        editable=moment - comment.created_at <= EDIT_WINDOW,
        thread_open=thread.is_open,
    )
