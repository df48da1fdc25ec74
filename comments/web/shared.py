"""The newsroom's desk for what readers shared, and asking their authors more."""

from typing import Final

from flask import render_template, request
from werkzeug.wrappers import Response

from comments.domain.marks import MARK_LABELS, Mark
from comments.domain.permissions import Act
from comments.services.share_with_us import PAGE, shared_comments
from comments.web.access import requires, staff_blueprint
from comments.web.context import parley
from comments.web.forms import read_choice, read_id
from comments.web.limits import Limited, limited
from comments.web.messages import MessageDraft, answer_message, correspondence_page

TEMPLATE: Final = "desk/correspondence.html"

shared = staff_blueprint("shared", __name__, url_prefix="/shared")


@shared.get("")
@requires(Act.ASK_AUTHOR)
def show() -> str:
    before = read_id(request.args, "before", required=False)
    asked = request.args.get("mark")
    mark = read_choice(request.args, "mark", Mark).value if asked else None
    with parley().database.transaction() as db:
        found = shared_comments(db, mark=mark, before=before)
    return render_template(
        "desk/shared.html",
        found=found,
        mark=mark,
        mark_labels=MARK_LABELS,
        next=found[-1].comment.id if len(found) == PAGE else None,
    )


@shared.get("/<int:comment_id>")
@requires(Act.ASK_AUTHOR)
def correspondence(comment_id: int) -> str:
    draft = MessageDraft()
    return correspondence_page(TEMPLATE, comment_id, draft, as_newsroom=True)


@shared.post("/<int:comment_id>")
@requires(Act.ASK_AUTHOR)
@limited(Limited.MESSAGE)
def send(comment_id: int) -> Response:
    return answer_message(TEMPLATE, comment_id, from_newsroom=True)
