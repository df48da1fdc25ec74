"""What concerns whoever asks: who they are, their reports, notices and appeals."""

from flask import Response, request
from flask_wtf.csrf import generate_csrf

from comments.domain.permissions import Act
from comments.services import notices as services
from comments.services.acknowledge_warning import acknowledge_warning
from comments.services.appeal_decision import appeal_decision
from comments.services.appeal_sanction import appeal_sanction as ask
from comments.web.access import (
    current_account,
    current_actor,
    requires,
    signed_in_account,
)
from comments.web.api import answers, bodies
from comments.web.api.blueprints import api
from comments.web.api.cursors import read_id_cursor, write_cursor
from comments.web.api.inputs import read_appeal
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import CONFLICT, NOT_FOUND, as_json, nothing
from comments.web.api.representations import appeal_json, notice_json, own_report_json
from comments.web.api.shapes import CURSOR
from comments.web.context import now, parley
from comments.web.limits import Limited, limited
from comments.web.sessions import bearer_token


@api.get("/session")
@requires(Act.READ_BOARD)
@documented(
    "Who is signed in, and the token to send as X-CSRFToken with a cookie",
    {200: Answer("The session", answers.SESSION)},
)
def session() -> Response:
    account = current_account()
    known = account and {
        "id": account.account_id,
        "name": account.name,
        "role": account.role.value,
    }
    token = None if bearer_token(request) is not None else generate_csrf()
    return as_json({"account": known, "csrf_token": token})


@api.get("/me/reports")
@requires(Act.READ_OWN_NOTICES)
@documented(
    "My reports and what came of them",
    {200: Answer("The newest first", answers.OWN_REPORTS)},
    query={"cursor": CURSOR},
)
def own_reports() -> Response:
    before = read_id_cursor(request.args)
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        found = services.own_reports(db, me, now(), before=before)
    ids = [own.report.id for own in found]
    reports = [own_report_json(own) for own in found]
    return as_json({"reports": reports, "next": _next(ids)})


@api.get("/me/notices")
@requires(Act.READ_OWN_NOTICES)
@documented(
    "The statements of reasons that I was sent; reading them here marks none as read",
    {200: Answer("The newest first", answers.OWN_NOTICES)},
    query={"cursor": CURSOR},
)
def own_notices() -> Response:
    before = read_id_cursor(request.args)
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        found = services.own_notices(db, me, now(), before=before)
        unread = services.unread_count(db, me, now())
    ids = [notice.statement.id for notice in found]
    notices = [notice_json(notice) for notice in found]
    return as_json({"notices": notices, "unread": unread, "next": _next(ids)})


@api.post("/me/warnings/<int:sanction_id>/acknowledge")
@requires(Act.READ_OWN_NOTICES)
@documented(
    "Say that I have read a warning, after which I may post again",
    {204: Answer("You may post again"), 404: NOT_FOUND},
)
def acknowledge(sanction_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        acknowledge_warning(db, sanction_id, actor=current_actor(), now=now())
    return nothing()


@api.post("/decisions/<int:decision_id>/appeal")
@requires(Act.APPEAL)
@limited(Limited.APPEAL)
@documented(
    "Ask that a moderator, or another one, looks at a decision about my comment",
    {
        200: Answer("You had asked already", answers.APPEAL),
        201: Answer("Somebody will look", answers.APPEAL),
        404: NOT_FOUND,
        409: CONFLICT,
    },
    body=bodies.NEW_APPEAL,
)
def appeal(decision_id: int) -> Response:
    text = read_appeal()
    with parley().database.transaction(writes=True) as db:
        appealed = appeal_decision(
            db, decision_id, text, actor=current_actor(), now=now()
        )
    return as_json(appeal_json(appealed.appeal), 200 if appealed.repeated else 201)


@api.post("/sanctions/<int:sanction_id>/appeal")
@requires(Act.APPEAL)
@limited(Limited.APPEAL)
@documented(
    "Ask that somebody else looks at a restriction of my account",
    {
        200: Answer("You had asked already", answers.APPEAL),
        201: Answer("Somebody will look", answers.APPEAL),
        404: NOT_FOUND,
        409: CONFLICT,
    },
    body=bodies.NEW_APPEAL,
)
def appeal_sanction(sanction_id: int) -> Response:
    text = read_appeal()
    with parley().database.transaction(writes=True) as db:
        asked = ask(db, sanction_id, text, actor=current_actor(), now=now())
    return as_json(appeal_json(asked.appeal), 200 if asked.repeated else 201)


def _next(ids: list[int]) -> str | None:
    """Where the next page begins; a page that is not full is the last one."""
    return write_cursor(ids[-1]) if len(ids) == services.PAGE else None
