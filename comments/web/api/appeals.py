"""Appeals that wait for somebody who has not decided yet."""

from flask import Response, request

from comments.domain.permissions import Act
from comments.services.read_appeals import open_appeals
from comments.web.access import own_row, requires
from comments.web.api import answers
from comments.web.api.blueprints import staff_api
from comments.web.api.operations import Answer, documented
from comments.web.api.queue_representations import open_appeal_json
from comments.web.api.replies import as_json
from comments.web.api.shapes import CURSOR
from comments.web.context import now, parley
from comments.web.due_cursors import read_due_cursor, write_due_cursor


@staff_api.get("/appeals")
@requires(Act.READ_QUEUE)
@documented(
    "Open appeals about comments, the one that is due first at the top",
    {200: Answer("A page of appeals", answers.OPEN_APPEALS)},
    query={"cursor": CURSOR},
)
def list_appeals() -> Response:
    after = read_due_cursor(request.args)
    with parley().database.transaction() as db:
        found = open_appeals(db, own_row(db), now(), after=after)
    rows = [open_appeal_json(row) for row in found.appeals]
    return as_json({"appeals": rows, "next": write_due_cursor(found.next)})
