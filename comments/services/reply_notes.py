"""Telling the author of a comment that somebody has answered it."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.mail import REPLY_WAITS, Cadence, kind_of
from comments.services.ignore_person import ignores
from comments.services.mail_choices import cadence_of
from comments.services.notices import queue_message
from comments.store.models import Account, Comment

MESSAGE = "reply"


def announce_reply(db: Session, comment: Comment, now: datetime) -> None:
    """Queue a letter about a reply that has just appeared, if it is wanted."""
    if comment.parent_id is None:
        return
    parent = db.get_one(Comment, comment.parent_id)
    if parent.author_id == comment.author_id:
        return
    if ignores(db, parent.author_id, comment.author_id):
        return
    if wants_replies(db, db.get_one(Account, parent.author_id)):
        due = now + REPLY_WAITS
        queue_message(db, MESSAGE, comment.id, due_at=due, now=now)


def wants_replies(db: Session, account: Account) -> bool:
    """Whether somebody reads letters about answers at all."""
    kind = kind_of(MESSAGE)
    if kind is None or account.email_confirmed_at is None:
        return False
    return cadence_of(db, account.id, kind) is not Cadence.OFF
