"""Readers who come back, what editors pick, and what machines read of a discussion."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from comments.store.models import LastReading, LedgerEntry
from tests.web.board.conftest import PLAIN, RUDE, Board, add_article, element
from tests.web.conftest import Browser

ATOM = "{http://www.w3.org/2005/Atom}"
TRICKY = "</script><script>alert(1)</script><!-- & \u2028 end of it"


SEARCH_DATA = re.compile(
    r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL
)


def read(browser: Browser, address: str) -> Any:
    return json.loads(browser.get(address).data)


def news_of(browser: Browser, board: Board) -> Any:
    return read(browser, f"/threads/{board.thread_id}/news")


def search_data(page: str) -> Any:
    found = SEARCH_DATA.search(page)
    assert found
    return json.loads(found.group(1))


def parsed(answer: TestResponse) -> ET.Element:
    return ET.fromstring(answer.data)  # noqa: S314  (our own feed)


def test_a_reader_who_comes_back_sees_what_is_new_to_them(board: Board) -> None:
    old = board.comment("author", "An old comment on the bridge.")
    board.clock.advance(minutes=1)
    board.see("reader")
    board.clock.advance(hours=5)
    fresh = board.comment("author", "A fresh comment on the bridge.")
    page = board.see("reader").text
    assert "1 new since you last read" in page
    assert 'data-new="true"' in element(page, f"comment-{fresh}")
    assert 'data-new="true"' not in element(page, f"comment-{old}")
    link = re.search(r'data-fresh="1" href="([^"]+)"', page)
    assert link
    only = board.see("reader", link.group(1).replace("&amp;", "&")).text
    assert f"comment-{fresh}" in only
    assert f'id="comment-{old}"' not in only


def test_what_is_new_stays_marked_while_a_visit_lasts(board: Board) -> None:
    board.see("reader")
    board.clock.advance(hours=5)
    board.comment("author")
    for _ in range(3):
        assert "1 new since you last read" in board.see("reader").text
        board.clock.advance(minutes=10)
    board.clock.advance(hours=1)
    assert "new since you last read" not in board.see("reader").text


def test_ones_own_comment_is_not_new_and_a_first_visit_has_nothing_new(
    board: Board,
) -> None:
    board.comment("author")
    board.clock.advance(minutes=1)
    assert 'data-new="true"' not in board.see("reader").text
    board.clock.advance(hours=5)
    board.comment("reader", "My own comment on the bridge.")
    assert 'data-new="true"' not in board.see("reader").text


def test_it_is_forgotten_what_somebody_read_a_month_ago(board: Board) -> None:
    board.see("reader")
    board.clock.advance(days=31)
    board.see("stranger")
    runner = board.app.test_cli_runner()
    assert runner.invoke(args=["worker", "--once"]).exit_code == 0
    with board.database.transaction() as db:
        readers = set(db.scalars(select(LastReading.account_id)))
    assert readers == {board.cast["stranger"].id}


def test_open_pages_learn_what_came_and_cost_nothing_while_nothing_comes(
    board: Board, visitor: Browser
) -> None:
    address = f"/threads/{board.thread_id}/news"
    first = visitor.get(address)
    assert first.json == {"count": 0, "newest": []}
    assert "Set-Cookie" not in first.headers
    board.clock.advance(seconds=2)
    known = {"If-None-Match": first.headers["ETag"]}
    assert visitor.get(address, headers=known).status_code == 304
    number = board.comment("author")
    board.clock.advance(seconds=2)
    later = json.loads(visitor.get(address, headers=known).data)
    assert later["count"] == 1
    assert [one for one, _ in later["newest"]] == [number]
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert f'data-known="{number}"' in page


def test_news_tells_of_nothing_that_readers_do_not_see(
    board: Board, visitor: Browser
) -> None:
    board.comment("author", RUDE)
    gone = board.comment("author")
    board.reject(gone)
    board.clock.advance(seconds=2)
    assert news_of(visitor, board) == {"count": 0, "newest": []}
    assert visitor.get("/threads/99/news").status_code == 404


def test_a_moderator_picks_a_comment_and_readers_find_the_picks(
    board: Board, visitor: Browser
) -> None:
    plain = board.comment("author", "A plain comment on the bridge.")
    good = board.comment("reader", "A good answer on the bridge.", parent_id=plain)
    answer = board.send("moderator", f"/comments/{good}/pick", picked="1")
    assert answer.status_code == 303
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert "Editors’ pick<" in element(page, f"comment-{good}")
    assert "Editors’ picks (1)" in page
    picks = visitor.get(f"/threads/{board.thread_id}?show=picks").text
    assert f'id="comment-{good}"' in picks
    assert f'id="comment-{plain}"' not in picks
    board.send("moderator", f"/comments/{good}/pick", picked="0")
    board.send("moderator", f"/comments/{good}/pick", picked="0")
    assert "Editors’ pick" not in visitor.get(f"/threads/{board.thread_id}").text
    with board.database.transaction() as db:
        acts = [entry.act for entry in db.scalars(select(LedgerEntry))]
    assert acts == ["pick", "unpick"]


def test_readers_pick_nothing_and_nobody_picks_what_is_not_shown(board: Board) -> None:
    shown, held = board.comment("author"), board.comment("author", RUDE)
    assert "/pick" not in board.see("reader").text
    for part, number in (("reader", shown), ("moderator", held)):
        answer = board.send(part, f"/comments/{number}/pick", picked="1")
        assert answer.status_code == 403


def test_a_feed_reader_follows_a_discussion(board: Board, visitor: Browser) -> None:
    numbers = [board.comment("author", f"{PLAIN} {n} <b>&") for n in range(3)]
    board.comment("author", RUDE)
    page = visitor.get(f"/threads/{board.thread_id}").text
    address = f"/threads/{board.thread_id}/feed"
    assert 'type="application/atom+xml" title="Comments on' in page
    answer = visitor.get(address)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = parsed(answer)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"http://localhost/comments/{number}" for number in numbers[::-1]
    ]
    for required in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{required}")
        assert all(entry.findtext(f"{ATOM}{required}") for entry in entries)
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in entries)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://localhost{address}"
    known = {"If-None-Match": answer.headers["ETag"]}
    assert visitor.get(address, headers=known).status_code == 304


def test_what_xml_cannot_carry_does_not_break_a_feed(
    board: Board, visitor: Browser
) -> None:
    board.comment("author", "A bell \x07 and a form feed \x0c on the bridge \ufffe.")
    feed = parsed(visitor.get(f"/threads/{board.thread_id}/feed"))
    assert "form feed" in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")


def test_search_engines_read_the_discussion_and_nothing_breaks_out_of_it(
    board: Board, visitor: Browser
) -> None:
    root = board.comment("moderator", TRICKY)
    board.comment("author", RUDE)
    page = visitor.get(f"/threads/{board.thread_id}").text
    data = search_data(page)
    assert data["@type"] == "DiscussionForumPosting"
    assert data["commentCount"] == 1
    (comment,) = data["comment"]
    assert comment["text"] == TRICKY
    assert comment["url"] == f"http://localhost/comments/{root}"
    assert "idiot" not in board.see("author").text.split("</head>")[0]


def test_many_who_talk_well_are_lively_and_a_brawl_is_not(
    board: Board, visitor: Browser
) -> None:
    calm, brawl = add_article(board, "A calm talk"), add_article(board, "A brawl")
    for part in ("author", "reader", "stranger"):
        board.comment(part, f"What {part} knows of it.", thread_id=calm)
        board.comment(part, f"What {part} thinks of it.", thread_id=brawl)
        board.comment(part, f"{RUDE} {part}", thread_id=brawl)
    for _ in range(5):
        board.comment("author", PLAIN)
        board.clock.advance(minutes=15)
    answer = read(visitor, "/api/v1/discussions/lively")["discussions"]
    assert [one["title"] for one in answer] == ["A calm talk", "A brawl"]
    assert answer[0]["people"] == 3
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert "Lively discussions" in page
    assert f'href="/threads/{calm}"' in page
    board.clock.advance(days=2)
    assert read(visitor, "/api/v1/discussions/lively") == {"discussions": []}


@pytest.mark.parametrize(
    "query", ["show=best", "sort=most-replied&cursor=5", "since=x"]
)
def test_a_part_that_is_not_there_is_refused(
    board: Board, visitor: Browser, query: str
) -> None:
    assert visitor.get(f"/threads/{board.thread_id}?{query}").status_code == 400
