"""Following: a reader asks to hear of a discussion, or of somebody's comments."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from comments.domain.permissions import Actor
from comments.domain.phrases import Phrase
from comments.services.errors import Conflict
from comments.services.find_thread import thread_here
from comments.services.ignore_person import ignores, other_person
from comments.store.models import Account, Thread
from comments.store.one_another import FollowedPerson, FollowedThread
from comments.store.upsert import insert_new

MOST_LISTED = 500


def follow_thread(
    db: Session, thread_id: int, *, actor: Actor, now: datetime
) -> Thread:
    """Tell this reader of what appears in a discussion from now on."""
    thread = thread_here(db, thread_id)
    mine = {"account_id": actor.account_id, "thread_id": thread.id}
    insert_new(db, FollowedThread, mine | {"created_at": now})
    return thread


def unfollow_thread(db: Session, thread_id: int, *, actor: Actor) -> Thread:
    """Tell this reader no more of a discussion."""
    thread = thread_here(db, thread_id)
    db.execute(
        delete(FollowedThread).where(
            FollowedThread.account_id == actor.account_id,
            FollowedThread.thread_id == thread.id,
        )
    )
    return thread


def follow_person(
    db: Session, person_id: int, *, actor: Actor, now: datetime
) -> Account:
    """Tell this reader of what somebody writes from now on.

    Raises Conflict for somebody whom the reader ignores.
    """
    person = other_person(db, person_id, actor)
    if ignores(db, actor.account_id or 0, person.id):
        raise Conflict(Phrase("You ignore this person. Stop that first."))
    mine = {"account_id": actor.account_id, "followed_id": person.id}
    insert_new(db, FollowedPerson, mine | {"created_at": now})
    return person


def unfollow_person(db: Session, person_id: int, *, actor: Actor) -> Account:
    """Tell this reader no more of what somebody writes."""
    person = other_person(db, person_id, actor)
    db.execute(
        delete(FollowedPerson).where(
            FollowedPerson.account_id == actor.account_id,
            FollowedPerson.followed_id == person.id,
        )
    )
    return person


def follows_thread(db: Session, account_id: int, thread_id: int) -> bool:
    """Whether a reader hears of a discussion."""
    query = select(FollowedThread.id).where(
        FollowedThread.account_id == account_id, FollowedThread.thread_id == thread_id
    )
    return db.scalar(query) is not None


def followed_among(
    db: Session, account_id: int, people: Collection[int]
) -> frozenset[int]:
    """Which of these people a reader follows."""
    if not people:
        return frozenset()
    query = select(FollowedPerson.followed_id).where(
        FollowedPerson.account_id == account_id, FollowedPerson.followed_id.in_(people)
    )
    return frozenset(db.scalars(query))


def followed_people(db: Session, account_id: int) -> Sequence[FollowedPerson]:
    """Whom a reader follows, the latest first."""
    return db.scalars(
        select(FollowedPerson)
        .where(FollowedPerson.account_id == account_id)
        .options(joinedload(FollowedPerson.followed))
        .order_by(FollowedPerson.id.desc())
        .limit(MOST_LISTED)
    ).all()


def followed_threads(db: Session, account_id: int) -> Sequence[Thread]:
    """The discussions that a reader follows, the latest first."""
    return db.scalars(
        select(Thread)
        .join(FollowedThread, FollowedThread.thread_id == Thread.id)
        .where(FollowedThread.account_id == account_id)
        .order_by(FollowedThread.id.desc())
        .limit(MOST_LISTED)
    ).all()
