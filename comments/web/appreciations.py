"""Appreciating a comment, by its form on the board."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.appreciate import Appreciated, appreciate, take_back
from comments.web.access import current_actor, requires
from comments.web.comment_acts import comment_place, way_back
from comments.web.context import now, parley
from comments.web.forms import read_flag
from comments.web.limits import Limited, limited

appreciations = Blueprint("appreciations", __name__)


@appreciations.post("/comments/<int:comment_id>/appreciation")
@requires(Act.APPRECIATE)
@limited(Limited.APPRECIATE)
def send(comment_id: int) -> Response:
    store_appreciation(comment_id, wanted=read_flag(request.form, "appreciated"))
    place = comment_place(comment_id)
    return redirect(way_back(f"comment-{comment_id}", otherwise=place), 303)


def store_appreciation(comment_id: int, *, wanted: bool) -> Appreciated:
    act = appreciate if wanted else take_back
    with parley().database.transaction(writes=True) as db:
        return act(db, comment_id, actor=current_actor(), now=now())
