"""Searching all comments' texts, for the newsroom's programs."""

from flask import Response, request

from comments.domain.permissions import Act
from comments.services.search_comments import Hit, search_comments
from comments.web.access import own_row, requires
from comments.web.api import answers
from comments.web.api.blueprints import staff_api
from comments.web.api.cursors import read_id_cursor, write_cursor
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json
from comments.web.api.representations import (
    Document,
    article_json,
    moment_json,
    person_json,
)
from comments.web.api.shapes import CURSOR, ID, RULE, text, words
from comments.web.context import parley
from comments.web.search import SEARCHED, read_search

QUERY = {
    "q": text(200),
    "status": words(*SEARCHED),
    "author": text(40),
    "thread": ID,
    "section": text(80),
    "rule": RULE,
    "from": {"type": "string", "format": "date"},
    "to": {"type": "string", "format": "date"},
    "cursor": CURSOR,
}


@staff_api.get("/search")
@requires(Act.READ_QUEUE)
@documented(
    "Texts of comments with these words, the newest first",
    {200: Answer("A page of what was found", answers.FOUND)},
    query=QUERY,
)
def search_texts() -> Response:
    asked, before = read_search(request.args), read_id_cursor(request.args)
    with parley().database.transaction() as db:
        page = search_comments(db, asked, moderator=own_row(db), before=before)
    following = write_cursor(page.next) if page.next else None
    return as_json({"found": [_hit_json(hit) for hit in page.hits], "next": following})


def _hit_json(hit: Hit) -> Document:
    comment = hit.revision.comment
    return {
        "comment_id": comment.id,
        "revision_id": hit.revision.id,
        "text": hit.revision.text,
        "is_earlier_text": hit.revision.status == "superseded",
        "status": comment.status,
        "author": person_json(comment.author),
        "thread": article_json(comment.thread),
        "item_id": hit.item_id,
        "created_at": moment_json(hit.revision.created_at),
    }
