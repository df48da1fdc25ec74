"""The board: the articles, their discussions, one comment's place, the rules."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comments.adapters.render import render_comment, render_line, render_marked
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services.edit_comment import visible_comment
from comments.services.errors import NotFound
from comments.services.manage_threads import is_paused
from comments.services.read_thread import read_conversation
from comments.store import comments as stored
from comments.web.access import current_account, current_actor, requires
from comments.web.avatars import hue, initials
from comments.web.beside_thread import keep_reading
from comments.web.board_forms import read_cursor, read_view
from comments.web.board_pages import (
    board_values,
    notice_marks,
    notice_paragraphs,
    own_notices_on,
    shown_comments,
    thread_page,
)
from comments.web.caching import public_page
from comments.web.comment_acts import acts_values
from comments.web.context import now, parley
from comments.web.places import article_link, is_elsewhere, notice_address, place_of
from comments.web.visitor_pages import is_known, tagged, visitor_tag

board = Blueprint("board", __name__)

FILTERS: Final = (
    render_comment,
    render_line,
    render_marked,
    hue,
    initials,
    article_link,
    is_elsewhere,
    notice_address,
    notice_marks,
    notice_paragraphs,
)
for function in FILTERS:
    board.add_app_template_filter(function)


@board.get("/")
@requires(Act.READ_BOARD)
def articles() -> Response:
    with parley().database.transaction() as db:
        threads = stored.listed_threads(db)
    return public_page(
        make_response(render_template("board/articles.html", threads=threads))
    )


@board.get("/rules")
@requires(Act.READ_BOARD)
def rules() -> Response:
    return public_page(make_response(render_template("board/rules.html")))


@board.get("/threads/<int:thread_id>")
@requires(Act.READ_BOARD)
def thread(thread_id: int) -> Response:
    view = read_view(request.args)
    if current_account() is not None:
        stored_id = read_cursor(request.args, "stored")
        page = thread_page(thread_id, view, stored_id=stored_id)
        keep_reading(thread_id)
        return make_response(page)
    tag = visitor_tag(thread_id)
    if is_known(tag):
        return public_page(tagged(make_response(""), tag))
    return public_page(tagged(make_response(thread_page(thread_id, view)), tag))


@board.get("/threads/<int:thread_id>/conversations/<int:root_id>")
@requires(Act.READ_BOARD)
def conversation(thread_id: int, root_id: int) -> Response:
    after = read_cursor(request.args, "after")
    with parley().database.transaction() as db:
        page = _conversation_page(db, thread_id, root_id, after)
    return public_page(
        make_response(render_template("board/conversation.html", **page))
    )


@board.get("/comments/<int:comment_id>")
@requires(Act.SEE_COMMENT)
def comment(comment_id: int) -> Response:
    with parley().database.transaction() as db:
        found = visible_comment(db, comment_id, current_actor(), now())
        place = place_of(db, found)
    return redirect(place, 303)


def _conversation_page(
    db: Session, thread_id: int, root_id: int, after: int | None
) -> dict[str, object]:
    view = replace(read_view(request.args), actor=current_actor())
    article, found = read_conversation(db, root_id, view, after=after)
    if article.id != thread_id:
        raise NotFound(Phrase("This conversation is not here."))
    paused = is_paused(db)
    comments = shown_comments([found])
    notices = own_notices_on(db, comments)
    values = board_values(article, notices, is_paused=paused, comments=comments)
    place = {"thread": article, "conversation": found, "after": after}
    return {**place, **values, **acts_values(db, comments, thread_id)}
