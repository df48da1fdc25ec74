"""What a person is to others, as rows of their own data."""

from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import case, select

from comments.store.brigades import Brigade, BrigadeMember
from comments.store.desk_comforts import DeskComfort
from comments.store.desk_keys import ChosenKeys
from comments.store.models import Comment, Thread
from comments.store.one_another import (
    Appreciation,
    ContactConsent,
    FollowedPerson,
    FollowedThread,
    IgnoredPerson,
    News,
    NewsSetting,
    PrivateMessage,
)
from comments.store.sanction_appeals import SanctionAppeal
from comments.store.traces import AccountTrace

Rows: TypeAlias = Any  # a Select's type names each of its columns, and they differ


def thanks(me: int, now: datetime) -> Rows:
    """The comments that this person appreciates."""
    return select(
        Appreciation.id, Appreciation.comment_id, Appreciation.created_at
    ).where(Appreciation.account_id == me)


def ignored(me: int, now: datetime) -> Rows:
    """The people whom this person ignores."""
    return select(
        IgnoredPerson.id, IgnoredPerson.ignored_id, IgnoredPerson.created_at
    ).where(IgnoredPerson.account_id == me)


def followed_people(me: int, now: datetime) -> Rows:
    """The people whom this person follows."""
    return select(
        FollowedPerson.id, FollowedPerson.followed_id, FollowedPerson.created_at
    ).where(FollowedPerson.account_id == me)


def followed_threads(me: int, now: datetime) -> Rows:
    """The discussions that this person follows."""
    return (
        select(
            FollowedThread.id,
            Thread.url.label("article"),
            FollowedThread.created_at,
        )
        .join(Thread, Thread.id == FollowedThread.thread_id)
        .where(FollowedThread.account_id == me)
    )


def news(me: int, now: datetime) -> Rows:
    """What this person was told of."""
    return select(
        News.id, News.kind, News.comment_id, News.created_at, News.read_at
    ).where(News.account_id == me)


def news_settings(me: int, now: datetime) -> Rows:
    """Which news this person wants."""
    return select(NewsSetting.kind, NewsSetting.delivery).where(
        NewsSetting.account_id == me
    )


def consents(me: int, now: datetime) -> Rows:
    """The comments about which the newsroom may ask."""
    return (
        select(ContactConsent.comment_id, ContactConsent.created_at)
        .join(Comment, Comment.id == ContactConsent.comment_id)
        .where(Comment.author_id == me)
    )


def sanction_appeals(me: int, now: datetime) -> Rows:
    """Where this person asked for another look at a restriction of their account."""
    return select(
        SanctionAppeal.id,
        SanctionAppeal.sanction_id,
        SanctionAppeal.text,
        SanctionAppeal.state,
        SanctionAppeal.answer,
        SanctionAppeal.created_at,
        SanctionAppeal.decided_at,
    ).where(SanctionAppeal.account_id == me)


def messages(me: int, now: datetime) -> Rows:
    """What this person and the newsroom wrote to each other; who wrote is left out."""
    by_newsroom = PrivateMessage.from_newsroom.is_(True)
    return (
        select(
            PrivateMessage.id,
            PrivateMessage.comment_id,
            case((by_newsroom, "the newsroom"), else_="you").label("written_by"),
            PrivateMessage.text,
            PrivateMessage.created_at,
            PrivateMessage.read_at,
        )
        .join(Comment, Comment.id == PrivateMessage.comment_id)
        .where(Comment.author_id == me)
    )


def keys(me: int, now: datetime) -> Rows:
    """The keys that this person chose for the desk."""
    return select(ChosenKeys.keys, ChosenKeys.enabled, ChosenKeys.changed_at).where(
        ChosenKeys.account_id == me
    )


def reporting_together(me: int, now: datetime) -> Rows:
    """Where this person's reports were counted as one with others'; not whose."""
    return (
        select(
            BrigadeMember.id,
            Brigade.kind,
            BrigadeMember.joined_at,
            Brigade.dismissed_at.label("found_harmless_at"),
        )
        .join(Brigade, Brigade.id == BrigadeMember.brigade_id)
        .where(BrigadeMember.account_id == me)
    )


def traces(me: int, now: datetime) -> Rows:
    """When this person logged in from a network, or their mailbox was noted.

    Which network or mailbox is not known: only whether two are the same.
    """
    return select(
        AccountTrace.id,
        AccountTrace.kind,
        AccountTrace.seen_at,
        AccountTrace.expires_at,
    ).where(AccountTrace.account_id == me)


def comfort(me: int, now: datetime) -> Rows:
    """What this person chose to be spared at the desk, and their last sitting."""
    return select(
        DeskComfort.blur,
        DeskComfort.easy_after,
        DeskComfort.budget,
        DeskComfort.last_at,
        DeskComfort.severe,
    ).where(DeskComfort.account_id == me)
