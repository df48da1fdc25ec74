"""What a decision does to the reports, notices and the appeal about a comment.

Thousands may have reported one comment: their reports are settled together, in as few
statements as one report takes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from comments.domain.appeals import AppealState, mistake_of
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

SETTLED: Final = ((Report, "report-outcome"), (UnlawfulNotice, "notice-outcome"))


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
    waiting = stored.is_waiting(comment.id, kept=[r.id for r in except_reports])
    decided = Report.revision_id == decision.revision_id
    _settle_some(db, [*waiting, decided], decision, now, same_revision=True)
    older = [~decided, _is_not_shown(comment)]
    _settle_some(db, [*waiting, *older], decision, now, same_revision=False)
    if appeal is not None:
        _answer_appeal(db, appeal, decision, now)
    _count(db, decision, by=1)
    for notice in stored.open_notices(db, comment.id):
        _answer_notice(db, notice, decision, now)


def make_moot(db: Session, comment: Comment, now: datetime) -> None:
    """Nothing comes of reports, notices and an appeal: the comment was taken back."""
    moot = {"state": ReportState.MOOT.value, "outcome_at": now}
    db.execute(
        update(Report)
        .where(Report.comment_id == comment.id, Report.state == ReportState.RECEIVED)
        .values(moot)
    )
    for notice in stored.open_notices(db, comment.id):
        notice.state, notice.outcome_at = ReportState.MOOT.value, now
        queue_message(db, "notice-outcome", notice.id, due_at=now, now=now)
    appeal = stored.open_appeal(db, comment.id)
    if appeal is not None:
        appeal.state, appeal.decided_at = AppealState.MOOT.value, now


def reopen_settled(db: Session, decision: Decision, now: datetime) -> None:
    """Put back what a decision settled, because it is being undone."""
    _count(db, decision, by=-1)
    for model, kind in SETTLED:
        settled = model.decision_id == decision.id
        _forget_messages(db, kind, decision, select(model.id).where(settled))
        db.execute(update(model).where(settled).values(_unsettled()))
    if decision.appeal_id is not None:
        _ask_again(db, db.get_one(Appeal, decision.appeal_id), decision, now)


def _ask_again(db: Session, appeal: Appeal, undone: Decision, now: datetime) -> None:
    """Open an appeal again; what it had overturned stands until it is answered."""
    if appeal.state == AppealState.OVERTURNED:
        _stand_again(db, db.get_one(Decision, appeal.decision_id), undone, now)
    appeal.state, appeal.decided_at = AppealState.OPEN.value, None
    appeal.mistake = ""


def _stand_again(db: Session, first: Decision, undone: Decision, now: datetime) -> None:
    """Give back the outcomes of a first decision, known by the letters about them.

    Whoever has been told of the reversal is told of its end.
    """
    rejected = first.action == Action.REJECT
    state = outcome(rejected=rejected, same_revision=True)
    for model, kind in SETTLED:
        own = OutboxMessage.created_at == first.created_at
        told = select(OutboxMessage.subject_id).where(OutboxMessage.kind == kind, own)
        again = update(model).where(
            model.comment_id == first.comment_id,
            model.state == ReportState.RECEIVED,
            model.id.in_(told),
        )
        standing = again.values(_outcome(state, first, first.created_at))
        numbers = db.scalars(standing.returning(model.id)).all()
        _tell_of_the_end(db, kind, numbers, undone, now)
    _count(db, first, by=1)


def _tell_of_the_end(
    db: Session, kind: str, numbers: Sequence[int], undone: Decision, now: datetime
) -> None:
    heard = select(OutboxMessage.subject_id).where(
        OutboxMessage.kind == kind,
        OutboxMessage.created_at == undone.created_at,
        OutboxMessage.subject_id.in_(numbers),
    )
    for number in db.scalars(heard).all():
        queue_message(db, kind, number, due_at=now, now=now)


def _answer_appeal(
    db: Session, appeal: Appeal, decision: Decision, now: datetime
) -> None:
    """Note the outcome; an error is somebody's, and undoes what it had settled."""
    appeal.state, appeal.decided_at = _appeal_state(decision).value, now
    if appeal.state == AppealState.UPHELD:
        return
    first = db.get_one(Decision, appeal.decision_id)
    appeal.mistake = mistake_of(first.moderator_id).value
    _count(db, first, by=-1)
    _settle_some(
        db, [Report.decision_id == first.id], decision, now, same_revision=True
    )
    settled = UnlawfulNotice.decision_id == first.id
    for notice in db.scalars(select(UnlawfulNotice).where(settled)).all():
        _answer_notice(db, notice, decision, now)


def _settle_some(
    db: Session,
    those: Sequence[ColumnElement[bool]],
    decision: Decision,
    now: datetime,
    *,
    same_revision: bool,
) -> None:
    rejected = decision.action == Action.REJECT
    state = outcome(rejected=rejected, same_revision=same_revision)
    settling = update(Report).where(*those).values(_outcome(state, decision, now))
    numbers = db.scalars(settling.returning(Report.id)).all()
    due_at = now + UNDO_WINDOW
    message = {"kind": "report-outcome", "due_at": due_at, "created_at": now}
    if numbers:
        letters = [{**message, "subject_id": number} for number in numbers]
        db.execute(insert(OutboxMessage), letters)


def _answer_notice(
    db: Session, notice: UnlawfulNotice, decision: Decision, now: datetime
) -> None:
    rejected = decision.action == Action.REJECT
    state = outcome(rejected=rejected, same_revision=True)
    for column, value in _outcome(state, decision, now).items():
        setattr(notice, column, value)
    due_at = now + UNDO_WINDOW
    queue_message(db, "notice-outcome", notice.id, due_at=due_at, now=now)


def _outcome(state: ReportState, decision: Decision, now: datetime) -> dict[str, Any]:
    return {
        "state": state.value,
        "outcome_rule": decision.rule if state is ReportState.UPHELD else None,
        "decision_id": decision.id,
        "outcome_at": now + UNDO_WINDOW,
    }


def _unsettled() -> dict[str, Any]:
    nothing = dict.fromkeys(("outcome_rule", "decision_id", "outcome_at"))
    return {"state": ReportState.RECEIVED.value, **nothing}


def _is_not_shown(comment: Comment) -> ColumnElement[bool]:
    return Report.revision_id.is_distinct_from(comment.shown_revision_id)


def _forget_messages(
    db: Session, kind: str, decision: Decision, subjects: Select[int]
) -> None:
    """Send nothing of an undone decision; what an earlier one tells is sent."""
    db.execute(
        delete(OutboxMessage).where(
            OutboxMessage.kind == kind,
            OutboxMessage.created_at == decision.created_at,
            OutboxMessage.subject_id.in_(subjects),
            OutboxMessage.done_at.is_(None),
        )
    )


def _count(db: Session, decision: Decision, *, by: int) -> None:
    """Keep the reporters' records: a moot report says nothing about them."""
    judged = [ReportState.UPHELD, ReportState.NOT_UPHELD]
    # Whoever reported two texts of the comment has two reports here.
    tally = (
        select(
            Report.reporter_id,
            func.count().label("judged"),
            func.sum(case((Report.state == ReportState.UPHELD, 1), else_=0)).label(
                "upheld"
            ),
        )
        .where(Report.decision_id == decision.id, Report.state.in_(judged))
        .group_by(Report.reporter_id)
        .subquery()
    )
    db.execute(
        update(Account)
        .where(Account.id == tally.c.reporter_id)
        .values(
            reports_judged=Account.reports_judged + by * tally.c.judged,
            reports_upheld=Account.reports_upheld + by * tally.c.upheld,
        )
    )


def _appeal_state(decision: Decision) -> AppealState:
    if decision.action == Action.REJECT:
        return AppealState.UPHELD
    return AppealState.OVERTURNED
