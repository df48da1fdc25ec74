"""The filter alone: a text in, its verdict out, and nothing is stored."""

from flask import Response

from comments.domain.permissions import Act
from comments.domain.submission import Submission
from comments.services.current_filter import current_filter
from comments.web.access import requires
from comments.web.api import answers, bodies
from comments.web.api.blueprints import api
from comments.web.api.inputs import read_check
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json
from comments.web.context import now, parley
from comments.web.limits import Limited, limited


@api.post("/check")
@requires(Act.CHECK_TEXT)
@limited(Limited.CHECK)
@documented(
    "What the filter makes of a text; spans are code points of the text as sent",
    {200: Answer("The verdict", answers.VERDICT)},
    body=bodies.CHECK,
)
def check() -> Response:
    text = read_check()
    with parley().database.transaction() as db:
        judge = current_filter(db, parley().newsroom, now())
    return as_json(judge.run(Submission(text)).as_json())
