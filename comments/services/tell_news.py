"""Telling news: who is told, in the transaction in which a comment first appears.

One statement a kind, however many follow; so no news waits for a worker, and none is
told of a comment that was never shown.
"""

from datetime import datetime

from sqlalchemy import Select, exists, insert, literal, select
from sqlalchemy.orm import Session

from comments.domain.news import Delivery, NewsKind
from comments.store.models import Account, Comment
from comments.store.one_another import (
    FollowedPerson,
    FollowedThread,
    IgnoredPerson,
    News,
    NewsSetting,
)
from comments.store.types import Identity, Moment


def tell_of_comment(db: Session, comment: Comment, now: datetime) -> None:
    """Tell everybody who asked to hear of a comment, once each, and never its author.

    Whoever ignores the author, or turned the kind off, is not told.
    """
    answered = select(Comment.author_id).where(Comment.id == comment.parent_id)
    tell_people(db, NewsKind.REPLY, comment, answered, now)
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
    """Tell chosen people of a comment, unless they have been told of it already."""
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
    db.execute(insert(News).from_select(columns, rows))
