"""Notices: what authors and reporters are told, in page and by the outbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from comments.adapters.signed_links import BadLink, Purpose, SignedLinks
from comments.domain.appeals import may_appeal
from comments.domain.moderation import Action, DecisionAction
from comments.domain.statement_of_reasons import Statement, StatementKind
from comments.services.stated import stated
from comments.store.models import (
    Appeal,
    Comment,
    Decision,
    OutboxMessage,
    Report,
    Revision,
    Sanction,
    StatementOfReasons,
    Thread,
    UnlawfulNotice,
)
from comments.store.review_items import appeal_of
from comments.store.sanction_appeals import SanctionAppeal

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """One statement of reasons with what its page shows beside it."""

    statement: StatementOfReasons
    stated: Statement
    text: str | None
    thread: Thread | None
    appeal: Appeal | SanctionAppeal | None
    may_appeal: bool


@dataclass(frozen=True, slots=True)
class OwnReport:
    """One of my reports, with the comment's article and its visible outcome."""

    report: Report
    thread: Thread
    state: str
    outcome_rule: str | None


def queue_statement(
    db: Session, statement: StatementOfReasons, now: datetime
) -> StatementOfReasons:
    """Store a statement and the outbox message that sends it once it is visible."""
    db.add(statement)
    db.flush()
    queue_message(db, "statement", statement.id, due_at=statement.visible_at, now=now)
    return statement


def queue_message(
    db: Session, kind: str, subject_id: int, *, due_at: datetime, now: datetime
) -> None:
    """Write a message to the outbox; the worker sends it after commit."""
    db.add(
        OutboxMessage(kind=kind, subject_id=subject_id, due_at=due_at, created_at=now)
    )


def cancel_unseen(db: Session, decision: Decision, now: datetime) -> bool:
    """Cancel a decision's statement while nobody has seen it; say whether it was so."""
    cancelled = db.execute(
        update(StatementOfReasons)
        .where(
            StatementOfReasons.decision_id == decision.id,
            StatementOfReasons.visible_at > now,
            StatementOfReasons.cancelled_at.is_(None),
        )
        .values(cancelled_at=now)
        .returning(StatementOfReasons.id)
    ).all()
    return bool(cancelled)


def unread_count(db: Session, account_id: int, now: datetime) -> int:
    """How many visible statements this account has not opened."""
    query = select(func.count()).where(
        *_visible(account_id, now), StatementOfReasons.read_at.is_(None)
    )
    return db.scalar(query) or 0


def own_notices(
    db: Session, account_id: int, now: datetime, *, before: int | None = None
) -> Sequence[Notice]:
    """A page of an account's statements, the newest first, older than an id."""
    query = (
        select(StatementOfReasons)
        .where(*_visible(account_id, now))
        .options(
            joinedload(StatementOfReasons.revision),
            joinedload(StatementOfReasons.decision),
            joinedload(StatementOfReasons.sanction),
        )
        .order_by(StatementOfReasons.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        query = query.where(StatementOfReasons.id < before)
    return [_notice(db, statement, now) for statement in db.scalars(query)]


def mark_read(
    db: Session, account_id: int, shown: Collection[int], now: datetime
) -> None:
    """Mark the statements that an account's page has shown as read, and no others."""
    db.execute(
        update(StatementOfReasons)
        .where(
            *_visible(account_id, now),
            StatementOfReasons.id.in_(shown),
            StatementOfReasons.read_at.is_(None),
        )
        .values(read_at=now)
    )


def own_reports(
    db: Session, account_id: int, now: datetime, *, before: int | None = None
) -> Sequence[OwnReport]:
    """A page of an account's reports, the newest first, with outcomes once visible."""
    query = (
        select(Report, Thread)
        .join(Comment, Comment.id == Report.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Report.reporter_id == account_id)
        .order_by(Report.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        query = query.where(Report.id < before)
    return [_own_report(report, thread, now) for report, thread in db.execute(query)]


def notice_of(db: Session, statement: StatementOfReasons, now: datetime) -> Notice:
    """The notice that a statement which was just stored makes."""
    return _notice(db, statement, now)


def _visible(account_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        StatementOfReasons.account_id == account_id,
        StatementOfReasons.visible_at <= now,
        or_(
            StatementOfReasons.cancelled_at.is_(None),
            StatementOfReasons.cancelled_at > now,
        ),
    )


def _notice(db: Session, statement: StatementOfReasons, now: datetime) -> Notice:
    appeal = _appeal(db, statement)
    revision = _revision(db, statement)
    return Notice(
        statement=statement,
        stated=stated(db, statement),
        text=revision.text if revision else None,
        thread=_thread(db, statement),
        appeal=appeal,
        may_appeal=appeal is None and _appealable(db, statement, now),
    )


def _revision(db: Session, statement: StatementOfReasons) -> Revision | None:
    if statement.revision_id is None:
        return None
    return db.get(Revision, statement.revision_id)


def _thread(db: Session, statement: StatementOfReasons) -> Thread | None:
    if statement.comment_id is None:
        return None
    return db.scalar(
        select(Thread)
        .join(Comment, Comment.thread_id == Thread.id)
        .where(Comment.id == statement.comment_id)
    )


def _appeal(
    db: Session, statement: StatementOfReasons
) -> Appeal | SanctionAppeal | None:
    if statement.kind == StatementKind.SANCTION:
        own = SanctionAppeal.sanction_id == statement.sanction_id
        return db.scalar(select(SanctionAppeal).where(own))
    if statement.decision_id is None:
        return None
    return appeal_of(db, statement.decision_id)


def _appealable(db: Session, statement: StatementOfReasons, now: datetime) -> bool:
    if statement.kind == StatementKind.SANCTION:
        until, sanction = statement.appeal_until, statement.sanction_id
        lifted = db.get_one(Sanction, sanction).lifted_at is not None
        return until is not None and may_appeal(until, now) and not lifted
    if statement.decision_id is None:
        return False
    decision = db.get_one(Decision, statement.decision_id)
    return can_appeal(db, decision, statement, now)


def can_appeal(
    db: Session, decision: Decision, told: StatementOfReasons | None, now: datetime
) -> bool:
    """Whether a decision restricts, stands, is recent and is no second look itself."""
    return (
        decision.action in (Action.HOLD, Action.REJECT)
        and decision.undoes_id is None
        and decision.appeal_id is None
        and told is not None
        and told.appeal_until is not None
        and may_appeal(told.appeal_until, now)
        and decision.id == latest_decision_id(db, decision.comment_id)
    )


def latest_decision_id(db: Session, comment_id: int) -> int | None:
    """The decision that stands for a comment: the latest that is not an escalation."""
    return db.scalar(
        select(func.max(Decision.id)).where(
            Decision.comment_id == comment_id,
            Decision.action != DecisionAction.ESCALATE,
        )
    )


def _own_report(report: Report, thread: Thread, now: datetime) -> OwnReport:
    hidden = report.outcome_at is not None and report.outcome_at > now
    return OwnReport(
        report=report,
        thread=thread,
        state="received" if hidden else report.state,
        outcome_rule=None if hidden else report.outcome_rule,
    )


def find_notice_by_link(
    db: Session, token: str, *, links: SignedLinks, now: datetime
) -> UnlawfulNotice | None:
    """The notice behind the signed link in a receipt's letter."""
    try:
        (notice_id,) = links.read(Purpose.NOTICE, token, now)
    except (BadLink, ValueError):
        return None
    return db.get(UnlawfulNotice, notice_id)


def find_notice_by_digest(db: Session, digest: str) -> UnlawfulNotice | None:
    """The notice of unlawful content behind a status link."""
    query = select(UnlawfulNotice).where(UnlawfulNotice.status_digest == digest)
    return db.scalar(query)
