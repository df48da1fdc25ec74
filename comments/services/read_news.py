"""Reading news: a page of what a reader asked to hear of, and how they want to hear."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session

from comments.domain.news import CHOOSABLE, Delivery, NewsKind
from comments.store.models import Account, Comment, Revision, Thread
from comments.store.one_another import IgnoredPerson, News, NewsSetting

PAGE: Final = 20
MOST_COUNTED: Final = 100  # "99+" says enough


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of news with the comment as it stands now."""

    news: News
    thread: Thread
    author: Account
    text: str

    @property
    def kind(self) -> NewsKind:
        """Why the reader is told."""
        return NewsKind(self.news.kind)


def read_news(
    db: Session, account_id: int, *, before: int | None = None
) -> Sequence[Told]:
    """A page of a reader's news, the newest first, older than an id.

    A comment that is no longer shown, or whose author is ignored since, is left out.
    """
    query = (
        select(News, Thread, Account, Revision.text)
        .join(Comment, Comment.id == News.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Account, Account.id == Comment.author_id)
        .join(Revision, Revision.id == Comment.shown_revision_id)
        .where(*_wanted(account_id))
        .order_by(News.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        query = query.where(News.id < before)
    return [Told(*row) for row in db.execute(query)]


def unread_news(db: Session, account_id: int) -> int:
    """How much news a reader has not opened, up to a hundred."""
    unread = (
        select(News.id)
        .join(Comment, Comment.id == News.comment_id)
        .where(*_wanted(account_id), News.read_at.is_(None))
        .limit(MOST_COUNTED)
    )
    return db.scalar(select(func.count()).select_from(unread.subquery())) or 0


def mark_news_read(
    db: Session, account_id: int, shown: Collection[int], now: datetime
) -> None:
    """Mark the news that a reader's page has shown as read, and no other."""
    db.execute(
        update(News)
        .where(
            News.account_id == account_id, News.id.in_(shown), News.read_at.is_(None)
        )
        .values(read_at=now)
    )


def mark_news_read_until(
    db: Session, account_id: int, newest: int, now: datetime
) -> None:
    """Mark a reader's news as read, up to and with this one."""
    unread = (News.account_id == account_id, News.read_at.is_(None))
    db.execute(update(News).where(*unread, News.id <= newest).values(read_at=now))


def news_settings(db: Session, account_id: int) -> dict[NewsKind, Delivery]:
    """How a reader hears of each kind; on the page, unless they chose otherwise."""
    query = select(NewsSetting).where(NewsSetting.account_id == account_id)
    chosen = {row.kind: Delivery(row.delivery) for row in db.scalars(query)}
    return {kind: chosen.get(kind.value, Delivery.PAGE) for kind in CHOOSABLE}


def choose_news(
    db: Session, account_id: int, chosen: Mapping[NewsKind, Delivery]
) -> None:
    """Store how a reader wants to hear of some kinds; the others stay as they are."""
    for kind, delivery in chosen.items():
        setting = NewsSetting(
            account_id=account_id, kind=kind.value, delivery=delivery.value
        )
        db.merge(setting)


def _wanted(account_id: int) -> tuple[ColumnElement[bool], ...]:
    ignored = exists().where(
        IgnoredPerson.account_id == account_id,
        IgnoredPerson.ignored_id == Comment.author_id,
    )
    shown = Comment.shown_revision_id.is_not(None)
    return (
        News.account_id == account_id,
        or_(shown & ~ignored, News.kind == NewsKind.MESSAGE.value),
    )
