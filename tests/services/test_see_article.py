"""An allowed site's article gets its thread when first seen, and no other does."""

from datetime import timedelta

import pytest

from comments.domain.articles import Signature, read_signature, sign_title
from comments.services.errors import Refused, TooManyThreads
from comments.services.see_article import (
    MOST_NEW,
    Sighting,
    Terms,
    known_article,
    presentable_title,
    see_article,
)
from comments.store.comments import listed_threads
from comments.store.models import Thread
from tests.services.conftest import Town

KEY = "k" * 32
SITE = "https://news.example"
TERMS = Terms(frozenset({SITE, "https://other.example"}), KEY)


def see(
    town: Town,
    path: str = "/mill",
    title: str = "The bridge",
    signature: Signature | None = None,
) -> Thread:
    seen = Sighting(address=f"{SITE}{path}", title=title, signature=signature)
    with town.database.transaction() as db:
        known = known_article(db, seen, TERMS)
        if known is not None:
            return known
        title = presentable_title(db, seen, newsroom=town.newsroom, now=town.now)
    with town.database.transaction(writes=True) as db:
        return see_article(
            db, seen, TERMS, title=title, newsroom=town.newsroom, now=town.now
        )


def signed(town: Town, title: str, path: str = "/mill") -> Signature | None:
    return read_signature(sign_title(f"{SITE}{path}", title, key=KEY, now=town.now))


def threads(town: Town) -> int:
    with town.database.transaction() as db:
        return db.query(Thread).filter(Thread.seen_on.is_not(None)).count()


def test_an_article_gets_one_thread_however_often_it_is_seen(town: Town) -> None:
    first, second = see(town), see(town, title="Something else")
    assert first.id == second.id
    assert (second.title, second.title_unverified) == ("The bridge", True)
    assert threads(town) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/bridge",
        "http://news.example/bridge",
        "https://news.example:8443/bridge",
        "https://news.example.evil.example/bridge",
    ],
)
def test_an_article_of_another_site_is_refused(town: Town, address: str) -> None:
    with town.database.transaction() as db, pytest.raises(Refused):
        known_article(db, Sighting(address=address), TERMS)


def test_a_title_that_no_reader_might_write_is_not_shown(town: Town) -> None:
    rude = see(town, "/rude", title="You are a pathetic idiot")
    assert rude.title == "news.example/rude"
    assert see(town, "/untitled", title="").title == "news.example/untitled"


def test_the_newsrooms_word_confirms_a_title_and_renews_it(town: Town) -> None:
    see(town, title="A wag's title")
    confirmed = see(town, signature=signed(town, "The bridge"))
    assert (confirmed.title, confirmed.title_unverified) == ("The bridge", False)
    old = signed(town, "The bridge")
    town.wait(hours=1)
    see(town, title="The bridge opens", signature=signed(town, "The bridge opens"))
    kept = see(town, title="The bridge", signature=old)
    assert kept.title == "The bridge opens"


def test_somebody_elses_word_confirms_nothing(town: Town) -> None:
    forged = read_signature(
        sign_title(f"{SITE}/mill", "The bridge", key="x" * 32, now=town.now)
    )
    assert see(town, signature=forged).title_unverified


def test_a_site_makes_only_so_many_threads_an_hour(town: Town) -> None:
    for number in range(MOST_NEW):
        see(town, f"/{number}", title="")
    with pytest.raises(TooManyThreads):
        see(town, "/one-more")
    assert see(town, "/1").title == "news.example/1"
    vouched = see(town, "/signed", signature=signed(town, "The bridge", "/signed"))
    assert not vouched.title_unverified
    town.now += timedelta(hours=1, seconds=1)
    see(town, "/one-more")


def test_a_thread_that_nobody_vouches_for_is_listed_once_it_is_used(
    town: Town,
) -> None:
    seen = see(town)
    with town.database.transaction(writes=True) as db:
        assert seen.id not in {thread.id for thread in listed_threads(db)}
        db.get_one(Thread, seen.id).comment_count = 1
        db.flush()
        assert seen.id in {thread.id for thread in listed_threads(db)}
