"""Queries about threads, comments and their revisions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from comments.domain.submission import FLOOD_WINDOW, REPEAT_WINDOW, AuthorFacts
from comments.store.accounts import lock_accounts
from comments.store.models import Account, Comment, Revision, SiteSetting, Thread

MAX_RECENT_TEXTS = 50
CLOCKS_APART = timedelta(minutes=1)  # at most, between processes
SETTINGS: Final = "site settings"  # where a transaction keeps what it has read of them


def get_thread(db: Session, thread_id: int) -> Thread | None:
    """The thread with this id."""
    return db.get(Thread, thread_id)


def lock_thread(db: Session, thread_id: int) -> Thread | None:
    """The thread, read afresh; nobody else changes it until this transaction ends."""
    return db.scalar(
        select(Thread)
        .where(Thread.id == thread_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def find_thread(db: Session, url: str) -> Thread | None:
    """The thread of the article at this canonical address."""
    return db.scalar(select(Thread).where(Thread.url == url))


def get_comment(db: Session, comment_id: int, *, lock: bool = False) -> Comment | None:
    """A comment with its revisions, author and thread.

    The lock of the comment's row is the one lock of everything that is about the
    comment: its revisions, reports, review item, decisions and appeals.
    """
    if lock:
        locked = select(Comment.id).where(Comment.id == comment_id)
        db.execute(locked.with_for_update(key_share=True))
    return db.scalar(
        select(Comment)
        .where(Comment.id == comment_id)
        .options(
            selectinload(Comment.revisions),
            joinedload(Comment.author),
            joinedload(Comment.thread),
        )
        .execution_options(populate_existing=lock)
    )


def find_attempt(db: Session, author_id: int, attempt: str) -> Comment | None:
    """The comment that this author already stored with this attempt key."""
    return db.scalar(
        select(Comment)
        .where(Comment.author_id == author_id, Comment.attempt == attempt)
        .options(selectinload(Comment.revisions), joinedload(Comment.author))
    )


def author_facts(
    db: Session, author: Account, now: datetime, *, except_comment: int | None = None
) -> AuthorFacts:
    """What the conduct checks need to know of an author."""
    own = select(Comment.id).where(Comment.author_id == author.id)
    recent = own.where(
        Comment.created_at > now - FLOOD_WINDOW,
        # A clock that was set back leaves comments of later: they are no flood.
        Comment.created_at <= now + CLOCKS_APART,
    )
    return AuthorFacts(
        published_comments=author.published_comments,
        recent_comments=db.scalar(select(func.count()).select_from(recent.subquery())),
        recent_texts=_recent_texts(db, author.id, now, except_comment),
    )


def _recent_texts(
    db: Session, author_id: int, now: datetime, except_comment: int | None
) -> tuple[str, ...]:
    query = (
        select(Revision.text)
        .join(Comment, Comment.id == Revision.comment_id)
        .where(
            Comment.author_id == author_id,
            Comment.created_at > now - REPEAT_WINDOW,
            Comment.withdrawn_at.is_(None),
        )
        .order_by(Comment.id.desc())
        .limit(MAX_RECENT_TEXTS)
    )
    if except_comment is not None:
        query = query.where(Comment.id != except_comment)
    return tuple(db.scalars(query))


def shown_text(db: Session, comment: Comment) -> str | None:
    """The text that readers see of a comment; None when they see none."""
    if comment.shown_revision_id is None:
        return None
    return db.scalar(
        select(Revision.text).where(Revision.id == comment.shown_revision_id)
    )


def count_shown(db: Session, comment: Comment, by: int, now: datetime) -> None:
    """Move the counters that a comment's appearance (+1) or removal (-1) changes."""
    if comment.parent_id is not None:
        db.execute(
            update(Comment)
            .where(Comment.id == comment.root_id)
            .values(shown_replies=Comment.shown_replies + by)
        )
    db.execute(
        update(Thread)
        .where(Thread.id == comment.thread_id)
        .values(comment_count=Thread.comment_count + by, changed_at=now)
    )
    db.execute(
        update(Account)
        .where(Account.id == comment.author_id)
        .values(published_comments=Account.published_comments + by)
    )


def lock_counters(db: Session, comment: Comment, reporters: Select[int]) -> None:
    """Lock all that a decision about a comment counts in, before it counts anything.

    Everybody locks in one order, or two would wait for each other: the comment, its
    conversation, its thread, accounts by id, and the end of the ledger last.
    """
    for model, row_id in ((Comment, comment.root_id), (Thread, comment.thread_id)):
        row = select(model.id).where(model.id == row_id)
        db.execute(row.with_for_update(key_share=True)).all()
    lock_accounts(db, comment.author_id, also=reporters)


def touch_thread(db: Session, thread_id: int, now: datetime) -> None:
    """Note that what visitors see of a thread has changed."""
    db.execute(update(Thread).where(Thread.id == thread_id).values(changed_at=now))


def all_threads(db: Session) -> Sequence[Thread]:
    """The threads for the front page, the newest first."""
    return db.scalars(select(Thread).order_by(Thread.id.desc()).limit(100)).all()


def listed_threads(db: Session) -> Sequence[Thread]:
    """The newest threads for the front page.

    One that only another site's page has named waits for its first comment.
    """
    is_named = or_(Thread.title_unverified.is_(False), Thread.comment_count > 0)
    query = select(Thread).where(is_named).order_by(Thread.id.desc()).limit(100)
    return db.scalars(query).all()


def count_seen(db: Session, origin: str, since: datetime) -> int:
    """How many threads a site's pages have made since a moment."""
    query = select(func.count()).where(
        Thread.seen_on == origin, Thread.created_at >= since
    )
    return db.scalar(query) or 0


def comment_counts(db: Session, addresses: Sequence[str]) -> dict[str, int]:
    """How many comments are shown under these articles, for those with a thread."""
    query = select(Thread.url, Thread.comment_count).where(Thread.url.in_(addresses))
    return {row.url: row.comment_count for row in db.execute(query)}


def site_setting(db: Session, key: str, *, afresh: bool = False) -> dict[str, Any]:
    """What an editor set for the site under this key; empty when nothing is set.

    The few settings are read all at once, once in a transaction, unless `afresh`.
    """
    settings = None if afresh else db.info.get(SETTINGS)
    if settings is None:
        query = select(SiteSetting).execution_options(populate_existing=afresh)
        settings = {setting.key: setting.value for setting in db.scalars(query)}
        db.info[SETTINGS] = settings
    return dict(settings.get(key, {}))


def put_site_setting(
    db: Session, key: str, value: dict[str, Any], now: datetime
) -> None:
    """Set something for the whole site."""
    db.merge(SiteSetting(key=key, value=value, changed_at=now))
    db.flush()
    db.info.pop(SETTINGS, None)
