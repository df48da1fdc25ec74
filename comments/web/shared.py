"""The newsroom's desk for what readers shared, and asking their authors more."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.marks import MARK_LABELS, Mark
from comments.domain.permissions import Act
from comments.services.private_messages import MAX_MESSAGE
from comments.services.share_with_us import PAGE, shared_comments
from comments.store import comments as stored
from comments.web import messages
from comments.web.access import requires, staff_blueprint
from comments.web.context import parley
from comments.web.forms import read_choice, read_id
from comments.web.limits import Limited, limited
from comments.web.messages import MessageDraft, open_correspondence

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
    return _page(comment_id, MessageDraft())


@shared.post("/<int:comment_id>")
@requires(Act.ASK_AUTHOR)
@limited(Limited.MESSAGE)
def send(comment_id: int) -> Response:
    draft = messages.send(comment_id, from_newsroom=True)
    if draft is not None:
        status = 422 if draft.nudge else 400
        return make_response(_page(comment_id, draft), status)
    address = url_for(".correspondence", comment_id=comment_id, _anchor="write")
    return redirect(address, 303)


def _page(comment_id: int, draft: MessageDraft) -> str:
    found = open_correspondence(comment_id, as_newsroom=True)
    with parley().database.transaction() as db:
        text = stored.shown_text(db, found.comment)
    return render_template(
        "desk/correspondence.html",
        found=found,
        comment=found.comment,
        text=text,
        draft=draft,
        longest=MAX_MESSAGE,
        mark_labels=MARK_LABELS,
    )
