"""What a letter, or a line of a digest, tells of news: who wrote where, and no words.

Nothing is told of what was taken down, what was read on the page already, and whoever
is ignored since.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.domain.news import NewsKind
from comments.domain.phrases import Phrase
from comments.services.ignore_person import ignores
from comments.services.stationery import Note, Stationery, about_article, note
from comments.store.models import Account, Comment
from comments.store.one_another import News, PrivateMessage

HEADLINES: Final = {
    NewsKind.REPLY: Phrase("Somebody answered you"),
    NewsKind.MENTION: Phrase("Somebody mentioned you"),
    NewsKind.PERSON: Phrase("Somebody whom you follow wrote"),
    NewsKind.THREAD: Phrase("Something new in a discussion that you follow"),
}


def _answer(db: Session, comment_id: int, paper: Stationery) -> Note | None:
    """An answer's letter names the comment: it answers one person alone."""
    answered = News.kind == NewsKind.REPLY.value
    query = select(News).where(News.comment_id == comment_id, answered)
    return _note(db, db.scalars(query).first(), paper)


def _comment(db: Session, news_id: int, paper: Stationery) -> Note | None:
    return _note(db, db.get(News, news_id), paper)


def _note(db: Session, news: News | None, paper: Stationery) -> Note | None:
    if news is None or news.read_at is not None:
        return None
    comment = db.get_one(Comment, news.comment_id)
    author = db.get_one(Account, comment.author_id)
    if comment.shown_revision_id is None or ignores(db, news.account_id, author.id):
        return None
    is_reply = news.kind == NewsKind.REPLY
    return note(
        db.get_one(Account, news.account_id),
        HEADLINES[NewsKind(news.kind)],
        [*about_article(db, comment.id), _who(author.name, is_reply=is_reply)],
        paper.links.address(f"/comments/{comment.id}"),
    )


def _who(name: str, *, is_reply: bool) -> Phrase:
    if is_reply:
        return Phrase("The answer is by %(name)s.", name=name)
    return Phrase("The comment is by %(name)s.", name=name)


def _message(db: Session, news_id: int, paper: Stationery) -> Note | None:
    news = db.get(News, news_id)
    if news is None or news.read_at is not None:
        return None
    message = db.get(PrivateMessage, news.subject_id)
    if message is None or message.read_at is not None:
        return None
    return note(
        db.get_one(Account, news.account_id),
        Phrase("The newsroom wrote to you"),
        [
            *about_article(db, news.comment_id),
            Phrase("It asks about your comment there."),
        ],
        paper.links.address(f"/me/messages/{news.comment_id}"),
    )


NEWS_NOTES: Final = {
    "reply": _answer,
    "mention": _comment,
    "person": _comment,
    "thread": _comment,
    "newsroom-message": _message,
}
