"""A reader's own page: it begins with their comments."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.marks import MARK_LABELS
from comments.domain.permissions import Act
from comments.services.own_comments import PAGE, own_comments
from comments.web.access import requires, signed_in_account
from comments.web.board_forms import read_cursor
from comments.web.context import parley

own_page = Blueprint("own_page", __name__, url_prefix="/me")


@own_page.get("")
@requires(Act.READ_OWN_NOTICES)
def show() -> Response:
    return redirect(url_for(".comments"), 303)


@own_page.get("/comments")
@requires(Act.READ_OWN_NOTICES)
def comments() -> str:
    before = read_cursor(request.args, "before")
    with parley().database.transaction() as db:
        me = signed_in_account().account_id
        found = own_comments(db, me, before=before)
    return render_template(
        "own/comments.html",
        found=found,
        mark_labels=MARK_LABELS,
        next=found[-1].comment.id if len(found) == PAGE else None,
    )
