"""Writing on the board: post, reply, edit, withdraw."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comments.domain.moderation import RevisionStatus
from comments.domain.permissions import Act, authorize
from comments.domain.phrases import Phrase
from comments.domain.quotation import quotation_of
from comments.services.edit_comment import (
    facts_about,
    visible_comment,
    withdraw_comment,
)
from comments.services.errors import NotFound
from comments.services.manage_threads import is_paused
from comments.services.post_comment import Posted
from comments.services.shown_comment import shown_comment
from comments.store import comments as stored
from comments.store.models import Comment
from comments.web.access import current_actor, requires
from comments.web.board_forms import read_edit, read_new_comment
from comments.web.board_pages import board_values, thread_page
from comments.web.context import now, parley
from comments.web.drafts import (
    Draft,
    as_nudged,
    as_previewed,
    as_refused,
    comment_draft,
    edit_draft,
    reply_draft,
)
from comments.web.forms import InvalidField, read_flag, read_id
from comments.web.limits import Limited, limited, take_back
from comments.web.places import place_of
from comments.web.posting import Nudged, submit, submit_edit

writing = Blueprint("writing", __name__)


@writing.post("/threads/<int:thread_id>/comments")
@requires(Act.POST)
@limited(Limited.POST)
def post(thread_id: int) -> Response:
    return _send(
        comment_draft(thread_id),
        show=lambda draft: thread_page(thread_id, draft=draft),
        submit=lambda: submit(read_new_comment(request.form, thread_id)),
    )


@writing.get("/comments/<int:comment_id>/reply")
@requires(Act.POST)
def reply(comment_id: int) -> str:
    quoted = read_id(request.args, "quote", required=False)
    return _reply_page(comment_id, reply_draft(comment_id), quoted=quoted)


@writing.post("/comments/<int:comment_id>/reply")
@requires(Act.POST)
@limited(Limited.POST)
def send_reply(comment_id: int) -> Response:
    with parley().database.transaction() as db:
        thread_id = visible_comment(db, comment_id, current_actor(), now()).thread_id
    return _send(
        reply_draft(comment_id),
        show=lambda draft: _reply_page(comment_id, draft),
        submit=lambda: submit(
            read_new_comment(request.form, thread_id, parent_id=comment_id)
        ),
    )


@writing.get("/comments/<int:comment_id>/edit")
@requires(Act.EDIT)
def edit(comment_id: int) -> str:
    comment = _own_comment(comment_id, Act.EDIT)
    newest = comment.revisions[-1].text
    return _edit_page(comment, replace(edit_draft(comment_id), text=newest))


@writing.post("/comments/<int:comment_id>/edit")
@requires(Act.EDIT)
@limited(Limited.EDIT)
def send_edit(comment_id: int) -> Response:
    comment = _own_comment(comment_id, Act.EDIT)
    return _send(
        edit_draft(comment_id),
        show=lambda draft: _edit_page(comment, draft),
        submit=lambda: submit_edit(read_edit(request.form, comment_id)),
    )


@writing.get("/comments/<int:comment_id>/withdraw")
@requires(Act.WITHDRAW)
def withdraw(comment_id: int) -> str:
    comment = _own_comment(comment_id, Act.WITHDRAW)
    return render_template("board/withdraw.html", **_values(comment))


@writing.post("/comments/<int:comment_id>/withdraw")
@requires(Act.WITHDRAW)
def send_withdrawal(comment_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        comment = withdraw_comment(db, comment_id, actor=current_actor(), now=now())
    address = url_for("board.thread", thread_id=comment.thread_id, _anchor="comments")
    return redirect(address, 303)


def _send(
    draft: Draft,
    *,
    show: Callable[[Draft], str],
    submit: Callable[[], Nudged | Posted],
) -> Response:
    """Store what a form says, or show it again: how it looks, or what to change."""
    try:
        if read_flag(request.form, "preview"):
            take_back()
            return make_response(show(as_previewed(draft)))
        answer = submit()
    except InvalidField as refused:
        return make_response(show(as_refused(draft, refused)), 400)
    if isinstance(answer, Nudged):
        return make_response(show(as_nudged(draft, answer)), 422)
    return _lead_to(_place(answer))


def _lead_to(address: str) -> Response:
    """A script is told where to go: what it follows by itself loses the anchor."""
    if request.headers.get("X-Requested-With") == "fetch":
        return Response(status=201, headers={"Location": address})
    return redirect(address, 303)


def _place(posted: Posted) -> str:
    """Where an author finds what was stored, or what became of it."""
    comment = posted.comment
    if posted.revision.status == RevisionStatus.REJECTED:
        return url_for(
            "board.thread",
            thread_id=comment.thread_id,
            stored=comment.id,
            _anchor="stored",
        )
    with parley().database.transaction() as db:
        return place_of(db, comment)


def _own_comment(comment_id: int, act: Act) -> Comment:
    with parley().database.transaction() as db:
        comment = visible_comment(db, comment_id, current_actor(), now())
        authorize(current_actor(), act, facts_about(db, comment, now()))
    return comment


def _reply_page(comment_id: int, draft: Draft, *, quoted: int | None = None) -> str:
    with parley().database.transaction() as db:
        comment = visible_comment(db, comment_id, current_actor(), now())
        if quoted is not None:
            draft = replace(draft, text=_quotation(db, quoted, comment))
        paused = is_paused(db)
    if comment.shown_revision_id is None:
        raise NotFound(Phrase("The comment that you answer is no longer shown."))
    values = _values(comment, is_paused=paused)
    return render_template("board/reply.html", draft=draft, **values)


def _quotation(db: Session, quoted: int, answered: Comment) -> str:
    """The words to quote, of any comment in the discussion."""
    comment = visible_comment(db, quoted, current_actor(), now())
    text = stored.shown_text(db, comment)
    if text is None or comment.thread_id != answered.thread_id:
        raise NotFound(Phrase("The comment that you quote is not in this discussion."))
    return quotation_of(text)


def _edit_page(comment: Comment, draft: Draft) -> str:
    return render_template("board/edit.html", draft=draft, **_values(comment))


def _values(comment: Comment, *, is_paused: bool = False) -> dict[str, object]:
    values = board_values(comment.thread, {}, is_paused=is_paused)
    shown = shown_comment(comment, current_actor())
    return {"comment": shown, "thread": comment.thread, **values}
