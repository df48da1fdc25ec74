"""Editors' picks, for the newsroom's own programs."""

from flask import Response

from comments.domain.permissions import Act
from comments.services.shown_comment import shown_comment
from comments.web.access import current_actor, requires
from comments.web.api import answers
from comments.web.api.blueprints import staff_api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import NOT_FOUND, as_json
from comments.web.api.representations import comment_json
from comments.web.context import parley
from comments.web.picks import pick_for_newsroom

PICKED = {200: Answer("The comment", answers.COMMENT), 404: NOT_FOUND}


@staff_api.put("/comments/<int:comment_id>/pick")
@requires(Act.PICK)
@documented("Make a comment one of the editors' picks", PICKED)
def put_pick(comment_id: int) -> Response:
    return _pick(comment_id, picked=True)


@staff_api.delete("/comments/<int:comment_id>/pick")
@requires(Act.PICK)
@documented("Take a pick back", PICKED)
def delete_pick(comment_id: int) -> Response:
    return _pick(comment_id, picked=False)


def _pick(comment_id: int, *, picked: bool) -> Response:
    with parley().database.transaction(writes=True) as db:
        comment = pick_for_newsroom(db, comment_id, picked=picked)
    return as_json(comment_json(shown_comment(comment, current_actor())))
