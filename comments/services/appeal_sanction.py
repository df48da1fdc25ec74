"""Appeals against sanctions: whoever is restricted asks that somebody else looks.

Whom a suspension keeps from logging in asks by a signed link, which the letter and the
log-in page give to nobody else.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.adapters.signed_links import BadLink, Purpose, SignedLinks
from comments.domain.appeals import may_appeal
from comments.domain.permissions import Act, Actor, DecisionFacts, authorize
from comments.domain.phrases import Phrase
from comments.domain.statement_of_reasons import StatementKind
from comments.services.errors import Conflict, NotFound
from comments.services.stated import asked
from comments.store.models import Sanction, StatementOfReasons
from comments.store.sanction_appeals import SanctionAppeal
from comments.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class SanctionAppealed:
    """The stored appeal; `repeated` when they had asked before."""

    appeal: SanctionAppeal
    repeated: bool


def appeal_sanction(
    db: Session, sanction_id: int, text: str, *, actor: Actor, now: datetime
) -> SanctionAppealed:
    """Ask that somebody else looks at a sanction of one's own; once for each.

    Raises NotFound for another's sanction, Conflict when there is nothing to appeal.
    """
    sanction = db.get(Sanction, sanction_id)
    if sanction is None or sanction.account_id != actor.account_id:
        raise NotFound(Phrase("There is no such decision."))
    authorize(
        actor, Act.APPEAL, DecisionFacts(sanction.account_id, sanction.decided_by)
    )
    return _appeal(db, sanction, text, now)


def appeal_by_link(
    db: Session, token: str, text: str, *, links: SignedLinks, now: datetime
) -> SanctionAppealed:
    """The same, for whoever holds the link of a sanction's statement."""
    statement = read_link(db, token, links=links, now=now)
    sanction = db.get_one(Sanction, statement.sanction_id)
    return _appeal(db, sanction, text, now)


def link_to(
    db: Session, sanction_id: int, *, links: SignedLinks, now: datetime
) -> str | None:
    """The path of the page that shows a sanction's statement without a log-in."""
    told = statement_of_sanction(db, sanction_id)
    if told is None or told.appeal_until is None or told.appeal_until <= now:
        return None
    token = links.write(Purpose.REDRESS, (told.id,), told.appeal_until)
    return f"/redress/{token}"


def read_link(
    db: Session, token: str, *, links: SignedLinks, now: datetime
) -> StatementOfReasons:
    """The statement behind a link; NotFound when it is over, or no link of ours."""
    try:
        (statement_id,) = links.read(Purpose.REDRESS, token, now)
    except (BadLink, ValueError):
        raise NotFound(Phrase("This link is over, or was never one of ours.")) from None
    found = db.get(StatementOfReasons, statement_id)
    if found is None or found.sanction_id is None:
        raise NotFound(Phrase("This link is over, or was never one of ours."))
    return found


def statement_of_sanction(db: Session, sanction_id: int) -> StatementOfReasons | None:
    """What the restricted person was told when the sanction began."""
    query = select(StatementOfReasons).where(
        StatementOfReasons.sanction_id == sanction_id,
        StatementOfReasons.kind == StatementKind.SANCTION.value,
    )
    return db.scalar(query.order_by(StatementOfReasons.id).limit(1))


def _appeal(
    db: Session, sanction: Sanction, text: str, now: datetime
) -> SanctionAppealed:
    known = _of_sanction(db, sanction.id)
    if known is not None:
        return SanctionAppealed(known, repeated=True)
    db.refresh(sanction, with_for_update={"key_share": True})  # it may be lifted now
    told = statement_of_sanction(db, sanction.id)
    until = told.appeal_until if told is not None else None
    if sanction.lifted_at is not None or until is None or not may_appeal(until, now):
        raise Conflict(Phrase("This decision cannot be appealed, or no longer stands."))
    values = {
        "sanction_id": sanction.id,
        "account_id": sanction.account_id,
        **asked(db, text, now),
    }
    appeal_id = insert_new(db, SanctionAppeal, values)
    if appeal_id is None:
        raise Conflict(Phrase("You have asked already."))
    return SanctionAppealed(db.get_one(SanctionAppeal, appeal_id), repeated=False)


def _of_sanction(db: Session, sanction_id: int) -> SanctionAppeal | None:
    query = select(SanctionAppeal).where(SanctionAppeal.sanction_id == sanction_id)
    return db.scalar(query)
