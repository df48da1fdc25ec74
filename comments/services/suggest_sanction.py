"""Suggestions: which sanction a person's record suggests to a moderator."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from comments.domain.ladder import (
    REMEMBERED,
    Removal,
    Suggestion,
    suggest_for_reports,
    suggest_step,
)
from comments.domain.moderation import CommentStatus
from comments.domain.reports import ReportState
from comments.domain.sanctions import Sanction as Term
from comments.store.models import Comment, Report


def suggestions_for(
    db: Session,
    account_id: int,
    history: Sequence[Term],
    now: datetime,
    *,
    besides: int | None = None,
) -> tuple[Suggestion, ...]:
    """What a person's comments and reports suggest; nothing is done about it.

    `besides` is a comment that counts for nothing.
    """
    found = (
        suggest_step(_removals(db, account_id, now, besides), history, now),
        suggest_for_reports(*_reports(db, account_id, now), history, now),
    )
    return tuple(suggestion for suggestion in found if suggestion is not None)


def _removals(
    db: Session, account_id: int, now: datetime, besides: int | None
) -> list[Removal]:
    """The comments of a person that stand rejected under a rule, as far as counted."""
    query = select(Comment.removed_under, Comment.created_at).where(
        Comment.author_id == account_id,
        Comment.id != (besides or 0),
        Comment.status == CommentStatus.REJECTED,
        Comment.removed_under.is_not(None),
        Comment.created_at > now - REMEMBERED,
    )
    return [Removal(rule or "", at) for rule, at in db.execute(query)]


def _reports(db: Session, account_id: int, now: datetime) -> tuple[int, int]:
    """How many of a person's reports were judged of late, and how many upheld.

    Only those whose outcome the reporter can see: what may still be undone is not held
    against anybody.
    """
    upheld = case((Report.state == ReportState.UPHELD, 1), else_=0)
    query = select(func.count(), func.coalesce(func.sum(upheld), 0)).where(
        Report.reporter_id == account_id,
        Report.state.in_([ReportState.UPHELD, ReportState.NOT_UPHELD]),
        Report.created_at > now - REMEMBERED,
        Report.outcome_at <= now,
    )
    judged, were_upheld = db.execute(query).one()
    return judged, were_upheld
