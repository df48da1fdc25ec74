"""All notices of unlawful content, for an editor to take along."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.services.own_data import harmless_cell
from comments.store.models import Decision, UnlawfulNotice

AT_ONCE: Final = 500
COLUMNS: Final = (
    "id",
    "received",
    "comment",
    "revision",
    "state",
    "decided",
    "rule",
    "grounds",
    "automated",
    "name",
    "email",
    "explanation",
)


def notice_rows(
    db: Session, *, actor: Actor, now: datetime
) -> Iterator[tuple[str, ...]]:
    """The notices from the first on, as cells that no spreadsheet takes for formulas.

    An outcome counts once it is certain.
    """
    authorize(actor, Act.MANAGE_SITE)
    last = 0
    while rows := _page(db, last):
        for notice, decision in rows:
            yield tuple(map(harmless_cell, _cells(notice, decision, now)))
        last = rows[-1][0].id


def _page(db: Session, after: int) -> list[tuple[UnlawfulNotice, Decision | None]]:
    query = (
        select(UnlawfulNotice, Decision)
        .outerjoin(Decision, Decision.id == UnlawfulNotice.decision_id)
        .where(UnlawfulNotice.id > after)
        .order_by(UnlawfulNotice.id)
        .limit(AT_ONCE)
    )
    return [(notice, decision) for notice, decision in db.execute(query)]


def _cells(
    notice: UnlawfulNotice, decision: Decision | None, now: datetime
) -> tuple[str, ...]:
    told = notice.outcome_at is not None and notice.outcome_at <= now
    decided = notice.outcome_at.isoformat() if told and notice.outcome_at else ""
    return (
        str(notice.id),
        notice.created_at.isoformat(),
        str(notice.comment_id),
        str(notice.revision_id),
        notice.state if told else "received",
        decided,
        notice.outcome_rule or "" if told else "",
        decision.note if told and decision else "",
        "no",  # no program ever decides about a notice (art. 16(6))
        notice.name,
        notice.email,
        notice.explanation,
    )
