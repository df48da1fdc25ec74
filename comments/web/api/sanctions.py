"""Sanctions and messages, imposed and lifted by the newsroom's programs."""

from datetime import datetime
from typing import Final

from flask import Response
from sqlalchemy.orm import Session

from comments.domain.permissions import Act
from comments.domain.posted_rules import POSTED_RULES, codes
from comments.domain.sanctions import TERMS, TOLD, SanctionKind
from comments.services.read_record import read_person
from comments.services.sanction_user import (
    NewSanction,
    lift_sanction,
    sanction_user,
    term_of,
)
from comments.store.models import Sanction
from comments.store.review_context import names_of
from comments.web.access import current_actor, own_row, requires
from comments.web.api import bodies
from comments.web.api.blueprints import staff_api
from comments.web.api.inputs import read_body
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import CONFLICT, NOT_FOUND, as_json
from comments.web.api.representations import (
    Document,
    maybe_moment_json,
    moment_json,
)
from comments.web.api.shapes import (
    FLAG,
    ID,
    MOMENT,
    RULE,
    STRING,
    array,
    nullable,
    record,
    sent,
    text,
    words,
)
from comments.web.context import now, parley
from comments.web.desk_forms import FOR_GOOD
from comments.web.forms import read_choice, read_one_of, read_text

TERM_WORDS: Final = (*TERMS, FOR_GOOD)
CITABLE: Final = codes(POSTED_RULES.citable())
NEW: Final = sent(
    {
        "kind": words(*SanctionKind),
        "rule": words(*CITABLE),
        "attempt": text(bodies.LONGEST_ATTEMPT, 1),
    },
    {"term": words(*TERM_WORDS), "note": text(bodies.LONGEST_DECISION_NOTE)},
)
LIFT: Final = sent({"reason": text(bodies.LONGEST_DECISION_NOTE, 1)})
SANCTION: Final = record(
    id=ID,
    person_id=ID,
    kind=words(*SanctionKind),
    rule=RULE,
    note=STRING,
    decided_by=STRING,
    starts_at=MOMENT,
    ends_at=nullable(MOMENT),
    lifted_at=nullable(MOMENT),
    lift_reason=STRING,
    in_force=FLAG,
)


@staff_api.get("/people/<int:account_id>/sanctions")
@requires(Act.READ_RECORD)
@documented(
    "All sanctions of a person, the newest first",
    {
        200: Answer("The sanctions", record(sanctions=array(SANCTION))),
        404: NOT_FOUND,
    },
)
def list_sanctions(account_id: int) -> Response:
    at = now()
    with parley().database.transaction() as db:
        lines = read_person(db, account_id, at, moderator=own_row(db)).record.sanctions
    rows = [sanction_json(line.sanction, line.decided_by, at) for line in lines]
    return as_json({"sanctions": rows})


@staff_api.post("/people/<int:account_id>/sanctions")
@requires(Act.SANCTION)
@documented(
    "Send a message or impose a sanction; the same attempt again imposes nothing more",
    {
        201: Answer("The sanction, as it was imposed first", SANCTION),
        404: NOT_FOUND,
        409: CONFLICT,
    },
    body=NEW,
)
def impose(account_id: int) -> Response:
    new, at = _read_new(account_id), now()
    with parley().database.transaction(writes=True) as db:
        sanction = sanction_user(
            db,
            new,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=at,
        )
        document = _document(db, sanction, at)
    return as_json(document, 201)


@staff_api.post("/sanctions/<int:sanction_id>/lift")
@requires(Act.SANCTION)
@documented(
    "End a sanction before its term, with a reason that its bearer reads",
    {200: Answer("The sanction", SANCTION), 404: NOT_FOUND, 409: CONFLICT},
    body=LIFT,
)
def lift(sanction_id: int) -> Response:
    reason = read_text(read_body(LIFT), "reason", bodies.LONGEST_DECISION_NOTE).strip()
    at = now()
    with parley().database.transaction(writes=True) as db:
        lifted = lift_sanction(
            db,
            sanction_id,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=at,
            reason=reason,
        )
        document = _document(db, lifted, at)
    return as_json(document)


def sanction_json(sanction: Sanction, decided_by: str, at: datetime) -> Document:
    """A sanction with its decider's name."""
    return {
        "id": sanction.id,
        "person_id": sanction.account_id,
        "kind": sanction.kind,
        "rule": sanction.rule,
        "note": sanction.note or "",
        "decided_by": decided_by,
        "starts_at": moment_json(sanction.starts_at),
        "ends_at": maybe_moment_json(sanction.ends_at),
        "lifted_at": maybe_moment_json(sanction.lifted_at),
        "lift_reason": sanction.lift_reason or "",
        "in_force": term_of(sanction).in_force(at),
    }


def _document(db: Session, sanction: Sanction, at: datetime) -> Document:
    by = sanction.decided_by
    return sanction_json(sanction, names_of(db, [by]).get(by, ""), at)


def _read_new(account_id: int) -> NewSanction:
    """A sanction; only what tells and takes nothing away has no term."""
    fields = read_body(NEW)
    kind = read_choice(fields, "kind", SanctionKind)
    told = kind in TOLD
    term = None if told else read_one_of(fields, "term", TERM_WORDS)
    return NewSanction(
        account_id=account_id,
        kind=kind,
        rule=read_one_of(fields, "rule", CITABLE),
        term=TERMS.get(term or FOR_GOOD),
        note=read_text(
            fields, "note", bodies.LONGEST_DECISION_NOTE, required=False
        ).strip(),
        attempt=read_text(fields, "attempt", bodies.LONGEST_ATTEMPT),
    )
