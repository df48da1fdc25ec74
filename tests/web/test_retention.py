"""The worker forgets what is over, after as many days as the newsroom says."""

import dataclasses
from datetime import timedelta

import pytest
from flask import Flask

from comments.settings import Settings
from comments.store.models import Account, Thread
from comments.store.one_another import News
from comments.web.commands.retention import EVERY, tidying_of
from comments.web.context import EXTENSION
from tests.web.conftest import ClientFor, Clock, database_of

AGES = (40, 20, 0)  # days


@pytest.fixture
def settings(settings: Settings, news_days: int) -> Settings:
    return dataclasses.replace(settings, news_days=news_days)


@pytest.fixture
def told(
    app: Flask, clock: Clock, cast: dict[str, Account], client_for: ClientFor
) -> None:
    """A reader was told of something on three days."""
    now = clock()
    with database_of(app).transaction(writes=True) as db:
        url = "https://news.example/bridge"
        db.add(Thread(url=url, title="The bridge", created_at=now, changed_at=now))
    author = client_for("author")
    author.send("/threads/1/comments", page="/account", text="Words.", attempt="a1")
    with database_of(app).transaction(writes=True) as db:
        for number, age in enumerate(AGES, start=1):
            news = News(kind="reply", subject_id=number, comment_id=1)
            news.account_id = cast["reader"].id
            news.created_at = now - timedelta(days=age)
            db.add(news)


def left(app: Flask, clock: Clock) -> list[int]:
    """How old the news is that is still there."""
    with database_of(app).transaction() as db:
        return [
            (clock() - news.created_at).days
            for news in db.query(News).order_by(News.id)
        ]


@pytest.mark.parametrize(
    ("news_days", "kept"), [(180, [40, 20, 0]), (30, [20, 0]), (10, [0])]
)
def test_the_worker_forgets_news_after_the_days_that_the_newsroom_has_set(
    app: Flask, clock: Clock, told: None, kept: list[int]
) -> None:
    tidying_of(app.extensions[EXTENSION]).when_due()
    assert left(app, clock) == kept


@pytest.mark.parametrize("news_days", [30])
def test_the_worker_looks_for_old_news_again_and_again(
    app: Flask, clock: Clock, told: None
) -> None:
    tidying = tidying_of(app.extensions[EXTENSION])
    tidying.when_due()
    clock.moment += timedelta(days=11)  # in which it was not asked
    assert timedelta(days=11) > EVERY
    tidying.when_due()
    assert left(app, clock) == [11]
