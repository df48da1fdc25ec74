"""Queries about the newsroom's own words and the versions of the filter."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from comments.store.models import FilterVersion, OwnWord


def words_in(db: Session, version: int) -> Sequence[OwnWord]:
    """The list as it was in a version, in the order in which it grew.

    A list that changes while it is read is read as of the version all the same.
    """
    in_force = and_(
        OwnWord.added_in <= version,
        or_(OwnWord.ended_in.is_(None), OwnWord.ended_in > version),
    )
    return db.scalars(select(OwnWord).where(in_force).order_by(OwnWord.id)).all()


def live_words(db: Session, normals: Iterable[str]) -> dict[str, OwnWord]:
    """Of these normal forms those that are on the list, expired or not."""
    query = select(OwnWord).where(
        OwnWord.ended_in.is_(None), OwnWord.normal.in_(list(normals))
    )
    return {word.normal: word for word in db.scalars(query)}


def live_word(db: Session, word_id: int) -> OwnWord | None:
    """An entry that has not been removed."""
    found = db.get(OwnWord, word_id)
    return found if found is not None and found.ended_in is None else None


def count_live(db: Session) -> int:
    """How many entries the list has, expired ones among them."""
    live = OwnWord.ended_in.is_(None)
    return db.scalar(select(func.count()).select_from(OwnWord).where(live)) or 0


def search_words(
    db: Session,
    *,
    treatments: Sequence[str] = (),
    search: str = "",
    before: int | None = None,
    limit: int,
) -> Sequence[OwnWord]:
    """A page of the list, the newest entries first, from an id on."""
    query = select(OwnWord).where(OwnWord.ended_in.is_(None))
    if treatments:
        query = query.where(OwnWord.treatment.in_(treatments))
    if search:
        query = query.where(_speaks_of(search))
    return db.scalars(_page(query, before, limit)).all()


def get_version(db: Session, version: int) -> FilterVersion | None:
    """One arrangement of the filter."""
    return db.get(FilterVersion, version)


def latest_versions(db: Session, limit: int) -> Sequence[FilterVersion]:
    """The newest arrangements, the latest first."""
    query = select(FilterVersion).order_by(FilterVersion.version.desc())
    return db.scalars(query.limit(limit)).all()


def next_end(words: Iterable[OwnWord], now: datetime) -> datetime | None:
    """When the first of some entries that are in force expires; None if none will."""
    ends = [word.expires_at for word in words if word.expires_at is not None]
    return min((end for end in ends if end > now), default=None)


def _speaks_of(search: str) -> ColumnElement[bool]:
    return or_(
        OwnWord.text.icontains(search, autoescape=True),
        OwnWord.normal.icontains(search, autoescape=True),
        OwnWord.reason.icontains(search, autoescape=True),
    )


def _page(query: Select[OwnWord], before: int | None, limit: int) -> Select[OwnWord]:
    if before is not None:
        query = query.where(OwnWord.id < before)
    return query.order_by(OwnWord.id.desc()).limit(limit)
