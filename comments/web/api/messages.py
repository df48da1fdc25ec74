"""Private messages about a marked comment, between its author and the newsroom."""

from typing import Final

from flask import Response

from comments.domain.permissions import Act
from comments.services.private_messages import (
    is_nudge,
    judge_message,
    own_correspondences,
    read_correspondence,
    send_message,
)
from comments.store.models import Comment
from comments.store.one_another import PrivateMessage
from comments.web.access import current_actor, requires, signed_in_account
from comments.web.api import bodies
from comments.web.api.answers import ARTICLE
from comments.web.api.blueprints import api, staff_api
from comments.web.api.inputs import read_body
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import CONFLICT, NOT_FOUND, NUDGED, as_json, nudge
from comments.web.api.representations import (
    Document,
    article_json,
    maybe_moment_json,
    moment_json,
)
from comments.web.api.shapes import (
    FLAG,
    ID,
    MARK,
    MOMENT,
    STRING,
    array,
    nullable,
    record,
)
from comments.web.context import now, parley
from comments.web.limits import Limited, limited
from comments.web.messages import open_correspondence, read_new_message
from comments.web.posting import Nudged

MESSAGE: Final = record(
    id=ID,
    comment_id=ID,
    from_newsroom=FLAG,
    text=STRING,
    may_break_a_rule=FLAG,
    created_at=MOMENT,
    read_at=nullable(MOMENT),
)
CORRESPONDENCE: Final = record(comment_id=ID, may_ask=FLAG, messages=array(MESSAGE))
ABOUT: Final = record(comment_id=ID, mark=nullable(MARK), thread=ARTICLE)
READ: Final = {
    200: Answer("All of them, the oldest first", CORRESPONDENCE),
    404: NOT_FOUND,
}
SENT: Final = {
    201: Answer("Sent; the same attempt and text again is the same message", MESSAGE),
    404: NOT_FOUND,
    409: CONFLICT,
    422: NUDGED,
}


@api.get("/me/messages")
@requires(Act.READ_OWN_NOTICES)
@documented(
    "My comments about which the newsroom asked, or may ask",
    {200: Answer("The newest first", record(comments=array(ABOUT)))},
)
def own_messages() -> Response:
    with parley().database.transaction() as db:
        found = own_correspondences(db, signed_in_account().account_id)
    return as_json({"comments": [_about_json(comment) for comment in found]})


@api.get("/me/messages/<int:comment_id>")
@requires(Act.ANSWER_NEWSROOM)
@documented("What the newsroom and I wrote about a comment of mine", READ)
def own_correspondence(comment_id: int) -> Response:
    return _read(comment_id, as_newsroom=False)


@api.post("/me/messages/<int:comment_id>")
@requires(Act.ANSWER_NEWSROOM)
@limited(Limited.MESSAGE)
@documented("Answer the newsroom, in private", SENT, body=bodies.NEW_MESSAGE)
def answer_newsroom(comment_id: int) -> Response:
    return _send(comment_id, from_newsroom=False)


@staff_api.get("/shared/<int:comment_id>/messages")
@requires(Act.ASK_AUTHOR)
@documented("What the newsroom and an author wrote about a comment", READ)
def correspondence(comment_id: int) -> Response:
    return _read(comment_id, as_newsroom=True)


@staff_api.post("/shared/<int:comment_id>/messages")
@requires(Act.ASK_AUTHOR)
@limited(Limited.MESSAGE)
@documented("Ask an author who agreed to it, in private", SENT, body=bodies.NEW_MESSAGE)
def ask_author(comment_id: int) -> Response:
    return _send(comment_id, from_newsroom=True)


def _read(comment_id: int, *, as_newsroom: bool) -> Response:
    found = open_correspondence(comment_id, as_newsroom=as_newsroom)
    return as_json(
        {
            "comment_id": comment_id,
            "may_ask": found.may_ask,
            "messages": [_message_json(message) for message in found.messages],
        }
    )


def _send(comment_id: int, *, from_newsroom: bool) -> Response:
    sent = read_body(bodies.NEW_MESSAGE)
    new = read_new_message(sent, comment_id, from_newsroom=from_newsroom)
    with parley().database.transaction() as db:
        read_correspondence(
            db, comment_id, actor=current_actor(), as_newsroom=from_newsroom, now=now()
        )
        verdict = judge_message(db, new.text, newsroom=parley().newsroom, now=now())
    if is_nudge(new, verdict):
        return nudge(Nudged(new.text, verdict))
    with parley().database.transaction(writes=True) as db:
        message = send_message(db, new, verdict, actor=current_actor(), now=now())
    return as_json(_message_json(message), 201)


def _about_json(comment: Comment) -> Document:
    return {
        "comment_id": comment.id,
        "mark": comment.mark,
        "thread": article_json(comment.thread),
    }


def _message_json(message: PrivateMessage) -> Document:
    return {
        "id": message.id,
        "comment_id": message.comment_id,
        "from_newsroom": message.from_newsroom,
        "text": message.text,
        "may_break_a_rule": message.folded,
        "created_at": moment_json(message.created_at),
        "read_at": maybe_moment_json(message.read_at),
    }
