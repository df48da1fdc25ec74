"""Editors' picks, set from beside a comment."""

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.pick_comment import pick_comment
from comments.store.models import Comment
from comments.web.access import (
    current_actor,
    own_row,
    requires,
    staff_blueprint,
)
from comments.web.context import now, parley
from comments.web.forms import read_flag
from comments.web.places import place_of

picks = staff_blueprint("picks", __name__)


@picks.post("/comments/<int:comment_id>/pick")
@requires(Act.PICK)
def pick(comment_id: int) -> Response:
    picked = read_flag(request.form, "picked")
    with parley().database.transaction(writes=True) as db:
        place = place_of(db, pick_for_newsroom(db, comment_id, picked=picked))
    return redirect(place, 303)


def pick_for_newsroom(db: Session, comment_id: int, *, picked: bool) -> Comment:
    """Pick a comment, or take the pick back, as whoever sends this request."""
    return pick_comment(
        db,
        comment_id,
        picked=picked,
        editor=own_row(db),
        actor=current_actor(),
        newsroom=parley().newsroom,
        now=now(),
    )
