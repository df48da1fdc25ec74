"""How many comments stand under many articles, in one request."""

from typing import Final

from flask import Response, request

from comments.domain.articles import LONGEST_ADDRESS
from comments.domain.permissions import Act
from comments.store.comments import comment_counts
from comments.web.access import requires
from comments.web.api.blueprints import api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json
from comments.web.api.shapes import COUNT, Shape, array, record, text
from comments.web.context import parley
from comments.web.embed_forms import MOST_COUNTS, read_addresses

COUNTS: Final = record(counts={"type": "object", "additionalProperties": COUNT})
ADDRESSES: Final[Shape] = array(text(LONGEST_ADDRESS, 1)) | {
    "minItems": 1,
    "maxItems": MOST_COUNTS,
}


@api.get("/threads/counts")
@requires(Act.READ_BOARD)
@documented(
    "How many comments each of up to a hundred articles has; none is 0",
    {200: Answer("By address, as it was asked for", COUNTS)},
    query={"url": ADDRESSES},
    required_query=("url",),
)
def counts() -> Response:
    asked = read_addresses(request.args)
    with parley().database.transaction() as db:
        found = comment_counts(db, sorted(set(asked.values())))
    return as_json({"counts": {one: found.get(asked[one], 0) for one in asked}})
