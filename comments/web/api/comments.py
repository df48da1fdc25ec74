"""Comments: list, post, edit, withdraw."""

from dataclasses import replace

from flask import Response

from comments.domain.permissions import Act
from comments.domain.reading import Show, Sort
from comments.services import edit_comment as services
from comments.services.post_comment import Posted
from comments.services.read_thread import list_comments
from comments.web.access import current_actor, requires
from comments.web.api import answers, bodies
from comments.web.api.blueprints import api
from comments.web.api.cursors import write_place
from comments.web.api.inputs import (
    MOST_COMMENTS,
    read_edit,
    read_limit,
    read_new_comment,
    read_view,
)
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import (
    CONFLICT,
    NOT_FOUND,
    NUDGED,
    as_json,
    nothing,
    nudge,
)
from comments.web.api.representations import comment_json, posted_json
from comments.web.api.shapes import CURSOR, MOMENT, words
from comments.web.context import now, parley
from comments.web.limits import Limited, limited
from comments.web.posting import Nudged, submit, submit_edit

WAITS = Answer("Stored, and not shown; `statement` says why", answers.POSTED)


@api.get("/threads/<int:thread_id>/comments")
@requires(Act.READ_BOARD)
@documented(
    "A page of a thread's comments, replies among them; `most-replied` leaves them out",
    {200: Answer("The comments", answers.COMMENTS), 404: NOT_FOUND},
    query={
        "sort": words(*Sort),
        "show": words(Show.ALL, Show.PICKS, Show.WITNESS, Show.HISTORY),
        "since": MOMENT,
        "cursor": CURSOR,
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_COMMENTS},
    },
)
def list_thread(thread_id: int) -> Response:
    view, limit = replace(read_view(), actor=current_actor()), read_limit()
    with parley().database.transaction() as db:
        _, shown, start = list_comments(db, thread_id, view, limit=limit)
    comments = [comment_json(comment) for comment in shown]
    return as_json({"comments": comments, "next": write_place(start)})


@api.post("/threads/<int:thread_id>/comments")
@requires(Act.POST)
@limited(Limited.POST)
@documented(
    "Post a comment or a reply",
    {
        200: Answer("This attempt had stored it already", answers.POSTED),
        201: Answer("Published", answers.POSTED),
        202: WAITS,
        404: NOT_FOUND,
        409: CONFLICT,
        422: NUDGED,
    },
    body=bodies.NEW_COMMENT,
)
def post_comment(thread_id: int) -> Response:
    return _answer(submit(read_new_comment(thread_id)), 201)


@api.patch("/comments/<int:comment_id>")
@requires(Act.EDIT)
@limited(Limited.EDIT)
@documented(
    "Change the text of one's own comment",
    {
        200: Answer("Published, or nothing had changed", answers.POSTED),
        202: WAITS,
        404: NOT_FOUND,
        409: CONFLICT,
        422: NUDGED,
    },
    body=bodies.EDIT,
)
def edit_comment(comment_id: int) -> Response:
    return _answer(submit_edit(read_edit(comment_id)), 200)


@api.delete("/comments/<int:comment_id>")
@requires(Act.WITHDRAW)
@documented(
    "Withdraw one's own comment, for good",
    {204: Answer("Withdrawn"), 404: NOT_FOUND},
)
def withdraw_comment(comment_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        services.withdraw_comment(db, comment_id, actor=current_actor(), now=now())
    return nothing()


def _answer(submitted: Nudged | Posted, published: int) -> Response:
    if isinstance(submitted, Nudged):
        return nudge(submitted)
    document = posted_json(submitted)
    if submitted.repeated:
        return as_json(document)
    if submitted.statement is not None:
        return as_json(document, 202)
    return as_json(document, published, Location=document["url"])
