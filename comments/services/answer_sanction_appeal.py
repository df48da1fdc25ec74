"""Answering an appeal against a sanction: somebody else decides, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comments.domain.appeals import AppealState, may_decide_appeal
from comments.domain.permissions import AccountFacts, Act, Actor, Role, authorize
from comments.domain.phrases import Phrase
from comments.domain.statement_of_reasons import StatementKind
from comments.services import ledger
from comments.services.errors import Conflict, NotFound, Refused
from comments.services.newsroom import Newsroom
from comments.services.sanction_user import tell_sanctioned
from comments.store.models import Account, Sanction
from comments.store.sanction_appeals import SanctionAppeal

MOST: Final = 50
ACTS: Final = {AppealState.UPHELD: "uphold", AppealState.OVERTURNED: "lift"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it, and the words to whoever asked."""

    appeal_id: int
    outcome: AppealState
    words: str


def open_sanction_appeals(db: Session) -> Sequence[SanctionAppeal]:
    """Appeals against sanctions that wait, the one that is due first at the top."""
    query = select(SanctionAppeal).where(SanctionAppeal.decided_at.is_(None))
    query = query.options(
        joinedload(SanctionAppeal.sanction), joinedload(SanctionAppeal.account)
    )
    query = query.order_by(SanctionAppeal.due_at, SanctionAppeal.id).limit(MOST)
    return db.scalars(query).all()


def answer_sanction_appeal(
    db: Session,
    answer: Answer,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> SanctionAppeal:
    """Uphold a sanction or lift it, with a statement and a ledger entry.

    Raises Refused for whoever imposed it and without words, Conflict when somebody was
    quicker.
    """
    appeal = db.get(SanctionAppeal, answer.appeal_id)
    if appeal is None:
        raise NotFound(Phrase("There is no such appeal."))
    account = db.get_one(Account, appeal.account_id)
    sanction = _locked(db, appeal)
    authorize(actor, Act.SANCTION, AccountFacts(account.id, Role(account.role)))
    _refuse(appeal, sanction, answer, moderator)
    appeal.state, appeal.answer = answer.outcome.value, answer.words
    appeal.decided_at, appeal.decided_by = now, moderator.id
    overturned = answer.outcome is AppealState.OVERTURNED
    if overturned and sanction.lifted_at is None:
        sanction.lifted_at, sanction.lifted_by = now, moderator.id
        sanction.lift_reason = answer.words
    kind = StatementKind.LIFTED if overturned else StatementKind.UPHELD
    tell_sanctioned(db, sanction, kind, answer.words, now)
    ledger.record(
        db,
        ACTS[answer.outcome],
        by=moderator,
        key=newsroom.ledger_key,
        now=now,
        subject=account.pseudonym,
        rule=sanction.rule,
        detail="on appeal",
    )
    return appeal


def _locked(db: Session, appeal: SanctionAppeal) -> Sanction:
    """Its sanction; both are locked, and read afresh."""
    # The sanction first, as whoever lifts it does: else two would wait for each other.
    sanction = db.get_one(Sanction, appeal.sanction_id)
    db.refresh(sanction, with_for_update={"key_share": True})
    db.refresh(appeal, with_for_update=True)
    return sanction


def _refuse(
    appeal: SanctionAppeal, sanction: Sanction, answer: Answer, moderator: Account
) -> None:
    if appeal.decided_at is not None:
        raise Conflict(Phrase("Somebody has answered this appeal already."))
    if not may_decide_appeal(sanction.decided_by, moderator.id):
        raise Refused(Phrase("You imposed this yourself; somebody else must answer."))
    if answer.outcome not in ACTS:
        raise Refused(Phrase("An appeal is upheld or overturned."))
    if not answer.words.strip():
        raise Refused(Phrase("Say why: whoever asked is told your words."))
