"""An author's side of what the newsroom asks, and the consent to be asked."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.marks import MARK_LABELS
from comments.domain.permissions import Act
from comments.services.private_messages import MAX_MESSAGE, own_correspondences
from comments.services.share_with_us import choose_contact
from comments.store import comments as stored
from comments.web import messages
from comments.web.access import current_actor, requires, signed_in_account
from comments.web.context import now, parley
from comments.web.forms import read_flag
from comments.web.limits import Limited, limited
from comments.web.messages import MessageDraft, open_correspondence

own_messages = Blueprint("own_messages", __name__, url_prefix="/me/messages")


@own_messages.get("")
@requires(Act.READ_OWN_NOTICES)
def show() -> str:
    with parley().database.transaction() as db:
        found = own_correspondences(db, signed_in_account().account_id)
    return render_template("own/messages.html", found=found, mark_labels=MARK_LABELS)


@own_messages.get("/<int:comment_id>")
@requires(Act.ANSWER_NEWSROOM)
def correspondence(comment_id: int) -> str:
    return _page(comment_id, MessageDraft())


@own_messages.post("/<int:comment_id>")
@requires(Act.ANSWER_NEWSROOM)
@limited(Limited.MESSAGE)
def send(comment_id: int) -> Response:
    draft = messages.send(comment_id, from_newsroom=False)
    if draft is not None:
        status = 422 if draft.nudge else 400
        return make_response(_page(comment_id, draft), status)
    address = url_for(".correspondence", comment_id=comment_id, _anchor="write")
    return redirect(address, 303)


@own_messages.post("/<int:comment_id>/contact")
@requires(Act.ANSWER_NEWSROOM)
def contact(comment_id: int) -> Response:
    wanted = read_flag(request.form, "wanted")
    with parley().database.transaction(writes=True) as db:
        choose_contact(db, comment_id, wanted=wanted, actor=current_actor(), now=now())
    return redirect(url_for(".correspondence", comment_id=comment_id), 303)


def _page(comment_id: int, draft: MessageDraft) -> str:
    found = open_correspondence(comment_id, as_newsroom=False)
    with parley().database.transaction() as db:
        text = stored.shown_text(db, found.comment)
    return render_template(
        "own/correspondence.html",
        found=found,
        comment=found.comment,
        text=text,
        draft=draft,
        longest=MAX_MESSAGE,
        mark_labels=MARK_LABELS,
    )
