"""News: what whoever asks wanted to hear of, and how far they have read it."""

from typing import Final

from flask import Response, request

from comments.domain.news import NewsKind
from comments.domain.permissions import Act
from comments.services import read_news as services
from comments.services.read_news import Told
from comments.web.access import requires, signed_in_account
from comments.web.api import bodies
from comments.web.api.answers import ARTICLE, NEXT, PERSON
from comments.web.api.blueprints import api
from comments.web.api.cursors import read_id_cursor, write_cursor
from comments.web.api.inputs import read_newest_news
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json, nothing
from comments.web.api.representations import (
    PERMALINK,
    Document,
    address,
    article_json,
    maybe_moment_json,
    moment_json,
    person_json,
)
from comments.web.api.shapes import (
    COUNT,
    CURSOR,
    ID,
    MOMENT,
    STRING,
    URL,
    array,
    nullable,
    record,
    words,
)
from comments.web.context import now, parley

NEWS: Final = record(
    news=array(
        record(
            id=ID,
            kind=words(*NewsKind),
            comment_id=ID,
            author=PERSON,
            text=STRING,
            thread=ARTICLE,
            url=URL,
            created_at=MOMENT,
            read_at=nullable(MOMENT),
        )
    ),
    unread=COUNT,
    next=NEXT,
)


@api.get("/me/news")
@requires(Act.READ_OWN_NOTICES)
@documented(
    "What I asked to hear of; reading it here marks none as read",
    {200: Answer("The newest first", NEWS)},
    query={"cursor": CURSOR},
)
def own_news() -> Response:
    before = read_id_cursor(request.args)
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        found = services.read_news(db, me, before=before)
        unread = services.unread_news(db, me)
    full = len(found) == services.PAGE
    following = write_cursor(found[-1].news.id) if full else None
    news = [_news_json(told) for told in found]
    return as_json({"news": news, "unread": unread, "next": following})


@api.post("/me/news/read")
@requires(Act.READ_OWN_NOTICES)
@documented(
    "Mark my news as read, up to and with one of them",
    {204: Answer("It is read")},
    body=bodies.NEWS_READ,
)
def mark_news_read() -> Response:
    newest, me = read_newest_news(), signed_in_account().account_id
    with parley().database.transaction(writes=True) as db:
        services.mark_news_read_until(db, me, newest, now())
    return nothing()


def _news_json(told: Told) -> Document:
    return {
        "id": told.news.id,
        "kind": told.kind.value,
        "comment_id": told.news.comment_id,
        "author": person_json(told.author),
        "text": told.text,
        "thread": article_json(told.thread),
        "url": address(PERMALINK, id=told.news.comment_id),
        "created_at": moment_json(told.news.created_at),
        "read_at": maybe_moment_json(told.news.read_at),
    }
