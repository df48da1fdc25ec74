"""Help while somebody writes: the rules, the names.  Nothing is stored by it."""

from flask import Blueprint, Response, jsonify, render_template, request

from comments.domain.moderation import MAX_TEXT
from comments.domain.names import LONGEST_NAME, fold_name
from comments.domain.permissions import Act
from comments.domain.submission import Submission
from comments.services.current_filter import current_filter
from comments.store.participants import names_beginning
from comments.web.access import requires
from comments.web.context import now, parley
from comments.web.drafts import nudge_of
from comments.web.forms import read_text
from comments.web.limits import Limited, limited

MOST_NAMES = 8

checking = Blueprint("checking", __name__)


@checking.post("/check")
@requires(Act.CHECK_TEXT)
@limited(Limited.CHECK)
def check() -> Response:
    text = read_text(request.form, "text", MAX_TEXT)
    with parley().database.transaction() as db:
        judge = current_filter(db, parley().newsroom, now())
    verdict = judge.run(Submission(text))
    if not verdict.may_nudge:
        return jsonify(marks=[], summary="")
    nudge = nudge_of(verdict, parley().rules)
    summary = render_template("board/_checked.html", nudge=nudge, text=text)
    return jsonify(marks=nudge.marks, summary=summary)


@checking.get("/threads/<int:thread_id>/names")
@requires(Act.CHECK_TEXT)
def names(thread_id: int) -> Response:
    start = fold_name(read_text(request.args, "start", LONGEST_NAME))
    with parley().database.transaction() as db:
        found = names_beginning(db, thread_id, start, most=MOST_NAMES) if start else []
    return jsonify(names=list(found))
