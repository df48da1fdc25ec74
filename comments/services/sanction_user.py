"""Sanctions: a moderator restricts an account for a term, under a rule.

An attempt key names the form that was sent, so that pressing twice imposes once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from comments.domain.appeals import AppealState
from comments.domain.permissions import AccountFacts, Act, Actor, Role, authorize
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import RuleBook
from comments.domain.sanctions import LOCKING, SanctionKind
from comments.domain.sanctions import Sanction as Term
from comments.domain.statement_of_reasons import Facts, StatementKind
from comments.services import ledger
from comments.services.errors import Conflict, NotFound, Refused
from comments.services.newsroom import Newsroom
from comments.services.notices import queue_statement
from comments.services.sessions import end_sessions
from comments.services.stated import appeal_until
from comments.store.models import Account, Sanction, StatementOfReasons
from comments.store.sanction_appeals import SanctionAppeal
from comments.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class NewSanction:
    """What a moderator imposes; `term` None is for good.

    `attempt` names the form, so that sending it again is harmless.
    """

    account_id: int
    kind: SanctionKind
    rule: str
    term: timedelta | None
    note: str = ""
    attempt: str | None = None


def sanction_user(
    db: Session,
    new: NewSanction,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Sanction:
    """Impose a sanction, with its statement and ledger entry.

    A suspension or ban ends every session of the account.  Nobody sanctions an account
    of their own rank or above.  The same attempt again returns the first sanction.
    """
    account = _account(db, new.account_id)
    authorize(actor, Act.SANCTION, AccountFacts(account.id, Role(account.role)))
    _refuse_wrong_rule(new.rule, newsroom.rules)
    _refuse_silence(new)
    sanction_id = insert_new(db, Sanction, _values(new, moderator, now))
    if sanction_id is None:
        return _repeated(db, new, moderator)
    sanction = db.get_one(Sanction, sanction_id)
    if new.kind in LOCKING:
        end_sessions(db, account.id, now=now)
    tell_sanctioned(db, sanction, _statement(new.kind), new.note, now)
    _record(db, new.kind.value, sanction, account, moderator, newsroom, now)
    return sanction


def lift_sanction(
    db: Session,
    sanction_id: int,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
    reason: str = "",
) -> Sanction:
    """End a sanction before its term; the account is told, and why."""
    sanction = db.get(Sanction, sanction_id, with_for_update={"key_share": True})
    if sanction is None:
        raise NotFound(Phrase("There is no such sanction."))
    account = _account(db, sanction.account_id)
    authorize(actor, Act.SANCTION, AccountFacts(account.id, Role(account.role)))
    if sanction.lifted_at is not None:
        raise Conflict(Phrase("This sanction was lifted already."))
    sanction.lifted_at, sanction.lifted_by = now, moderator.id
    sanction.lift_reason = reason
    _make_appeal_moot(db, sanction, now)
    tell_sanctioned(db, sanction, StatementKind.LIFTED, reason, now)
    _record(db, "lift", sanction, account, moderator, newsroom, now)
    return sanction


def _make_appeal_moot(db: Session, sanction: Sanction, now: datetime) -> None:
    """A lifted sanction leaves nothing to answer."""
    db.execute(
        update(SanctionAppeal)
        .where(
            SanctionAppeal.sanction_id == sanction.id,
            SanctionAppeal.decided_at.is_(None),
        )
        .values(state=AppealState.MOOT.value, decided_at=now)
    )


def sanctions_of(db: Session, account_id: int) -> Sequence[Sanction]:
    """All sanctions of an account, the newest first."""
    query = select(Sanction).where(Sanction.account_id == account_id)
    return db.scalars(query.order_by(Sanction.id.desc())).all()


def term_of(sanction: Sanction) -> Term:
    """A sanction as the domain knows it."""
    return Term(
        SanctionKind(sanction.kind),
        sanction.rule,
        sanction.starts_at,
        sanction.ends_at,
        sanction.lifted_at,
    )


def _account(db: Session, account_id: int) -> Account:
    account = db.get(Account, account_id)
    if account is None:
        raise NotFound(Phrase("There is no such account."))
    return account


def _refuse_wrong_rule(code: str, rules: RuleBook) -> None:
    if code not in [rule.code for rule in rules.citable()]:
        raise Refused(Phrase("A sanction cites one of the posted rules."))


def _refuse_silence(new: NewSanction) -> None:
    if new.kind is SanctionKind.MESSAGE and not new.note:
        raise Refused(
            Phrase("A message needs words: write what its reader should know.")
        )


def _values(new: NewSanction, moderator: Account, now: datetime) -> dict[str, object]:
    return {
        "account_id": new.account_id,
        "kind": new.kind.value,
        "rule": new.rule,
        "note": new.note,
        "decided_by": moderator.id,
        "starts_at": now,
        "ends_at": now + new.term if new.term else None,
        "attempt": new.attempt,
    }


def _repeated(db: Session, new: NewSanction, moderator: Account) -> Sanction:
    first = db.scalars(
        select(Sanction).where(
            Sanction.decided_by == moderator.id, Sanction.attempt == new.attempt
        )
    ).one()
    if (first.account_id, first.kind) != (new.account_id, new.kind.value):
        raise Conflict(
            Phrase("This form has imposed another sanction; reload the page.")
        )
    return first


def _statement(kind: SanctionKind) -> StatementKind:
    if kind is SanctionKind.MESSAGE:
        return StatementKind.MESSAGE
    return StatementKind.SANCTION


def tell_sanctioned(
    db: Session, sanction: Sanction, kind: StatementKind, note: str, now: datetime
) -> None:
    """Tell whoever is restricted, in page and by mail, what was decided and why."""
    statement = StatementOfReasons(
        account_id=sanction.account_id,
        sanction_id=sanction.id,
        kind=kind.value,
        rule=sanction.rule,
        automated=False,
        facts=Facts(note=note).as_record(),
        created_at=now,
        visible_at=now,
        appeal_until=appeal_until(db, kind, now),
    )
    queue_statement(db, statement, now)


def _record(
    db: Session,
    act: str,
    sanction: Sanction,
    account: Account,
    moderator: Account,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    ledger.record(
        db,
        act,
        by=moderator,
        key=newsroom.ledger_key,
        now=now,
        subject=account.pseudonym,
        rule=sanction.rule,
        detail=f"until {sanction.ends_at:%Y-%m-%dT%H:%MZ}" if sanction.ends_at else "",
    )
