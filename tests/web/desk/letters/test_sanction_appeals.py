"""Whoever is restricted can ask for another look, even from outside the house."""

import re
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from comments.store.models import LedgerEntry, Sanction
from comments.store.sanction_appeals import SanctionAppeal
from tests.letterbox import Letterbox
from tests.web.conftest import PASSWORD, browser_of
from tests.web.desk.conftest import Desk
from tests.web.desk.letters.conftest import give_addresses, work

NOTE = "See https://evil.example/a before you answer."


@pytest.fixture(autouse=True)
def address(desk: Desk) -> None:
    give_addresses(desk, "author")


def impose(desk: Desk, kind: str = "ban") -> None:
    author = desk.cast["author"].id
    sent = {"kind": kind, "term": "7d", "rule": "be-nice", "note": NOTE}
    answer = desk.send("moderator", f"/people/{author}/sanctions", **sent)
    assert answer.status_code == 303


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://localhost(/redress/\S+)", message.get_content())
    assert found
    return found.group(1)


def appeals(desk: Desk) -> list[SanctionAppeal]:
    with desk.database.transaction() as db:
        return list(db.scalars(select(SanctionAppeal)))


def answer(desk: Desk, part: str, outcome: str, note: str = "He was quoting.") -> Any:
    (appeal,) = appeals(desk)
    address = f"/appeals/sanctions/{appeal.id}"
    return desk.send(part, address, outcome=outcome, note=note)


def test_a_banned_person_appeals_by_the_letter_and_comes_back(
    desk: Desk, letterbox: Letterbox
) -> None:
    impose(desk)
    work(desk)
    (message,) = letterbox.messages
    link = link_in(message)
    person = browser_of(desk.app)
    page = person.get(link)
    assert "Your account is restricted" in page.text
    assert appeals(desk) == []  # a scanner that opens links asks nothing
    token = hidden_token(page.text)
    sent = person.post(link, data={"csrf_token": token, "text": "I was quoting."})
    assert sent.status_code == 303
    assert [appeal.text for appeal in appeals(desk)] == ["I was quoting."]
    assert answer(desk, "second moderator", "overturned").status_code == 303
    assert person.log_in(desk.cast["author"].name).status_code == 303
    work(desk)
    last = letterbox.messages[-1]
    assert last["Subject"] == "The restriction of your account is lifted"
    assert "He was quoting." in last.get_content()


def test_the_letter_of_a_ban_has_all_that_the_law_asks_for_and_no_foreign_link(
    desk: Desk, letterbox: Letterbox
) -> None:
    impose(desk)
    work(desk)
    (message,) = letterbox.messages
    text = message.get_content()
    assert message["Subject"] == "Your account is restricted"
    assert message["To"] == "author@mail.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_content_type() == "text/plain"
    for words in (
        "What happened: Your account is closed to you. It ends on 21 March 2026",
        "The rule is “Be Nice”",
        "A moderator, a person, decided this.",
        "until 14 September 2026",
        "turn to a court",
    ):
        assert words in " ".join(text.split())
    assert "evil.example" not in text
    assert set(re.findall(r"https?://[^/\s]+", text)) == {"http://localhost"}
    assert all(name not in text for name in ("Jo Moderator", "Tom K."))


def test_whoever_proves_who_they_are_finds_the_way_at_the_log_in_page(
    desk: Desk,
) -> None:
    impose(desk)
    person = browser_of(desk.app)
    refused = person.log_in(desk.cast["author"].name)
    assert refused.status_code == 403
    found = re.search(r'href="(/redress/[^"]+)"', refused.text)
    assert found
    assert "Be Nice" in person.get(found.group(1)).text
    wrong = browser_of(desk.app).log_in(desk.cast["author"].name, PASSWORD + "!")
    assert "/redress/" not in wrong.text


def test_whoever_imposed_it_never_answers(desk: Desk) -> None:
    impose(desk, "mute")
    (sanction,) = sanctions(desk)
    desk.send("author", f"/sanctions/{sanction.id}/appeal", text="")
    assert "so a colleague answers" in desk.see("moderator", "/appeals").text
    assert answer(desk, "moderator", "overturned").status_code == 403
    assert answer(desk, "reader", "overturned").status_code == 403
    assert answer(desk, "second moderator", "upheld", note=" ").status_code == 403
    assert answer(desk, "second moderator", "upheld").status_code == 303
    assert answer(desk, "editor", "overturned").status_code == 409
    (appeal,) = appeals(desk)
    assert (appeal.state, appeal.answer) == ("upheld", "He was quoting.")
    assert desk.told("author")[0] == "upheld"
    with desk.database.transaction() as db:
        acts = list(db.scalars(select(LedgerEntry.act)))
    assert acts[-1] == "uphold"


def test_one_appeals_once_and_only_ones_own(desk: Desk) -> None:
    impose(desk, "mute")
    (sanction,) = sanctions(desk)
    address = f"/sanctions/{sanction.id}/appeal"
    assert desk.send("reader", address, text="x").status_code == 404
    assert desk.send("author", address, text="first").status_code == 303
    assert desk.send("author", address, text="second").status_code == 303
    assert [appeal.text for appeal in appeals(desk)] == ["first"]


def test_a_sanction_that_is_lifted_leaves_nothing_to_answer(desk: Desk) -> None:
    impose(desk, "mute")
    (sanction,) = sanctions(desk)
    desk.send("author", f"/sanctions/{sanction.id}/appeal", text="")
    desk.send("moderator", f"/sanctions/{sanction.id}/lift", reason="Enough.")
    assert [appeal.state for appeal in appeals(desk)] == ["moot"]


@pytest.mark.parametrize("token", ["x", "W10.abc"])
def test_a_link_that_nobody_made_opens_nothing(desk: Desk, token: str) -> None:
    assert browser_of(desk.app).get(f"/redress/{token}").status_code == 404


def test_a_link_is_over_when_the_time_to_appeal_is(
    desk: Desk, letterbox: Letterbox
) -> None:
    impose(desk)
    work(desk)
    link = link_in(letterbox.messages[0])
    desk.clock.advance(days=185)
    assert browser_of(desk.app).get(link).status_code == 404


def sanctions(desk: Desk) -> list[Sanction]:
    with desk.database.transaction() as db:
        return list(db.scalars(select(Sanction)))


def hidden_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found.group(1)
