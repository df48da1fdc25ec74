"""People who report together: a card that says so, a page that names them."""

import pytest

from comments.store.models import Account
from tests.web.desk.conftest import CLEAN, Desk

GANG = ("first", "second", "third")


@pytest.fixture
def comment_id(desk: Desk) -> int:
    """The fourth comment of one author in a day that the same three report."""
    settle(desk)
    for number in range(4):
        comment_id = desk.post("author", f"{CLEAN} Crew {number}.")
        for name in GANG:
            desk.clock.advance(minutes=1)
            desk.report(name, comment_id)
    return comment_id


def settle(desk: Desk) -> None:
    with desk.database.transaction(writes=True) as db:
        for name in GANG:
            account = Account(
                name=name,
                name_folded=name,
                password_hash="none",
                role="reader",
                pseudonym=name,
                reports_judged=4,
                reports_upheld=1,
                created_at=desk.clock(),
            )
            db.add(account)
            db.flush()
            desk.cast[name] = account


def test_the_card_leads_to_who_reports_together(desk: Desk, comment_id: int) -> None:
    card = desk.see("moderator", desk.address(comment_id)).text
    assert 'data-brigade="1" data-sent="3"' in card
    assert "3 from people who report together, counted as one" in card
    assert 'href="/reporters/together/1"' in card
    page = desk.see("moderator", "/reporters/together/1").text
    assert page.count("data-member=") == 3
    assert page.count("data-comment=") == 4
    assert "four comments of one author within a day" in page


def test_a_moderator_lets_them_count_singly_again(desk: Desk, comment_id: int) -> None:
    answer = desk.send("moderator", "/reporters/together/1/dismiss")
    assert answer.headers["Location"] == "/reporters/together/1"
    page = desk.see("moderator", "/reporters/together/1").text
    assert "data-dismissed" in page
    assert "Count them singly" not in page
    assert "data-brigade=" not in desk.see("moderator", desk.address(comment_id)).text
    again = desk.send("moderator", "/reporters/together/1/dismiss")
    assert again.status_code == 409


def test_there_is_no_page_of_nobody(desk: Desk) -> None:
    assert desk.see("moderator", "/reporters/together/9").status_code == 404
