"""Hints of a second account: on the person's page and in one line on the card."""

import pytest
from sqlalchemy import select

from comments.store.models import Account
from comments.store.traces import AccountTrace
from tests.web.desk.conftest import RUDE, Desk


@pytest.fixture
def banned(desk: Desk) -> int:
    """The author, who logged in from where the reader will log in."""
    desk.clock.advance(days=2)  # nobody came soon after anything
    desk.browser("author")
    person = desk.cast["author"].id
    fields = {"kind": "ban", "term": "for-good", "rule": "be-nice", "note": ""}
    desk.send("moderator", f"/people/{person}/sanctions", **fields)
    return person


def test_logging_in_leaves_a_digest_of_the_network(desk: Desk) -> None:
    with desk.database.transaction() as db:
        before = len(db.scalars(select(AccountTrace)).all())
    desk.browser("reader")
    with desk.database.transaction() as db:
        traces = db.scalars(select(AccountTrace)).all()
        assert len(traces) == before + 1
        assert traces[-1].account_id == desk.cast["reader"].id


def test_registering_leaves_one_too(desk: Desk) -> None:
    browser = desk.client_for("anonymous")
    browser.send(
        "/register",
        page="/register",
        name="Back Again",
        password="a secret of mine",
    )
    with desk.database.transaction() as db:
        account = db.scalars(select(Account).where(Account.name == "Back Again")).one()
        own = AccountTrace.account_id == account.id
        assert len(db.scalars(select(AccountTrace).where(own)).all()) == 1


def test_a_moderator_sees_the_hint_and_how_weak_it_is(desk: Desk, banned: int) -> None:
    desk.browser("reader")
    reader = desk.cast["reader"].id
    page = " ".join(desk.see("moderator", f"/people/{reader}").text.split())
    assert f'data-hint="network" data-other="{banned}"' in page
    assert "Families, offices, libraries and mobile networks share one." in page
    assert "nothing follows from them by itself" in page


def test_the_card_of_their_comment_says_so_in_one_line(desk: Desk, banned: int) -> None:
    desk.browser("reader")
    comment_id = desk.post("reader", RUDE)
    card = desk.see("moderator", desk.address(comment_id)).text
    assert 'data-hints="1"' in card
    assert "1 hint of a second account" in card


def test_whoever_is_hinted_at_logs_in_and_posts_as_before(
    desk: Desk, banned: int
) -> None:
    reader = desk.browser("reader")
    assert reader.get("/account").status_code == 200
    page = reader.get("/account").text
    assert "second account" not in page
    posted = desk.comment(desk.post("reader", "Two crews came, I heard."))
    assert posted.status == "published"
