"""Telling news: who is told, in the transaction in which a comment first appears.

A statement or two a kind, however many follow; so no news waits for a worker, and none
is told of a comment that was never shown.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import CursorResult, Select, exists, insert, literal, select
from sqlalchemy.orm import Session

from comments.domain.mentions import called_in, names_called
from comments.domain.news import Delivery, NewsKind
from comments.services.news_letters import announce_news
from comments.store.models import Account, Comment, Revision
from comments.store.one_another import (
    FollowedPerson,
    FollowedThread,
    IgnoredPerson,
    News,
    NewsSetting,
)
from comments.store.participants import participants_called
from comments.store.types import Identity, Moment

MOST_CALLED: Final = 10  # by one comment: whoever calls more calls a crowd


def tell_of_comment(db: Session, comment: Comment, now: datetime) -> None:
    """Tell everybody who asked to hear of a comment, once each, and never its author.

    Whoever ignores the author, or turned the kind off, is not told.
    """
    answered = select(Comment.author_id).where(Comment.id == comment.parent_id)
    tell_people(db, NewsKind.REPLY, comment, answered, now)
    tell_people(db, NewsKind.MENTION, comment, _mentioned(db, comment), now)
    fans = select(FollowedPerson.account_id).where(
        FollowedPerson.followed_id == comment.author_id
    )
    tell_people(db, NewsKind.PERSON, comment, fans, now)
    followers = select(FollowedThread.account_id).where(
        FollowedThread.thread_id == comment.thread_id
    )
    tell_people(db, NewsKind.THREAD, comment, followers, now)


def tell_people(
    db: Session,
    kind: NewsKind,
    comment: Comment,
    people: Select[int],
    now: datetime,
) -> None:
    """Tell chosen people of a comment, unless they have been told of it already.

    Whoever wants letters of this kind is written to as well.
    """
    rows = select(
        Account.id,
        literal(kind.value),
        literal(comment.id, Identity),
        literal(comment.id, Identity),
        literal(now, Moment),
    ).where(
        Account.id.in_(people),
        Account.id != comment.author_id,
        ~exists().where(News.account_id == Account.id, News.comment_id == comment.id),
        ~exists().where(
            IgnoredPerson.account_id == Account.id,
            IgnoredPerson.ignored_id == comment.author_id,
        ),
        ~exists().where(
            NewsSetting.account_id == Account.id,
            NewsSetting.kind == kind.value,
            NewsSetting.delivery == Delivery.OFF.value,
        ),
    )
    columns = ["account_id", "kind", "subject_id", "comment_id", "created_at"]
    told = db.execute(insert(News).from_select(columns, rows))
    if isinstance(told, CursorResult) and told.rowcount:
        announce_news(db, kind, comment.id, comment.id, now)


def _mentioned(db: Session, comment: Comment) -> Select[int]:
    """Whom a comment's own words call, of those who take part in the discussion."""
    text = db.get_one(Revision, comment.shown_revision_id).text
    people = participants_called(db, comment.thread_id, names_called(text))
    called = (people[name] for name in _found(text, people))
    return select(Account.id).where(Account.id.in_(list(islice(called, MOST_CALLED))))


def _found(text: str, people: Mapping[str, int]) -> list[str]:
    here = {name: name for name in people}
    return list(dict.fromkeys(call.found for call in called_in(text, here.get)))
