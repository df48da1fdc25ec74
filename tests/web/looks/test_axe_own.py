"""A person's own pages, the ways in, and what an error looks like."""

import pytest
from playwright.sync_api import Page

from comments.domain.sanctions import SanctionKind
from tests.web.board.conftest import PLAIN, RUDE, Board
from tests.web.conftest import PASSWORD
from tests.web.looks.conftest import (
    HOST,
    Sight,
    State,
    confirm_addresses,
    insist,
    letters,
    submit,
)

FROM = "/account?changed=password"
OUT_OF_DATE = "document.querySelectorAll('[name=csrf_token]').forEach(i => i.remove())"


def mistyped(page: Page) -> None:
    page.fill("#name", "Tom K.")
    page.fill("#password", "a guess")
    insist(page)


def asked(page: Page) -> None:
    page.fill("[name=email]", "somebody@mail.example")
    insist(page)


@pytest.fixture
def town(board: Board) -> Board:
    """Somebody to whom everything happened that can be told on their own pages."""
    confirm_addresses(board)
    board.send("author", f"/me/followed-threads/{board.thread_id}", wanted="1")
    board.send("author", f"/me/ignored/{board.cast['stranger'].id}", wanted="1")
    board.send("author", f"/me/followed-people/{board.cast['reader'].id}", wanted="1")
    shared = board.comment(
        "author", "I saw the second crew.", mark="witness", contact="1"
    )
    board.comment("reader", "@Marta R. which crew was it?", parent_id=shared)
    removed = board.comment("author", PLAIN)
    board.reject(removed)
    appealed = board.comment("author", "The mill side, at nine.")
    board.reject(appealed, "be-truthful")
    board.comment("author", RUDE)
    board.report("author", board.comment("reader", "So it is."), "spam")
    board.send("moderator", f"/shared/{shared}", text="May we call?", attempt="a")
    board.clock.advance(minutes=2)
    for decision in (1, 2, 3):
        board.send("author", f"/decisions/{decision}/appeal", text="It was true.")
    return board


def test_the_ways_in(town: Board, sight: Sight) -> None:
    board = town
    new = {"name": "Nadia B.", "password": PASSWORD, "email": "nadia@mail.example"}
    assert board.send("anonymous", "/register", **new).status_code == 303
    board.browsers.pop("anonymous")
    board.send("anonymous", "/password/forgotten", email="reader@mail.example")
    links = letters(board)
    confirm = next(link for link in links.values() if "/confirm/" in link)
    password = next(link for link in links.values() if "/password/new/" in link)
    window = f"/embed/log-in?challenge={'a' * 43}&origin={HOST}"
    sight.look_at(
        State("anonymous", "/login"),
        State("anonymous", "/login", mistyped),
        State("anonymous", "/register"),
        State("anonymous", "/register", insist),
        State("anonymous", "/password/forgotten"),
        State("anonymous", "/password/forgotten", asked),
        State("anonymous", password),
        State("anonymous", password, insist),
        State("anonymous", confirm),
        State("anonymous", confirm, insist),
        State("reader", window),
    )
    sight.settle()


def test_what_is_ones_own(town: Board, sight: Sight) -> None:
    sight.look_at(
        *(
            State("author", address)
            for address in (
                "/account",
                FROM,
                "/me/comments",
                "/me/news",
                "/me/notices",
                "/me/messages",
                "/me/messages/1",
                "/me/people",
                "/me/mail",
                "/me/data",
                "/me/reports",
                "/rules",
            )
        ),
        State("author", "/account", insist),
    )
    sight.settle()


def test_what_is_ones_own_before_anything_happened(sight: Sight) -> None:
    pages = "comments news notices messages people reports".split()
    sight.look_at(*(State("second moderator", f"/me/{page}") for page in pages))
    sight.settle()


def test_what_a_restricted_person_and_one_who_leaves_sees(
    town: Board, sight: Sight
) -> None:
    town.ban("author")
    town.ban("stranger", SanctionKind.WARNING)
    town.clock.advance(minutes=2)
    links = letters(town)
    redress = next(link for link in links.values() if "/redress/" in link)
    leaving = {"comments": "anonymise", "password": PASSWORD}
    town.send("reader", "/me/data/close", **leaving)
    town.browsers.pop("reader")
    sight.look_at(
        State("anonymous", redress),
        State("anonymous", redress, insist),
        State("stranger", "/me/notices"),
        State("reader", "/me/data/closing"),
    )
    sight.settle()


def closed_meanwhile(page: Page) -> None:
    page.evaluate(OUT_OF_DATE)
    page.fill("#text", PLAIN)
    submit(page)


def test_what_an_error_looks_like(town: Board, sight: Sight) -> None:
    thread = f"/threads/{town.thread_id}"
    sight.look_at(
        State("anonymous", "/nowhere", status=404),
        State("reader", "/queue", status=403),
        *(
            State("reader", f"/broken/{status}", status=status)
            for status in (413, 429, 500, 503)
        ),
        State("anonymous", "/framed/me/data", status=404),
        State("reader", thread, closed_meanwhile),
    )
    sight.settle()
