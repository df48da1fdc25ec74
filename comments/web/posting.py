"""Submitting a text, for the board and for the API: judged, then nudged or stored.

The filter runs in a reading transaction, so that it never makes another writer wait;
what it said is stored in a writing one.
"""

import logging
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.verdict import Outcome, Verdict
from comments.services.edit_comment import assess_edit, edit_comment
from comments.services.post_comment import (
    Assessment,
    NewComment,
    Posted,
    assess,
    post_comment,
)
from comments.services.share_with_us import keep_consent
from comments.store.database import DatabaseUnavailable
from comments.store.models import FilterCount
from comments.store.upsert import increment
from comments.web.access import current_actor, own_row
from comments.web.context import now, parley

log = logging.getLogger(__name__)

EVENTS: Final = {Outcome.HOLD: "hold", Outcome.REJECT: "reject"}


@dataclass(frozen=True, slots=True)
class Nudged:
    """The first answer to words that would not appear: nothing was stored."""

    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an author wants a comment of theirs to say from now on."""

    comment_id: int
    text: str
    insist: bool = False


def submit(new: NewComment) -> Nudged | Posted:
    """Judge a new comment and store it, or nudge its author who has not insisted."""
    with parley().database.transaction() as db:
        assessed = assess(
            db,
            new,
            author=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    if isinstance(assessed, Posted):
        return assessed
    if assessed.is_nudge and not new.insist:
        return _nudge(new.text, assessed.verdict)
    with parley().database.transaction(writes=True) as db:
        posted = post_comment(
            db,
            new,
            assessed,
            author=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
        if new.mark is not None and new.contact:
            keep_consent(db, posted.comment.id, now())
        _count_stored(db, assessed, posted)
    return posted


def submit_edit(edit: Edit) -> Nudged | Posted:
    """Judge an edit and store it as a revision, or nudge its author."""
    with parley().database.transaction() as db:
        assessed = assess_edit(
            db,
            edit.comment_id,
            edit.text,
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    if assessed.is_nudge and not edit.insist:
        return _nudge(edit.text, assessed.verdict)
    with parley().database.transaction(writes=True) as db:
        posted = edit_comment(
            db,
            edit.comment_id,
            edit.text,
            assessed,
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
        _count_stored(db, assessed, posted)
    return posted


def _nudge(text: str, verdict: Verdict) -> Nudged:
    try:
        with parley().database.transaction(writes=True) as db:
            _count(db, "nudge", verdict)
    except DatabaseUnavailable:
        # The author's answer matters more than the count of it.
        log.warning("a nudge was not counted")
    return Nudged(text, verdict)


def _count_stored(db: Session, assessed: Assessment, posted: Posted) -> None:
    if posted.repeated:
        return
    event = EVENTS.get(assessed.outcome)
    if event is not None:
        _count(db, event, assessed.verdict)
    for check in assessed.verdict.unavailable:
        _add(db, "unavailable", check)


def _count(db: Session, event: str, verdict: Verdict) -> None:
    """Count a verdict once, under the rule of its worst finding."""
    grounds = verdict.grounds
    _add(db, event, grounds[0].rule if grounds else "")


def _add(db: Session, event: str, rule: str) -> None:
    day = now().date().isoformat()
    increment(db, FilterCount, {"day": day, "event": event, "rule": rule[:40]}, "count")
