"""Notices by mail: as often as chosen, over a real server, stopped by one click."""

import re
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select, update

from comments.domain.mail import MAIL_KINDS
from comments.services.letters import WRITERS
from comments.services.notes import NOTES
from comments.store.mail import Digest, DigestEntry, PasswordRequest
from comments.store.models import Account, OutboxMessage
from tests.letterbox import Letterbox
from tests.web.conftest import browser_of
from tests.web.desk.conftest import CLEAN, RUDE, Desk
from tests.web.desk.letters.conftest import give_addresses, work


@pytest.fixture(autouse=True)
def addresses(desk: Desk) -> None:
    give_addresses(desk, "author", "reader")


def choose(desk: Desk, part: str, **chosen: str) -> None:
    assert desk.send(part, "/me/mail", **chosen).status_code == 303


def stop_link(message: EmailMessage) -> str:
    found = re.fullmatch(r"<http://localhost(/\S+)>", message["List-Unsubscribe"])
    assert found
    return found.group(1)


def text_of(message: EmailMessage) -> str:
    return str(message.get_content())


def test_a_letter_says_how_to_stop_its_kind(desk: Desk, letterbox: Letterbox) -> None:
    desk.post("author", RUDE)
    work(desk)
    (message,) = letterbox.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop_link(message) in text_of(message)
    assert message.get_content_type() == "text/plain"
    assert RUDE not in text_of(message)


def test_one_click_stops_a_kind_without_cookie_token_or_log_in(
    desk: Desk, letterbox: Letterbox
) -> None:
    desk.post("author", RUDE)
    work(desk)
    stop = stop_link(letterbox.messages[0])
    program = browser_of(desk.app)
    for _ in range(2):  # again is as good as once
        sent = program.post(
            stop,
            data={"List-Unsubscribe": "One-Click"},
            headers={"Origin": "https://webmail.example"},
        )
        assert sent.status_code == 200
    desk.post("author", f"{RUDE} Again.")
    work(desk)
    assert len(letterbox.messages) == 1


def test_reading_the_stop_page_stops_nothing(desk: Desk, letterbox: Letterbox) -> None:
    desk.post("author", RUDE)
    work(desk)
    page = browser_of(desk.app).get(stop_link(letterbox.messages[0]))
    assert "Decisions about my comments" in page.text
    assert "author@mail.example" not in page.text
    assert desk.cast["author"].name not in page.text
    desk.post("author", f"{RUDE} Again.")
    work(desk)
    assert len(letterbox.messages) == 2


def test_a_stop_link_is_over_after_a_season(desk: Desk, letterbox: Letterbox) -> None:
    desk.post("author", RUDE)
    work(desk)
    stop = stop_link(letterbox.messages[0])
    desk.clock.advance(days=90)
    assert browser_of(desk.app).post(stop).status_code == 404
    desk.post("author", f"{RUDE} Again.")
    work(desk)
    assert len(letterbox.messages) == 2


def test_a_stop_link_of_an_old_address_stops_nothing(
    desk: Desk, letterbox: Letterbox
) -> None:
    desk.post("author", RUDE)
    work(desk)
    with desk.database.transaction(writes=True) as db:
        db.execute(update(Account).values(email_folded="new@mail.example"))
    stop = stop_link(letterbox.messages[0])
    assert browser_of(desk.app).post(stop).status_code == 404


def test_the_stop_page_can_stop_everything(desk: Desk, letterbox: Letterbox) -> None:
    desk.post("author", RUDE)
    work(desk)
    stop = stop_link(letterbox.messages[0])
    sent = browser_of(desk.app).post(stop, data={"everything": "1"})
    assert "no notices by mail" in sent.text
    page = desk.see("author", "/me/mail").text
    offered = [kind for kind in MAIL_KINDS if not kind.staff_only]
    assert page.count('data-cadence="off"') == len(offered)


def reply(desk: Desk, part: str, parent_id: int, text: str = CLEAN) -> int:
    return desk.post(part, text, parent_id=parent_id)


def test_an_answer_is_told_to_whoever_asked_for_it(
    desk: Desk, letterbox: Letterbox
) -> None:
    first = desk.post("author", CLEAN)
    reply(desk, "reader", first, "On the mill side, I think.")
    desk.clock.advance(minutes=6)
    work(desk)
    assert letterbox.messages == []  # nobody asked
    choose(desk, "author", replies="each")
    second = reply(desk, "reader", first, "No, on the other side.")
    reply(desk, "author", first, "I answer myself.")
    desk.clock.advance(minutes=6)
    work(desk)
    (message,) = letterbox.messages
    assert message["To"] == "author@mail.example"
    assert f"/comments/{second}" in text_of(message)
    assert "Tom K." in text_of(message)
    assert "other side" not in text_of(message)


@pytest.mark.parametrize("cadence", ["each", "daily"])
def test_an_answer_that_is_gone_is_not_told_of(
    desk: Desk, letterbox: Letterbox, cadence: str
) -> None:
    choose(desk, "author", replies=cadence)
    first = desk.post("author", CLEAN)
    gone = reply(desk, "reader", first, "On the mill side, I think.")
    if cadence == "daily":  # it is in the digest already when it goes
        desk.clock.advance(minutes=6)
        work(desk)
    desk.report("author", gone)
    desk.decide("moderator", gone, rule="be-nice")
    desk.clock.advance(days=2)
    choose(desk, "author", reports="off")
    work(desk)
    to_author = [m for m in letterbox.messages if m["To"] == "author@mail.example"]
    assert to_author == []


def test_a_day_makes_one_letter(desk: Desk, letterbox: Letterbox) -> None:
    choose(desk, "author", statements="daily", replies="daily")
    first = desk.post("author", CLEAN)
    for number in range(3):
        desk.post("author", f"{RUDE} {number}")
        reply(desk, "reader", first, f"I saw it too, {number} times.")
    desk.clock.advance(minutes=6)
    work(desk)
    work(desk)
    assert letterbox.messages == []
    desk.clock.advance(days=1)
    work(desk)
    work(desk)
    (message,) = letterbox.messages
    assert message["Subject"] == "Your day in the comments"
    assert text_of(message).count("Your comment waits for a moderator") == 3
    assert text_of(message).count("Somebody answered you") == 3


def test_one_click_on_a_digest_stops_what_comes_daily_and_nothing_else(
    desk: Desk, letterbox: Letterbox
) -> None:
    choose(desk, "author", statements="daily")
    desk.post("author", RUDE)
    work(desk)
    desk.clock.advance(days=1)
    work(desk)
    browser_of(desk.app).post(stop_link(letterbox.messages[0]))
    page = desk.see("author", "/me/mail").text
    assert 'data-kind="statements" data-cadence="off"' in page
    assert 'data-kind="reports" data-cadence="each"' in page


def test_what_was_stopped_meanwhile_leaves_the_digest(
    desk: Desk, letterbox: Letterbox
) -> None:
    choose(desk, "author", statements="daily")
    desk.post("author", RUDE)
    work(desk)
    choose(desk, "author", statements="off")
    desk.clock.advance(days=1)
    work(desk)
    assert letterbox.messages == []


def test_a_digest_outlasts_a_server_that_is_away(
    desk: Desk, letterbox: Letterbox
) -> None:
    choose(desk, "author", statements="daily")
    desk.post("author", RUDE)
    work(desk)
    desk.clock.advance(days=1)
    letterbox.answers["mail"] = "451 come back later"
    work(desk)
    assert letterbox.messages == []
    letterbox.answers.clear()
    work(desk)
    assert letterbox.messages == []  # not at once: it backs off
    desk.clock.advance(minutes=3)
    work(desk)
    assert len(letterbox.messages) == 1


def test_a_reader_whose_mailbox_is_gone_is_not_written_to_again_and_again(
    desk: Desk, letterbox: Letterbox
) -> None:
    letterbox.answers["rcpt"] = "550 no such reader"
    desk.post("author", RUDE)
    work(desk)
    with desk.database.transaction() as db:
        message = db.scalars(select(OutboxMessage)).one()
    assert message.done_at is not None
    assert message.last_error == "Undeliverable"


def test_a_title_with_a_header_in_it_makes_no_header(
    desk: Desk, letterbox: Letterbox
) -> None:
    with desk.database.transaction(writes=True) as db:
        db.execute(
            update(Account)
            .where(Account.id == desk.cast["reader"].id)
            .values(name="Tom\r\nBcc: thief@mail.example")
        )
    choose(desk, "author", replies="each")
    reply(desk, "reader", desk.post("author", CLEAN), "On the mill side, I think.")
    desk.clock.advance(minutes=6)
    work(desk)
    (message,) = letterbox.messages
    assert message["Bcc"] is None
    assert sum(line.lower().startswith("rcpt") for line in letterbox.heard) == 1


def test_a_kind_of_another_release_is_put_aside(
    desk: Desk, letterbox: Letterbox
) -> None:
    with desk.database.transaction(writes=True) as db:
        db.add(
            OutboxMessage(
                kind="from-tomorrow",
                subject_id=1,
                created_at=desk.clock(),
                due_at=desk.clock(),
            )
        )
    desk.post("author", RUDE)
    work(desk)
    assert len(letterbox.messages) == 1


def test_every_kind_that_can_be_chosen_has_somebody_who_words_it() -> None:
    named = {message for kind in MAIL_KINDS for message in kind.messages}
    assert named == set(NOTES)
    assert not named & set(WRITERS)


def test_old_mail_is_forgotten(desk: Desk, letterbox: Letterbox) -> None:
    choose(desk, "author", statements="daily")
    desk.post("author", RUDE)
    visitor = browser_of(desk.app)
    visitor.send("/password/forgotten", email="nobody@mail.example")
    work(desk)
    desk.clock.advance(days=1)
    work(desk)
    desk.clock.advance(days=32)
    work(desk)
    with desk.database.transaction() as db:
        for model in (OutboxMessage, Digest, DigestEntry, PasswordRequest):
            assert db.scalar(select(func.count()).select_from(model)) == 0, model


def test_an_unknown_choice_is_refused(desk: Desk) -> None:
    assert desk.send("author", "/me/mail", replies="hourly").status_code == 400
