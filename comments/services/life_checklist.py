"""An editor answers whether an escalated item threatens somebody's life or safety."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.domain.canonical import canonical
from comments.domain.life_checklist import QUESTIONS, LifeChecklist
from comments.domain.moderation import DecisionAction
from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.services import ledger, review_queue
from comments.services.errors import Refused
from comments.services.newsroom import Newsroom
from comments.services.own_data import harmless_cell
from comments.store import review_items as stored_items
from comments.store.life_checklists import LifeChecklistRow, latest_of
from comments.store.models import Account, Decision, ReviewItem

COLUMNS: Final = ("id", "item", "comment", "saved", "suspicion", *QUESTIONS)
AT_ONCE: Final = 500


def save_checklist(
    db: Session,
    item_id: int,
    checklist: LifeChecklist,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> LifeChecklistRow:
    """Keep an editor's answers about an item, with a ledger entry; earlier ones stay.

    Raises Unfinished, NotFound, and Refused for an item that nobody has escalated.
    """
    authorize(actor, Act.MANAGE_SITE)
    checklist.check()
    item, _ = review_queue.lock_item(db, item_id)
    about = escalation_of(db, item)
    if about is None:
        raise Refused(Phrase("Nobody has asked an editor about this item."))
    row = LifeChecklistRow(
        item_id=item.id,
        comment_id=item.comment_id,
        answers=checklist.as_record(),
        saved_by=editor.pseudonym,
        saved_at=now,
    )
    db.add(row)
    db.flush()
    ledger.record(
        db,
        "life checklist",
        by=editor,
        key=newsroom.ledger_key,
        now=now,
        subject=f"checklist {row.id}",
        detail=ledger.keyed_digest(canonical(row.answers), newsroom.ledger_key),
        about=about,
    )
    return row


def escalation_of(db: Session, item: ReviewItem) -> Decision | None:
    """The last time that somebody asked an editor about an item, and stood by it."""
    decisions = stored_items.decisions_of(db, item.comment_id)
    undone = {decision.undoes_id for decision in decisions}
    asked = [
        decision
        for decision in decisions
        if decision.action == DecisionAction.ESCALATE
        and decision.undoes_id is None
        and decision.id not in undone
    ]
    return asked[-1] if asked else None


def checklist_of(db: Session, item_id: int) -> LifeChecklistRow | None:
    """The answers that stand about an item; None before the first."""
    return latest_of(db, item_id)


def checklist_rows(db: Session, *, actor: Actor) -> Iterator[tuple[str, ...]]:
    """All answers, the first first, as cells that no spreadsheet takes for formulas."""
    authorize(actor, Act.MANAGE_SITE)
    last = 0
    query = select(LifeChecklistRow).order_by(LifeChecklistRow.id).limit(AT_ONCE)
    while rows := db.scalars(query.where(LifeChecklistRow.id > last)).all():
        for row in rows:
            yield tuple(str(harmless_cell(cell)) for cell in _cells(row))
        last = rows[-1].id


def _cells(row: LifeChecklistRow) -> tuple[str, ...]:
    answers = LifeChecklist.from_record(row.answers)
    return (
        str(row.id),
        str(row.item_id),
        str(row.comment_id),
        row.saved_at.isoformat(),
        "yes" if answers.suspicion else "no",
        *(str(row.answers[question]) for question in QUESTIONS),
    )
