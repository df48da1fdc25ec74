"""Statements as they are told: the stored row, with the ways of redress in force."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.domain.appeals import AppealState
from comments.domain.redress import Redress
from comments.domain.sanctions import SanctionKind
from comments.domain.statement_of_reasons import (
    APPEALABLE,
    Facts,
    Statement,
    StatementKind,
)
from comments.store import comments as stored
from comments.store.models import Revision, Sanction, StatementOfReasons

SETTING: Final = "redress"


def redress_of(db: Session) -> Redress:
    """What the newsroom says about ways of redress."""
    return Redress.from_record(stored.site_setting(db, SETTING))


def appeal_until(
    db: Session, kind: StatementKind, told_at: datetime
) -> datetime | None:
    """Until when a statement of this kind can be appealed; None when it cannot.

    Stored with the statement, because what an author was told holds whatever an editor
    sets later.
    """
    return redress_of(db).appeal_until(told_at) if kind in APPEALABLE else None


def asked(db: Session, text: str, now: datetime) -> dict[str, Any]:
    """What every appeal begins with, whatever it is about: open, and due by a day."""
    return {
        "text": text,
        "state": AppealState.OPEN.value,
        "created_at": now,
        "due_at": redress_of(db).answer_due(now),
    }


def stated(db: Session, row: StatementOfReasons) -> Statement:
    """A stored statement with all that it tells its reader."""
    facts = Facts.from_record(row.facts)
    sanction = None if row.sanction_id is None else db.get(Sanction, row.sanction_id)
    return Statement(
        kind=StatementKind(row.kind),
        facts=facts,
        rule=row.rule,
        automated=row.automated,
        sanction=SanctionKind(sanction.kind) if sanction else None,
        ends_at=sanction.ends_at if sanction else None,
        appeal_until=row.appeal_until,
        redress=redress_of(db),
        words=_words(db, row, facts),
    )


def statement_about(db: Session, decision_id: int) -> StatementOfReasons | None:
    """What the author was told of a decision; None when nothing was told, or undone."""
    query = select(StatementOfReasons).where(
        StatementOfReasons.decision_id == decision_id,
        StatementOfReasons.cancelled_at.is_(None),
    )
    return db.scalar(query.order_by(StatementOfReasons.id.desc()).limit(1))


def _words(db: Session, row: StatementOfReasons, facts: Facts) -> tuple[str, ...]:
    revision = None if row.revision_id is None else db.get(Revision, row.revision_id)
    if revision is None or not revision.text:
        return ()
    spans = [span for finding in facts.findings for span in finding.spans]
    return tuple(revision.text[start:end] for start, end in sorted(set(spans)))
