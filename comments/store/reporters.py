"""Queries about people who report: what came of it of late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from comments.domain.reports import ReportState
from comments.store.brigades import Brigade, BrigadeMember
from comments.store.models import Account, Report, Sanction

NEWEST: Final = 20_000  # reports looked through: the same work however many there are


@dataclass(frozen=True, slots=True)
class JudgedReports:
    """How many reports of somebody were judged, how many upheld, and the last one."""

    account_id: int
    judged: int
    upheld: int
    last_at: datetime


def judged_of_late(
    db: Session, since: datetime, now: datetime, *, at_least: int
) -> list[JudgedReports]:
    """Who sent so many of the newest reports, by what their senders can see of them."""
    newest = (
        select(Report.reporter_id, Report.state, Report.created_at, Report.outcome_at)
        .order_by(Report.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    upheld = case((newest.c.state == ReportState.UPHELD, 1), else_=0)
    query = (
        select(
            newest.c.reporter_id,
            func.count(),
            func.sum(upheld),
            func.max(newest.c.created_at),
        )
        .where(
            newest.c.state.in_([ReportState.UPHELD, ReportState.NOT_UPHELD]),
            newest.c.created_at > since,
            newest.c.outcome_at <= now,
        )
        .group_by(newest.c.reporter_id)
        .having(func.count() >= at_least)
    )
    return [JudgedReports(*row) for row in db.execute(query)]


def readers_by_id(db: Session, ids: Collection[int]) -> dict[int, Account]:
    """The accounts among these that are readers'."""
    query = select(Account).where(Account.id.in_(ids), Account.role == "reader")
    return {account.id: account for account in db.scalars(query)}


def sanctions_under(db: Session, rule: str, ids: Collection[int]) -> Sequence[Sanction]:
    """The sanctions of these people under a rule."""
    query = select(Sanction).where(Sanction.account_id.in_(ids), Sanction.rule == rule)
    return db.scalars(query).all()


def standing_brigades(db: Session, ids: Collection[int]) -> Sequence[tuple[int, int]]:
    """The brigades that these people were in, but for those found harmless."""
    query = (
        select(BrigadeMember.account_id, BrigadeMember.brigade_id)
        .join(Brigade, Brigade.id == BrigadeMember.brigade_id)
        .where(BrigadeMember.account_id.in_(ids), Brigade.dismissed_at.is_(None))
        .order_by(BrigadeMember.brigade_id.desc())
    )
    return [(person, brigade) for person, brigade in db.execute(query)]
