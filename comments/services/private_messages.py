"""Private messages: the newsroom asks a comment's author more, and is answered.

A message is a text that another person sees, so the filter reads it.  The newsroom's
own must be clean.  An author is nudged, and may insist: then it arrives folded, since
what somebody was threatened with must not get lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, joinedload

from comments.domain.news import NewsKind
from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.domain.submission import Submission
from comments.domain.verdict import Outcome, Verdict
from comments.services.current_filter import current_filter
from comments.services.edit_comment import facts_about
from comments.services.errors import AttemptReused, Conflict, NotFound
from comments.services.news_letters import announce_news
from comments.services.newsroom import Newsroom
from comments.services.share_with_us import may_ask
from comments.store import comments as stored
from comments.store.models import Comment
from comments.store.one_another import News, PrivateMessage
from comments.store.upsert import insert_new

MAX_MESSAGE: Final = 2000
MOST_SHOWN: Final = 200  # of one conversation; nobody writes more about a comment


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What somebody sends about a comment; `attempt` makes sending twice harmless."""

    comment_id: int
    text: str
    attempt: str
    from_newsroom: bool
    insist: bool = False


@dataclass(frozen=True, slots=True)
class Correspondence:
    """All that the newsroom and an author wrote about a comment, the oldest first."""

    comment: Comment
    messages: Sequence[PrivateMessage]
    may_ask: bool

    @property
    def may_answer(self) -> bool:
        """Whether the author may write: when asked, or while they may be asked."""
        return self.may_ask or bool(self.messages)


def read_correspondence(
    db: Session, comment_id: int, *, actor: Actor, as_newsroom: bool, now: datetime
) -> Correspondence:
    """The messages about a comment, for its author or for the newsroom alone."""
    comment = _comment(db, comment_id, actor, now, as_newsroom=as_newsroom)
    query = (
        select(PrivateMessage)
        .where(PrivateMessage.comment_id == comment_id)
        .options(joinedload(PrivateMessage.sender))
        .order_by(PrivateMessage.id.desc())
        .limit(MOST_SHOWN)
    )
    messages = list(reversed(db.scalars(query).all()))
    return Correspondence(comment, messages, may_ask(db, comment_id))


def judge_message(
    db: Session, text: str, *, newsroom: Newsroom, now: datetime
) -> Verdict:
    """What the filter says of a message's words; nothing is stored."""
    return current_filter(db, newsroom, now).run(Submission(text))


def is_nudge(new: NewMessage, verdict: Verdict) -> bool:
    """Whether a message goes back to its writer: the newsroom's must be clean."""
    if verdict.outcome is Outcome.PUBLISH:
        return False
    return new.from_newsroom or (verdict.may_nudge and not new.insist)


def send_message(
    db: Session, new: NewMessage, verdict: Verdict, *, actor: Actor, now: datetime
) -> PrivateMessage:
    """Store a judged message and tell whoever it is for.

    Raises Conflict when the author has not agreed to be asked, or was never asked.
    """
    found = read_correspondence(
        db, new.comment_id, actor=actor, as_newsroom=new.from_newsroom, now=now
    )
    allowed = found.may_ask if new.from_newsroom else found.may_answer
    if not allowed:
        raise Conflict(
            Phrase("The author has not agreed to be asked about this comment.")
        )
    message_id = insert_new(db, PrivateMessage, _values(new, verdict, actor, now))
    if message_id is None:
        return _repeated(db, new, actor)
    if new.from_newsroom:
        _tell_author(db, found.comment, message_id, now)
    return db.get_one(PrivateMessage, message_id)


def mark_messages_read(
    db: Session, comment_id: int, *, from_newsroom: bool, now: datetime
) -> None:
    """Note that the other side's messages about a comment have been shown."""
    db.execute(
        update(PrivateMessage)
        .where(
            PrivateMessage.comment_id == comment_id,
            PrivateMessage.from_newsroom.is_(from_newsroom),
            PrivateMessage.read_at.is_(None),
        )
        .values(read_at=now)
    )


def own_correspondences(db: Session, account_id: int) -> Sequence[Comment]:
    """An author's comments about which there are messages, or a mark to ask about."""
    written = exists().where(PrivateMessage.comment_id == Comment.id)
    return db.scalars(
        select(Comment)
        .where(
            Comment.author_id == account_id,
            Comment.mark.is_not(None) | written,
            Comment.withdrawn_at.is_(None) | written,
        )
        .options(joinedload(Comment.thread))
        .order_by(Comment.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def _comment(
    db: Session, comment_id: int, actor: Actor, now: datetime, *, as_newsroom: bool
) -> Comment:
    comment = stored.get_comment(db, comment_id)
    act = Act.ASK_AUTHOR if as_newsroom else Act.ANSWER_NEWSROOM
    if comment is None or (not as_newsroom and comment.author_id != actor.account_id):
        raise NotFound(Phrase("There are no messages here."))
    authorize(actor, act, facts_about(db, comment, now))
    return comment


def _values(
    new: NewMessage, verdict: Verdict, actor: Actor, now: datetime
) -> dict[str, object]:
    return {
        "comment_id": new.comment_id,
        "sender_id": actor.account_id,
        "from_newsroom": new.from_newsroom,
        "attempt": new.attempt,
        "text": new.text,
        "findings": [finding.as_record() for finding in verdict.findings],
        "folded": verdict.outcome is not Outcome.PUBLISH,
        "created_at": now,
    }


def _repeated(db: Session, new: NewMessage, actor: Actor) -> PrivateMessage:
    message = db.scalar(
        select(PrivateMessage).where(
            PrivateMessage.sender_id == actor.account_id,
            PrivateMessage.attempt == new.attempt,
        )
    )
    if message is None or message.comment_id != new.comment_id:
        raise AttemptReused
    if message.text != new.text:
        raise AttemptReused
    return message


def _tell_author(db: Session, comment: Comment, message_id: int, now: datetime) -> None:
    db.add(
        News(
            account_id=comment.author_id,
            kind=NewsKind.MESSAGE.value,
            subject_id=message_id,
            comment_id=comment.id,
            created_at=now,
        )
    )
    db.flush()
    announce_news(db, NewsKind.MESSAGE, comment.id, message_id, now)
