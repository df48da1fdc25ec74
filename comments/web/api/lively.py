"""Where people talk well at the moment, as JSON."""

from typing import Any

from flask import Response

from comments.domain.permissions import Act
from comments.services.lively import Lively, lively_discussions
from comments.web.access import requires
from comments.web.api import answers
from comments.web.api.blueprints import api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json
from comments.web.api.representations import address, article_json
from comments.web.context import now, parley


@api.get("/discussions/lively")
@requires(Act.READ_BOARD)
@documented(
    "The discussions in which many people wrote well in the last day",
    {200: Answer("The liveliest first", answers.LIVELY)},
)
def lively() -> Response:
    with parley().database.transaction() as db:
        found = lively_discussions(db, now())
    return as_json({"discussions": [_lively_json(one) for one in found]})


def _lively_json(one: Lively) -> dict[str, Any]:
    return article_json(one.thread) | {
        "comment_count": one.thread.comment_count,
        "people": one.activity.people,
        "board_url": address("/threads/{id}", id=one.thread.id),
    }
