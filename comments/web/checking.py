"""The rules, checked while somebody writes: nothing is stored, nothing is counted."""

from flask import Blueprint, Response, jsonify, render_template, request

from comments.domain.moderation import MAX_TEXT
from comments.domain.permissions import Act
from comments.domain.submission import Submission
from comments.services.current_filter import current_filter
from comments.web.access import requires
from comments.web.context import now, parley
from comments.web.drafts import nudge_of
from comments.web.forms import read_text
from comments.web.limits import Limited, limited

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
