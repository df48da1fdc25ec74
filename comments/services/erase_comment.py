"""A comment without its author: anonymised where readers see it, else erased."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.closing import Leave
from comments.domain.review_item import ItemState, Source
from comments.services import ledger, review_queue
from comments.services.edit_comment import take_back
from comments.services.index_text import hand_over_words
from comments.store import comments as stored
from comments.store import review_items as stored_items
from comments.store.models import Comment, ReviewItem, Revision


def erase_comment(
    db: Session, comment_id: int, leave: Leave, *, new_author_id: int, now: datetime
) -> None:
    """Part a comment from its author.

    A text that readers see stays if its author wanted that; every other text goes, and
    leaves a tombstone where there are replies.  The ledger keeps what it has, which is
    no text.
    """
    comment = stored.get_comment(db, comment_id, lock=True)
    if comment is None:
        return
    if comment.shown_revision_id is None or leave is Leave.REMOVE:
        _remove(db, comment, now)
    else:
        _take_back_edits(db, comment, now)
        _blank(comment, spare=comment.shown_revision_id)
        ledger.refresh_comment(db, comment, now)
    _hand_over(db, comment, new_author_id)


def _remove(db: Session, comment: Comment, now: datetime) -> None:
    if comment.withdrawn_at is None:
        take_back(db, comment, now)
    _blank(comment)
    comment.mark = None


def _take_back_edits(db: Session, comment: Comment, now: datetime) -> None:
    """Nobody is left whose edit a moderator could approve; reports stay open."""
    waiting = ledger.supersede_waiting(comment)
    item = stored_items.item_of(db, comment.id)
    if not waiting or item is None or item.state != ItemState.OPEN:
        return
    db.flush()
    for source in (Source.FILTER, Source.MODE):
        stored_items.clear_signals(db, item.id, source=source)
    _judge_what_is_shown(db, item, comment, now)


def _judge_what_is_shown(
    db: Session, item: ReviewItem, comment: Comment, now: datetime
) -> None:
    if not stored_items.signals_of(db, item.id):
        review_queue.close_item(db, item, now)
        return
    for revision in comment.revisions:
        if revision.id == comment.shown_revision_id:
            review_queue.judge_revision(item, revision)
    review_queue.rerank(db, item, comment)


def _blank(comment: Comment, spare: int | None = None) -> None:
    for revision in comment.revisions:
        if revision.id != spare:
            _empty(revision)


def _empty(revision: Revision) -> None:
    revision.text = revision.fingerprint = ""
    revision.findings = []


def _hand_over(db: Session, comment: Comment, new_author_id: int) -> None:
    comment.author_id = new_author_id
    comment.attempt = f"closed-{comment.id}"  # the old key was made by their browser
    comment.attempt_digest = ""
    item = stored_items.item_of(db, comment.id)
    if item is not None:
        item.author_id = new_author_id
    db.flush()
    hand_over_words(db, comment)
