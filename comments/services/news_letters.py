"""News by mail: a letter for whoever wants one of what their page tells them.

A letter is about a row of news, so whoever is told nothing is not written to either.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Select, exists, insert, literal, select
from sqlalchemy.orm import Session

from comments.domain.mail import NEWS_WAITS, Cadence, MailKind, kind_of
from comments.domain.news import NewsKind
from comments.store.mail import MailChoice
from comments.store.models import Account, OutboxMessage
from comments.store.one_another import News
from comments.store.types import Identity, Moment

# What the outbox calls a letter about each kind of news.
MESSAGES: Final = {
    NewsKind.REPLY: "reply",
    NewsKind.MENTION: "mention",
    NewsKind.PERSON: "person",
    NewsKind.THREAD: "thread",
    NewsKind.MESSAGE: "newsroom-message",
}


def announce_news(
    db: Session, kind: NewsKind, comment_id: int, subject_id: int, now: datetime
) -> None:
    """Queue letters about news that was just told, for everybody who wants them."""
    message = MESSAGES[kind]
    mail_kind = kind_of(message)
    if mail_kind is None:
        return
    # An answer's letter names the comment: one person alone is answered by it.
    about = News.subject_id if kind is NewsKind.REPLY else News.id
    rows = _readers(kind, comment_id, subject_id, mail_kind).with_only_columns(
        literal(message),
        about,
        literal(now, Moment),
        literal(now + NEWS_WAITS, Moment),
    )
    columns = ["kind", "subject_id", "created_at", "due_at"]
    db.execute(insert(OutboxMessage).from_select(columns, rows))


def _readers(
    kind: NewsKind, comment_id: int, subject_id: int, mail_kind: MailKind
) -> Select[int]:
    """Rows of news whose readers want letters of their kind."""
    chose = exists().where(
        MailChoice.account_id == News.account_id, MailChoice.kind == mail_kind.code
    )
    off = MailChoice.cadence == Cadence.OFF.value
    wants = ~chose.where(off)
    if mail_kind.unless_chosen is Cadence.OFF:
        wants = chose.where(~off)
    return (
        select(News.id)
        .join(Account, Account.id == News.account_id)
        .where(
            News.comment_id == literal(comment_id, Identity),
            News.kind == kind.value,
            News.subject_id == literal(subject_id, Identity),
            Account.email_confirmed_at.is_not(None),
            wants,
        )
    )
