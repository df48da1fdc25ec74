"""Ignoring: a reader's own quiet; whoever is ignored, and everybody else, sees none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from comments.domain.permissions import AccountFacts, Act, Actor, Role, authorize
from comments.domain.phrases import Phrase
from comments.services.errors import NotFound
from comments.store.models import Account
from comments.store.one_another import FollowedPerson, IgnoredPerson
from comments.store.upsert import insert_new

MOST_LISTED = 500  # more than anybody remembers to have ignored


def ignore_person(
    db: Session, person_id: int, *, actor: Actor, now: datetime
) -> Account:
    """Fold somebody's comments for this reader, and tell them no news of that person.

    Who is ignored is followed no longer.  Raises NotFound or NotPermitted.
    """
    person = other_person(db, person_id, actor)
    mine = {"account_id": actor.account_id, "ignored_id": person.id}
    insert_new(db, IgnoredPerson, mine | {"created_at": now})
    db.execute(
        delete(FollowedPerson).where(
            FollowedPerson.account_id == actor.account_id,
            FollowedPerson.followed_id == person.id,
        )
    )
    return person


def stop_ignoring(db: Session, person_id: int, *, actor: Actor) -> Account:
    """Read somebody again."""
    person = other_person(db, person_id, actor)
    db.execute(
        delete(IgnoredPerson).where(
            IgnoredPerson.account_id == actor.account_id,
            IgnoredPerson.ignored_id == person.id,
        )
    )
    return person


def ignored_people(db: Session, account_id: int) -> Sequence[IgnoredPerson]:
    """Whom a reader ignores, the latest first."""
    return db.scalars(
        select(IgnoredPerson)
        .where(IgnoredPerson.account_id == account_id)
        .options(joinedload(IgnoredPerson.ignored))
        .order_by(IgnoredPerson.id.desc())
        .limit(MOST_LISTED)
    ).all()


def ignored_among(
    db: Session, account_id: int, people: Collection[int]
) -> frozenset[int]:
    """Which of these people a reader ignores."""
    if not people:
        return frozenset()
    query = select(IgnoredPerson.ignored_id).where(
        IgnoredPerson.account_id == account_id, IgnoredPerson.ignored_id.in_(people)
    )
    return frozenset(db.scalars(query))


def ignores(db: Session, account_id: int, person_id: int) -> bool:
    """Whether a reader ignores somebody: then nothing tells them of that person."""
    return bool(ignored_among(db, account_id, [person_id]))


def other_person(db: Session, person_id: int, actor: Actor) -> Account:
    """Somebody else, whom a reader may ignore or follow."""
    person = db.get(Account, person_id)
    if person is None:
        raise NotFound(Phrase("Nobody is here by this number."))
    authorize(actor, Act.CHOOSE_COMPANY, AccountFacts(person.id, Role(person.role)))
    return person
