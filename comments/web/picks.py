"""Editors' picks, set from beside a comment."""

from flask import redirect, request
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.pick_comment import pick_comment
from comments.store.models import Account
from comments.web.access import (
    current_actor,
    requires,
    signed_in_account,
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
        comment = pick_comment(
            db,
            comment_id,
            picked=picked,
            editor=db.get_one(Account, signed_in_account().account_id),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
        place = place_of(db, comment)
    return redirect(place, 303)
