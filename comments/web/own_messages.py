"""An author's side of what the newsroom asks, and the consent to be asked."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.marks import MARK_LABELS
from comments.domain.permissions import Act
from comments.services.private_messages import own_correspondences
from comments.services.share_with_us import choose_contact
from comments.web.access import current_actor, requires, signed_in_account
from comments.web.context import now, parley
from comments.web.forms import read_flag
from comments.web.limits import Limited, limited
from comments.web.messages import MessageDraft, answer_message, correspondence_page

TEMPLATE: Final = "own/correspondence.html"

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
    draft = MessageDraft()
    return correspondence_page(TEMPLATE, comment_id, draft, as_newsroom=False)


@own_messages.post("/<int:comment_id>")
@requires(Act.ANSWER_NEWSROOM)
@limited(Limited.MESSAGE)
def send(comment_id: int) -> Response:
    return answer_message(TEMPLATE, comment_id, from_newsroom=False)


@own_messages.post("/<int:comment_id>/contact")
@requires(Act.ANSWER_NEWSROOM)
def contact(comment_id: int) -> Response:
    wanted = read_flag(request.form, "wanted")
    with parley().database.transaction(writes=True) as db:
        choose_contact(db, comment_id, wanted=wanted, actor=current_actor(), now=now())
    return redirect(url_for(".correspondence", comment_id=comment_id), 303)
