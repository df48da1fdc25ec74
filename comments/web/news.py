"""News: what a reader asked to hear of, on a page of their own."""

from collections.abc import Collection

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.news import CHOOSABLE, KIND_WORDS, Delivery, NewsKind
from comments.domain.permissions import Act
from comments.services.read_news import (
    PAGE,
    choose_news,
    mark_news_read,
    news_settings,
    read_news,
)
from comments.web.access import requires, signed_in_account
from comments.web.board_forms import read_cursor
from comments.web.context import note_in_passing, now, parley
from comments.web.forms import Fields, read_flag

news = Blueprint("news", __name__)


@news.get("/me/news")
@requires(Act.READ_OWN_NOTICES)
def show() -> str:
    before = read_cursor(request.args, "before")
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        found = read_news(db, me, before=before)
        settings = news_settings(db, me)
    unread = {told.news.id for told in found if told.news.read_at is None}
    if unread:
        _mark_read(unread)
    return render_template(
        "own/news.html",
        found=found,
        unread=unread,
        settings=settings,
        kind_words=KIND_WORDS,
        changed="changed" in request.args,
        next=found[-1].news.id if len(found) == PAGE else None,
    )


@news.post("/me/news/settings")
@requires(Act.MANAGE_OWN_ACCOUNT)
def choose() -> Response:
    me = signed_in_account().account_id
    with parley().database.transaction(writes=True) as db:
        choose_news(db, me, read_news_settings(request.form))
    return redirect(url_for("news.show", changed=1, _anchor="settings"), 303)


def read_news_settings(fields: Fields) -> dict[NewsKind, Delivery]:
    """Which kinds a reader ticked: a box that is not ticked is not sent at all."""
    return {
        kind: Delivery.PAGE if read_flag(fields, kind.value) else Delivery.OFF
        for kind in CHOOSABLE
    }


def _mark_read(shown: Collection[int]) -> None:
    me = signed_in_account().account_id
    note_in_passing(lambda db: mark_news_read(db, me, shown, now()))
