"""Queries behind the transparency report: counts over the ledger and the rounds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from comments.domain.moderation import RevisionStatus
from comments.store.models import Appeal, Decision, LedgerEntry, UnlawfulNotice
from comments.store.review_rounds import ReviewRound
from comments.store.sanction_appeals import SanctionAppeal

MACHINE: Final = "machine"
RESTRICTING: Final = ("hold", "reject")


def restrictions(db: Session, start: datetime, end: datetime) -> Sequence[Any]:
    """Held and rejected texts: (act, rule, by machine, source, count).

    A second look that changed nothing, and a decision that was taken back, are none.
    """
    entry, taken_back = LedgerEntry, aliased(Decision)
    by_machine = entry.actor_role == MACHINE
    query = (
        select(entry.act, entry.rule, by_machine, ReviewRound.source, func.count())
        .outerjoin(ReviewRound, ReviewRound.decision_id == entry.decision_id)
        .where(
            *_restricting(start, end),
            or_(
                entry.status_before.is_(None),
                entry.status_before != entry.status_after,
            ),
            ~exists().where(taken_back.undoes_id == entry.decision_id),
        )
        .group_by(entry.act, entry.rule, by_machine, ReviewRound.source)
    )
    return db.execute(query).all()


def sanctions(
    db: Session, start: datetime, end: datetime, kinds: Sequence[str]
) -> Sequence[Any]:
    """Sanctions that were imposed: (kind, rule, count)."""
    query = (
        select(LedgerEntry.act, LedgerEntry.rule, func.count())
        .where(*_within(start, end), LedgerEntry.act.in_(kinds))
        .group_by(LedgerEntry.act, LedgerEntry.rule)
    )
    return db.execute(query).all()


def judged_by_people(db: Session, start: datetime, end: datetime) -> Sequence[Any]:
    """What the filter restricted, by rule: (rule, all, judged, overturned).

    The last word of a person on the same text counts, whenever it was spoken.
    """
    later = aliased(LedgerEntry)
    last_word = (
        select(later.status_after)
        .where(
            later.comment_id == LedgerEntry.comment_id,
            later.revision_id == LedgerEntry.revision_id,
            later.actor_role != MACHINE,
            later.status_after.is_not(None),
        )
        .order_by(later.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    restricted = (
        select(LedgerEntry.rule, last_word.label("word"))
        .where(
            *_restricting(start, end),
            LedgerEntry.actor_role == MACHINE,
            LedgerEntry.rule.is_not(None),
        )
        .subquery()
    )
    word, published = restricted.c.word, RevisionStatus.PUBLISHED.value
    settled = word.in_([published, RevisionStatus.REJECTED.value])
    query = select(
        restricted.c.rule,
        func.count(),
        func.sum(case((settled, 1), else_=0)),
        func.sum(case((word == published, 1), else_=0)),
    ).group_by(restricted.c.rule)
    return db.execute(query.order_by(restricted.c.rule)).all()


def appeals(db: Session, start: datetime, end: datetime) -> Counter[str]:
    """The appeals that came, by what has come of them."""
    return _by_state(db, Appeal, start, end) + _by_state(db, SanctionAppeal, start, end)


def notices(db: Session, start: datetime, end: datetime) -> Counter[str]:
    """The notices of unlawful content that came, by what has come of them."""
    return _by_state(db, UnlawfulNotice, start, end)


def waits(db: Session, start: datetime, end: datetime) -> dict[int, int]:
    """How often items that were decided had waited so many seconds."""
    query = (
        select(ReviewRound.waited, func.count())
        .where(
            ReviewRound.closed_at >= start,
            ReviewRound.closed_at < end,
            ReviewRound.decision_id.is_not(None),
        )
        .group_by(ReviewRound.waited)
    )
    return {waited or 0: count for waited, count in db.execute(query)}


def backlog(
    db: Session, at: datetime, ages: Sequence[tuple[str, timedelta]]
) -> dict[str, int]:
    """What was open at a moment, by how long it had waited then."""
    open_then = (
        select(ReviewRound.opened_at)
        .where(ReviewRound.closed_at.is_(None), ReviewRound.opened_at < at)
        .union_all(
            select(ReviewRound.opened_at).where(
                ReviewRound.closed_at >= at, ReviewRound.opened_at < at
            )
        )
        .subquery()
    )
    opened = open_then.c.opened_at
    youngest = [at - age for _, age in ages]
    counts: list[Any] = [
        func.sum(case((_between(opened, later, earlier), 1), else_=0))
        for later, earlier in zip(youngest, [*youngest[1:], None], strict=True)
    ]
    row = db.execute(select(*counts)).one()
    return {name: int(count or 0) for (name, _), count in zip(ages, row, strict=True)}


def _between(opened: Any, later: datetime, earlier: datetime | None) -> Any:
    if earlier is None:
        return opened <= later
    return and_(opened <= later, opened > earlier)


def _within(start: datetime, end: datetime) -> tuple[Any, ...]:
    return LedgerEntry.at >= start, LedgerEntry.at < end


def _restricting(start: datetime, end: datetime) -> tuple[Any, ...]:
    return *_within(start, end), LedgerEntry.act.in_(RESTRICTING)


def _by_state(db: Session, model: Any, start: datetime, end: datetime) -> Counter[str]:
    query = (
        select(model.state, func.count())
        .where(model.created_at >= start, model.created_at < end)
        .group_by(model.state)
    )
    return Counter({row[0]: row[1] for row in db.execute(query)})


def public_entries(
    db: Session,
    acts: Mapping[str, str],
    *,
    until: datetime,
    before: int | None,
    limit: int,
) -> Sequence[Any]:
    """Ledger entries of these acts up to a moment, the newest first, below a number.

    Of each only (sequence, at, act, rule, role, status before) is read.
    """
    entry = LedgerEntry
    query = (
        select(
            entry.sequence,
            entry.at,
            entry.act,
            entry.rule,
            entry.actor_role,
            entry.status_before,
        )
        .where(entry.act.in_(acts), entry.at <= until)
        .order_by(entry.sequence.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(entry.sequence < before)
    return db.execute(query).all()
