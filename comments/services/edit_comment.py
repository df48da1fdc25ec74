"""Editing and withdrawing: an author's later words about their own comment."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.moderation import EDIT_WINDOW, Action, CommentStatus
from comments.domain.permissions import Act, Actor, CommentFacts, authorize, can
from comments.domain.phrases import Phrase
from comments.domain.review_item import ItemState, Source
from comments.domain.submission import Submission
from comments.domain.verdict import Outcome
from comments.services import ledger, review_queue
from comments.services.current_filter import current_filter
from comments.services.errors import NotFound
from comments.services.newsroom import Newsroom
from comments.services.post_comment import (
    Assessment,
    Posted,
    add_revision,
    ensure_open,
    hold_reasons,
)
from comments.services.settle_reports import make_moot
from comments.store import comments as stored
from comments.store import review_items as stored_items
from comments.store.models import Comment, ReviewItem


def facts_about(db: Session, comment: Comment, now: datetime) -> CommentFacts:
    """What permissions need to know of a comment."""
    return CommentFacts(
        author_id=comment.author_id,
        published=comment.shown_revision_id is not None,
        withdrawn=comment.withdrawn_at is not None,
        editable=_editable(db, comment, now),
        thread_open=comment.thread.is_open,
    )


def visible_comment(
    db: Session, comment_id: int, actor: Actor, now: datetime, *, lock: bool = False
) -> Comment:
    """The comment, if this actor may know of it; else NotFound."""
    comment = stored.get_comment(db, comment_id, lock=lock)
    if comment is None or not can(
        actor, Act.SEE_COMMENT, facts_about(db, comment, now)
    ):
        raise NotFound(Phrase("This comment is not here, or is no longer shown."))
    return comment


def assess_edit(
    db: Session,
    comment_id: int,
    text: str,
    *,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Assessment:
    """Judge an edit without storing anything: it is a submission like any other."""
    comment = visible_comment(db, comment_id, actor, now)
    authorize(actor, Act.EDIT, facts_about(db, comment, now))
    ensure_open(db, comment.thread)
    facts = stored.author_facts(db, comment.author, now, except_comment=comment.id)
    # An edit adds no comment, so it is no part of a flood.
    submission = Submission(text, replace(facts, recent_comments=None))
    verdict = current_filter(db, newsroom, now).run(submission)
    reasons = hold_reasons(db, comment.thread, comment.author, actor, now)
    return Assessment(verdict, reasons)


def edit_comment(
    db: Session,
    comment_id: int,
    text: str,
    assessment: Assessment,
    *,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Posted:
    """Store an assessed edit as a new revision.

    A held or rejected edit leaves the text that readers see as it is.  The newest text
    again adds nothing.
    """
    comment = visible_comment(db, comment_id, actor, now, lock=True)
    authorize(actor, Act.EDIT, facts_about(db, comment, now))
    newest = comment.revisions[-1]
    if newest.text == text:
        return Posted(comment, newest, repeated=True)
    item = stored_items.item_of(db, comment.id)
    asked = item if item is not None and item.state == ItemState.OPEN else None
    if asked is not None:
        _forget_old_words(db, asked)
    posted = add_revision(db, comment, text, assessment, newsroom, now)
    if asked is not None:
        _turn_item(db, asked, posted, assessment, now)
    return posted


def withdraw_comment(
    db: Session, comment_id: int, *, actor: Actor, now: datetime
) -> Comment:
    """Take a comment back for good; its open question and its reports become moot."""
    comment = visible_comment(db, comment_id, actor, now, lock=True)
    authorize(actor, Act.WITHDRAW, facts_about(db, comment, now))
    take_back(db, comment, now)
    return comment


def take_back(db: Session, comment: Comment, now: datetime) -> None:
    """Take a comment back; the caller holds its lock, and has asked who may."""
    comment.withdrawn_at = now
    item = stored_items.item_of(db, comment.id)
    if item is not None and item.state == ItemState.OPEN:
        review_queue.close_item(db, item, now)
    make_moot(db, comment, now)
    ledger.refresh_comment(db, comment, now)


def _editable(db: Session, comment: Comment, now: datetime) -> bool:
    if now - comment.created_at > EDIT_WINDOW:
        return False
    if comment.status != CommentStatus.REJECTED:
        return True
    # What a person rejected is not mended by its author, but by an appeal.
    return not any(
        decision.moderator_id is not None and decision.action == Action.REJECT
        for decision in stored_items.decisions_of(db, comment.id)
    )


def _forget_old_words(db: Session, item: ReviewItem) -> None:
    stored_items.clear_signals(db, item.id, source=Source.FILTER)
    stored_items.clear_signals(db, item.id, source=Source.MODE)


def _turn_item(
    db: Session,
    item: ReviewItem,
    posted: Posted,
    assessment: Assessment,
    now: datetime,
) -> None:
    """Let an open item judge the new text, or close it when nothing is left to ask."""
    if item.revision_id == posted.revision.id:
        return  # storing the revision has turned it already
    if not stored_items.signals_of(db, item.id):
        review_queue.close_item(db, item, now)
    elif assessment.outcome is Outcome.PUBLISH:
        review_queue.judge_revision(item, posted.revision)
        review_queue.rerank(db, item, posted.comment)
