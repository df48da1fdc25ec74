"""Notices: what the newsroom tells a reader about their comments, and the way back."""

from collections.abc import Collection, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.acknowledge_warning import acknowledge_warning
from comments.services.appeal_decision import appeal_decision
from comments.services.appeal_sanction import appeal_sanction as ask
from comments.services.notices import PAGE, Notice, mark_read, own_notices
from comments.web.access import current_actor, requires, signed_in_account
from comments.web.board_forms import read_appeal, read_cursor
from comments.web.context import note_in_passing, now, parley
from comments.web.limits import Limited, limited
from comments.web.next_page import safe_next

notices = Blueprint("notices", __name__)


@notices.get("/me/notices")
@requires(Act.READ_OWN_NOTICES)
def show() -> str:
    found = _own_notices(read_cursor(request.args, "before"))
    unread = {notice.statement.id for notice in found if not notice.statement.read_at}
    if unread:
        _mark_read(unread)
    return render_template(
        "own/notices.html",
        notices=found,
        unread=unread,
        appealed=read_cursor(request.args, "appealed"),
        next=found[-1].statement.id if len(found) == PAGE else None,
    )


@notices.post("/me/warnings/<int:sanction_id>/acknowledge")
@requires(Act.READ_OWN_NOTICES)
def acknowledge(sanction_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        acknowledge_warning(db, sanction_id, actor=current_actor(), now=now())
    return redirect(safe_next(request.form.get("next")), 303)


@notices.post("/decisions/<int:decision_id>/appeal")
@requires(Act.APPEAL)
@limited(Limited.APPEAL)
def appeal(decision_id: int) -> Response:
    text = read_appeal(request.form)
    number = read_cursor(request.form, "notice")
    with parley().database.transaction(writes=True) as db:
        appeal_decision(db, decision_id, text, actor=current_actor(), now=now())
    before = number + 1 if number else None
    anchor = f"notice-{number}" if number else None
    return redirect(url_for("notices.show", before=before, _anchor=anchor), 303)


@notices.post("/sanctions/<int:sanction_id>/appeal")
@requires(Act.APPEAL)
@limited(Limited.APPEAL)
def appeal_sanction(sanction_id: int) -> Response:
    text = read_appeal(request.form)
    with parley().database.transaction(writes=True) as db:
        ask(db, sanction_id, text, actor=current_actor(), now=now())
    return redirect(url_for("notices.show"), 303)


def _own_notices(before: int | None) -> Sequence[Notice]:
    with parley().database.transaction() as db:
        account_id = signed_in_account().account_id
        return own_notices(db, account_id, now(), before=before)


def _mark_read(shown: Collection[int]) -> None:
    me = signed_in_account().account_id
    note_in_passing(lambda db: mark_read(db, me, shown, now()))
