"""The pages about reporters and second accounts, and a moderator's way through them."""

import pytest

from comments.store.models import Account
from tests.web.board.conftest import PLAIN, Board
from tests.web.looks.conftest import Sight, State

GANG = ("reader", "stranger", "second moderator")


@pytest.fixture
def brigade(board: Board) -> Board:
    """Three report all that the author wrote today; one was declined all year."""
    board.clock.advance(days=1)
    with board.database.transaction(writes=True) as db:
        for part in GANG:
            account = db.get_one(Account, board.cast[part].id)
            account.reports_judged, account.reports_upheld = 6, 1
    board.browsers.clear()
    for number in range(8):
        board.clock.advance(hours=1)
        comment_id = board.comment("author", f"{PLAIN} Number {number}.")
        for part in GANG if number < 4 else GANG[:1]:
            board.report(part, comment_id)
        if comment_id != 4:
            board.decide("moderator", comment_id, "approve")
    late = board.comment("author", f"{PLAIN} Number 9.")
    board.report("reader", late)
    board.decide("moderator", late, "approve")
    board.clock.advance(minutes=2)
    return board


def test_the_pages_about_reporters(brigade: Board, sight: Sight) -> None:
    reader = brigade.cast["reader"].id
    brigade.ban("stranger")
    pages = ("/reporters", "/reporters/together/1", "/queue/4", f"/people/{reader}")
    sight.look_at(*(State("moderator", address) for address in pages))
    sight.settle()


def test_a_moderator_finds_nothing_wrong_with_them(
    brigade: Board, sight: Sight
) -> None:
    page = sight.page("moderator")
    page.goto("/queue/4")
    page.get_by_role("link", name="Who they are").click()
    page.get_by_role("heading", name="People who report together").wait_for()
    assert page.locator("[data-member]").count() == 3
    page.get_by_role("button", name="Nothing wrong: count them singly").click()
    page.locator("[data-dismissed]").wait_for()
    page.goto("/queue/4")
    assert page.locator("[data-brigade]").count() == 0
    page.get_by_role("link", name="Reporters").click()
    page.locator("[data-reporter]").get_by_role("link", name="Suggested").click()
    page.get_by_text("It is filled in below").wait_for()
