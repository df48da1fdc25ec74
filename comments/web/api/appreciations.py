"""Appreciating a comment, and taking it back."""

from flask import Response

from comments.domain.permissions import Act
from comments.services.appreciate import Appreciated
from comments.web.access import requires
from comments.web.api import answers
from comments.web.api.blueprints import api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import NOT_FOUND, as_json
from comments.web.appreciations import store_appreciation
from comments.web.limits import Limited, limited


@api.put("/comments/<int:comment_id>/appreciation")
@requires(Act.APPRECIATE)
@limited(Limited.APPRECIATE)
@documented(
    "Appreciate somebody else's comment; again changes nothing",
    {200: Answer("How often it is appreciated", answers.APPRECIATED), 404: NOT_FOUND},
)
def appreciate_comment(comment_id: int) -> Response:
    return _answer(store_appreciation(comment_id, wanted=True))


@api.delete("/comments/<int:comment_id>/appreciation")
@requires(Act.APPRECIATE)
@limited(Limited.APPRECIATE)
@documented(
    "Take one's appreciation back",
    {200: Answer("How often it is appreciated", answers.APPRECIATED), 404: NOT_FOUND},
)
def take_appreciation_back(comment_id: int) -> Response:
    return _answer(store_appreciation(comment_id, wanted=False))


def _answer(made: Appreciated) -> Response:
    return as_json(
        {"comment_id": made.comment_id, "appreciated": made.count, "mine": made.mine}
    )
