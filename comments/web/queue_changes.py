"""A list that stays open: what became of its items, and how many new ones wait."""

from typing import Final

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.queue_changes import MOST_SHOWN, ShownList, read_changes
from comments.web.access import own_row, requires, staff_blueprint
from comments.web.caching import PRIVATE
from comments.web.context import now, parley
from comments.web.desk_forms import kept_part, read_cursor, read_queue_filter
from comments.web.forms import Fields, InvalidField, read_id

queue_changes = staff_blueprint("queue_changes", __name__)

LONGEST: Final = 20 * MOST_SHOWN


@queue_changes.get("/queue/changes")
@requires(Act.READ_QUEUE)
def show() -> Response:
    """A piece of a page for the script of a list; unchanged when the tag says so."""
    shown = read_shown(request.args)
    with parley().database.transaction() as db:
        changes = read_changes(db, shown, own_row(db), now())
    fresh = url_for(
        "queue.show", cursor=request.args.get("cursor"), **kept_part(shown.only)
    )
    answer = make_response(
        render_template("desk/changes.html", changes=changes, fresh=fresh)
    )
    answer.headers["Cache-Control"] = PRIVATE  # said here, so that the tag is kept
    answer.add_etag()
    return answer.make_conditional(request)


def read_shown(fields: Fields) -> ShownList:
    """The list that a moderator looks at, as its page was made."""
    ids = str(fields.get("shown") or "")
    if len(ids) > LONGEST:
        raise InvalidField("shown", "shown is longer than a page of the queue.")
    read = (read_id({"shown": part}, "shown") for part in ids.split(",") if part)
    return ShownList(
        item_ids=[item_id for item_id in read if item_id],
        only=read_queue_filter(fields, parley().rules),
        after=read_cursor(fields),
        last=read_cursor(fields, "last"),
    )
