"""Messages: the forms by which the newsroom and an author write to each other."""

from dataclasses import dataclass, field
from typing import Final

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.marks import MARK_LABELS
from comments.services.private_messages import (
    MAX_MESSAGE,
    Correspondence,
    NewMessage,
    is_nudge,
    judge_message,
    mark_messages_read,
    read_correspondence,
    send_message,
)
from comments.store import comments as stored
from comments.web.access import current_actor
from comments.web.board_forms import LONGEST_ATTEMPT, new_attempt
from comments.web.context import note_in_passing, now, parley
from comments.web.drafts import Nudge, nudge_of
from comments.web.forms import Fields, InvalidField, read_flag, read_text

SHORTEST_ATTEMPT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDraft:
    """The form for a message: fresh, or sent back with what was typed."""

    attempt: str = field(default_factory=new_attempt)
    text: str = ""
    nudge: Nudge | None = None
    refused: InvalidField | None = None


def read_new_message(
    fields: Fields, comment_id: int, *, from_newsroom: bool
) -> NewMessage:
    """What somebody wants to write about a comment."""
    return NewMessage(
        comment_id=comment_id,
        text=read_text(fields, "text", MAX_MESSAGE),
        attempt=read_text(fields, "attempt", LONGEST_ATTEMPT),
        from_newsroom=from_newsroom,
        insist=read_flag(fields, "insist") and not from_newsroom,
    )


def open_correspondence(comment_id: int, *, as_newsroom: bool) -> Correspondence:
    """The messages about a comment; those from the other side count as read now."""
    with parley().database.transaction() as db:
        found = read_correspondence(
            db,
            comment_id,
            actor=current_actor(),
            as_newsroom=as_newsroom,
            now=now(),
        )
    other = [m for m in found.messages if m.from_newsroom is not as_newsroom]
    if any(message.read_at is None for message in other):
        note_in_passing(
            lambda db: mark_messages_read(
                db, comment_id, from_newsroom=not as_newsroom, now=now()
            )
        )
    return found


def correspondence_page(
    template: str, comment_id: int, draft: MessageDraft, *, as_newsroom: bool
) -> str:
    """The page of a correspondence, as one of its two sides sees it."""
    found = open_correspondence(comment_id, as_newsroom=as_newsroom)
    with parley().database.transaction() as db:
        text = stored.shown_text(db, found.comment)
    return render_template(
        template,
        found=found,
        comment=found.comment,
        text=text,
        draft=draft,
        longest=MAX_MESSAGE,
        mark_labels=MARK_LABELS,
    )


def answer_message(template: str, comment_id: int, *, from_newsroom: bool) -> Response:
    """Judge and store what was sent; the page again when it must be mended first."""
    draft = _send(comment_id, from_newsroom=from_newsroom)
    if draft is None:
        address = url_for(".correspondence", comment_id=comment_id, _anchor="write")
        return redirect(address, 303)
    page = correspondence_page(template, comment_id, draft, as_newsroom=from_newsroom)
    return make_response(page, 422 if draft.nudge else 400)


def _send(comment_id: int, *, from_newsroom: bool) -> MessageDraft | None:
    try:
        new = read_new_message(request.form, comment_id, from_newsroom=from_newsroom)
    except InvalidField as refused:
        return _as_sent(refused=refused)
    with parley().database.transaction() as db:
        verdict = judge_message(db, new.text, newsroom=parley().newsroom, now=now())
    if is_nudge(new, verdict):
        return _as_sent(nudge=nudge_of(verdict, parley().rules))
    with parley().database.transaction(writes=True) as db:
        send_message(db, new, verdict, actor=current_actor(), now=now())
    return None


def _as_sent(
    *, nudge: Nudge | None = None, refused: InvalidField | None = None
) -> MessageDraft:
    attempt = request.form.get("attempt", "")
    fits = SHORTEST_ATTEMPT <= len(attempt) <= LONGEST_ATTEMPT
    return MessageDraft(
        attempt=attempt if fits else new_attempt(),
        text=request.form.get("text", ""),
        nudge=nudge,
        refused=refused,
    )
