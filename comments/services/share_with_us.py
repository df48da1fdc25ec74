"""Share with Us: what readers marked, and whether the newsroom may ask them more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ScalarSelect, delete, func, select
from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.services.edit_comment import facts_about, visible_comment
from comments.services.errors import Conflict
from comments.store.models import Account, Comment, Revision, Thread
from comments.store.one_another import ContactConsent, PrivateMessage

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Shared:
    """One marked comment, as the newsroom's desk lists it."""

    comment: Comment
    author: Account
    thread: Thread
    text: str
    may_ask: bool
    messages: int
    unread: int


def shared_comments(
    db: Session, *, mark: str | None = None, before: int | None = None
) -> Sequence[Shared]:
    """A page of marked comments that are shown, the newest first, older than an id."""
    query = (
        select(
            Comment,
            Account,
            Thread,
            Revision.text,
            ContactConsent.comment_id.is_not(None),
            _messages(),
            _messages(unread=True),
        )
        .join(Account, Account.id == Comment.author_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Revision, Revision.id == Comment.shown_revision_id)
        .outerjoin(ContactConsent, ContactConsent.comment_id == Comment.id)
        .where(Comment.mark.is_not(None))
        .order_by(Comment.id.desc())
        .limit(PAGE)
    )
    if mark is not None:
        query = query.where(Comment.mark == mark)
    if before is not None:
        query = query.where(Comment.id < before)
    return [Shared(*row) for row in db.execute(query)]


def choose_contact(
    db: Session, comment_id: int, *, wanted: bool, actor: Actor, now: datetime
) -> None:
    """Let the newsroom ask about a marked comment, or no longer; its author's choice.

    Raises NotFound, NotPermitted, or Conflict for a comment without a mark.
    """
    comment = visible_comment(db, comment_id, actor, now)
    authorize(actor, Act.ANSWER_NEWSROOM, facts_about(db, comment, now))
    if comment.mark is None:
        raise Conflict(Phrase("Only a comment with a mark has something to ask about."))
    if wanted:
        keep_consent(db, comment.id, now)
    else:
        gone = delete(ContactConsent).where(ContactConsent.comment_id == comment.id)
        db.execute(gone)


def keep_consent(db: Session, comment_id: int, now: datetime) -> None:
    """Keep that the author lets the newsroom ask; again changes nothing."""
    if not may_ask(db, comment_id):
        db.add(ContactConsent(comment_id=comment_id, created_at=now))
        db.flush()


def may_ask(db: Session, comment_id: int) -> bool:
    """Whether the author has agreed to be asked about a comment."""
    return db.get(ContactConsent, comment_id) is not None


def _messages(*, unread: bool = False) -> ScalarSelect[int]:
    count = select(func.count()).where(PrivateMessage.comment_id == Comment.id)
    if unread:
        count = count.where(
            PrivateMessage.from_newsroom.is_(False), PrivateMessage.read_at.is_(None)
        )
    return count.correlate(Comment).scalar_subquery()
