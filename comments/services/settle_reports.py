"""What a decision does to the reports, notices and the appeal about a comment."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from comments.domain.appeals import AppealState
from comments.domain.moderation import UNDO_WINDOW, Action
from comments.domain.reports import ReportState, outcome
from comments.services.notices import queue_message
from comments.store import review_items as stored
from comments.store.models import (
    Account,
    Appeal,
    Comment,
    Decision,
    OutboxMessage,
    Report,
    UnlawfulNotice,
)


def settle(
    db: Session,
    comment: Comment,
    decision: Decision,
    appeal: Appeal | None,
    *,
    except_reports: Sequence[Report],
    now: datetime,
) -> None:
    """Give every report that was in an outcome, and tell its reporter after the window.

    A report on another revision than the decided one stays open while readers still
    see that revision.
    """
    kept = {report.id for report in except_reports}
    for report in stored.open_reports(db, comment.id):
        still_shown = report.revision_id == comment.shown_revision_id
        decided = report.revision_id == decision.revision_id
        if report.id not in kept and (decided or not still_shown):
            _settle_one(db, report, decision, now)
    for notice in stored.open_notices(db, comment.id):
        _answer_notice(db, notice, decision, now)
    if appeal is not None:
        appeal.state = _appeal_state(decision).value
        appeal.decided_at = now


def reopen_settled(db: Session, decision: Decision) -> None:
    """Put back what a decision settled, because it is being undone."""
    for report in db.scalars(select(Report).where(Report.decision_id == decision.id)):
        _count(db, report, ReportState(report.state), by=-1)
        _reopen(report)
        _forget_message(db, "report-outcome", report.id)
    notices = select(UnlawfulNotice).where(UnlawfulNotice.decision_id == decision.id)
    for notice in db.scalars(notices):
        _reopen(notice)
        _forget_message(db, "notice-outcome", notice.id)
    if decision.appeal_id is not None:
        appeal = db.get_one(Appeal, decision.appeal_id)
        appeal.state, appeal.decided_at = AppealState.OPEN.value, None


def _settle_one(db: Session, report: Report, decision: Decision, now: datetime) -> None:
    state = outcome(
        rejected=decision.action == Action.REJECT,
        same_revision=report.revision_id == decision.revision_id,
    )
    _set_outcome(report, state, decision, now)
    _count(db, report, state, by=1)
    due_at = now + UNDO_WINDOW
    queue_message(db, "report-outcome", report.id, due_at=due_at, now=now)


def _answer_notice(
    db: Session, notice: UnlawfulNotice, decision: Decision, now: datetime
) -> None:
    rejected = decision.action == Action.REJECT
    _set_outcome(notice, outcome(rejected=rejected, same_revision=True), decision, now)
    due_at = now + UNDO_WINDOW
    queue_message(db, "notice-outcome", notice.id, due_at=due_at, now=now)


def _set_outcome(
    row: Report | UnlawfulNotice,
    state: ReportState,
    decision: Decision,
    now: datetime,
) -> None:
    row.state = state.value
    row.outcome_rule = decision.rule if state is ReportState.UPHELD else None
    row.decision_id = decision.id
    row.outcome_at = now + UNDO_WINDOW


def _reopen(row: Report | UnlawfulNotice) -> None:
    row.state = ReportState.RECEIVED.value
    row.outcome_rule, row.decision_id, row.outcome_at = None, None, None


def _forget_message(db: Session, kind: str, subject_id: int) -> None:
    unsent = select(OutboxMessage).where(
        OutboxMessage.kind == kind,
        OutboxMessage.subject_id == subject_id,
        OutboxMessage.done_at.is_(None),
    )
    for message in db.scalars(unsent):
        db.delete(message)


def _count(db: Session, report: Report, state: ReportState, *, by: int) -> None:
    """Keep the reporter's record: a moot report says nothing about them."""
    if state not in (ReportState.UPHELD, ReportState.NOT_UPHELD):
        return
    upheld = by if state is ReportState.UPHELD else 0
    db.execute(
        update(Account)
        .where(Account.id == report.reporter_id)
        .values(
            reports_judged=Account.reports_judged + by,
            reports_upheld=Account.reports_upheld + upheld,
        )
    )


def _appeal_state(decision: Decision) -> AppealState:
    if decision.action == Action.REJECT:
        return AppealState.UPHELD
    return AppealState.OVERTURNED
