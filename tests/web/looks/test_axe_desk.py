"""The desk in each of its states: nobody is shut out of moderating either."""

import pytest
from playwright.sync_api import Page

from tests.web.board.conftest import PLAIN, RUDE, THREAT, Board
from tests.web.looks.conftest import Sight, State, confirm_addresses, insist

WORD = {"treatment": "hold", "rule": "be-nice", "reason": "A nickname."}


@pytest.fixture
def work(board: Board) -> Board:
    """A newsroom in the middle of a day."""
    confirm_addresses(board)
    for number in range(30):
        board.comment("author", f"{RUDE} Number {number}.")
    shared = board.comment("reader", "I saw the crew.", mark="witness", contact="1")
    board.send("moderator", f"/shared/{shared}", text="May we call?", attempt="a")
    lost = board.comment("author", PLAIN)
    board.reject(lost)
    board.comment("stranger", THREAT)
    notice = {"comment": str(shared), "good_faith": "1", "name": "Rosa"}
    board.send("anonymous", "/notices/unlawful", explanation="A name.", **notice)
    board.report("stranger", shared, note="Who says so?")
    board.clock.advance(minutes=2)
    for decision in (1, 2, 3):
        board.send("author", f"/decisions/{decision}/appeal", text="It was true.")
        board.send("stranger", f"/decisions/{decision}/appeal", text="In jest.")
    author = board.cast["author"].id
    sanction = {"kind": "mute", "term": "7d", "rule": "be-nice", "note": "Again."}
    board.send("moderator", f"/people/{author}/sanctions", **sanction)
    board.send("author", "/sanctions/1/appeal", text="I was quoting.")
    for text in ("grumbold", "gr*mbold two"):
        board.send("editor", "/words", text=text, **WORD)
    board.send("editor", "/site/openness", log="1", report="1")
    return board


def stale(page: Page) -> None:
    """Decide what somebody else has decided meanwhile."""
    page.locator("[name=version]").first.evaluate("field => { field.value = '99' }")
    page.get_by_role("button", name="Approve").first.click()
    page.wait_for_load_state()


def test_a_desk_without_work(sight: Sight) -> None:
    confirm_addresses(sight.board)
    pages = ("/queue", "/queue?none_left=1", "/appeals", "/shared", "/desk/search")
    sight.look_at(
        *(State("moderator", address) for address in pages),
        State("editor", "/desk/health"),
        State("editor", "/words"),
        State("editor", "/transparency"),
    )
    sight.settle()


def test_a_desk_full_of_work(work: Board, sight: Sight) -> None:
    author = work.cast["author"].id
    pages = (
        "/queue",
        "/queue?rule=be-nice",
        "/queue/1",
        "/queue/5",
        f"/people/{author}",
        f"/people/{author}?item=1",
        "/desk/search",
        "/desk/search?text=crew",
        "/desk/search?text=nothing+at+all",
        "/queue/keys",
        "/shared",
    )
    sight.look_at(
        *(State("moderator", address) for address in pages),
        *(
            State("second moderator", a)
            for a in ("/appeals", "/queue/2", "/desk/health")
        ),
        State("moderator", "/queue/3", stale),
    )
    sight.settle()


def test_the_pages_of_editors(work: Board, sight: Sight) -> None:
    work.clock.advance(days=1)
    work.browsers.clear()
    pages = (
        "/desk/health",
        "/desk/health?days=30",
        "/policy",
        "/words",
        "/site",
        "/site?changed=1",
        "/site/redress",
        "/site/openness",
        f"/threads/{work.thread_id}/settings",
        "/transparency",
        "/moderation-log",
        "/shared/31",
    )
    sight.look_at(
        *(State("editor", address) for address in pages),
        State("editor", "/words", insist),
        State("editor", "/site/redress", insist),
        State("anonymous", "/transparency"),
        State("anonymous", "/moderation-log"),
    )
    sight.settle()
