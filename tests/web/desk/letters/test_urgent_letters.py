"""Letters about urgent items: whom they reach, and what their links decide."""

import re
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from comments.domain.permissions import Role
from comments.services.accounts import change_role
from comments.store.mail import MailChoice
from comments.store.models import Decision, LedgerEntry, ReviewItem
from comments.store.urgent_letters import UrgentLetter
from tests.letterbox import Letterbox
from tests.web.conftest import Browser, browser_of
from tests.web.desk.conftest import CLEAN, RUDE, Desk
from tests.web.desk.letters.conftest import give_addresses, work

THREAT = "You will pay for this with your life, and so will your family."
STAFF = ("moderator", "second moderator", "editor")


@pytest.fixture(autouse=True)
def choices(desk: Desk) -> None:
    """The staff have addresses, and two of them chose these letters."""
    give_addresses(desk, "reader", *STAFF)
    for part in ("reader", "moderator", "editor"):
        assert desk.send(part, "/me/mail", urgent="each").status_code == 303


def letters(desk: Desk, letterbox: Letterbox) -> dict[str, EmailMessage]:
    """What came to the staff once a letter's minute is over, by address."""
    desk.clock.advance(minutes=1)
    work(desk)
    urgent = [m for m in letterbox.messages if m["Subject"].startswith("Urgent")]
    letterbox.messages.clear()
    return {message["To"].partition("@")[0]: message for message in urgent}


def link_in(message: EmailMessage, act: str) -> str:
    found = re.search(rf"{act}.*?: http://localhost(/\S+)", message.get_content())
    assert found, message.get_content()
    return found.group(1)


def press(browser: Browser, link: str, **fields: str) -> TestResponse:
    """What whoever presses the page's button sends, seen or unseen."""
    token = browser.token("/login")
    seen = re.search(r'name="last_report" value="(\d+)"', browser.get(link).text)
    sent = {"csrf_token": token, "last_report": seen.group(1) if seen else "0"}
    return browser.post(link, data=sent | fields)


def decisions(desk: Desk, comment_id: int) -> list[Decision]:
    with desk.database.transaction() as db:
        query = select(Decision).where(
            Decision.comment_id == comment_id, Decision.moderator_id.is_not(None)
        )
        return list(db.scalars(query.order_by(Decision.id)))


def test_a_threat_is_told_to_whoever_of_the_staff_asked_for_it(
    desk: Desk, letterbox: Letterbox
) -> None:
    desk.post("author", THREAT)
    came = letters(desk, letterbox)
    assert set(came) == {"moderator", "editor"}
    message = came["moderator"]
    text = message.get_content()
    assert message["Subject"] == "Urgent: this may be a threat"
    assert message.get_content_type() == "text/plain"
    assert "The filter noticed something under “Don't Threaten”." in text
    assert "The mill bridge is closed" in text
    assert "pay for this" not in text
    assert desk.cast["author"].name not in text
    assert set(re.findall(r"https?://[^/\s]+", text)) == {"http://localhost"}
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letters(desk, letterbox) == {}  # one each


@pytest.mark.parametrize("text", [CLEAN, RUDE])
def test_what_can_wait_wakes_nobody(
    desk: Desk, letterbox: Letterbox, text: str
) -> None:
    number = desk.post("author", text)
    if text == CLEAN:
        desk.report("reader", number, rule="dont-threaten")  # one alone
    assert letters(desk, letterbox) == {}


def test_what_is_decided_within_a_minute_is_not_told(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    desk.decide("second moderator", number, rule="dont-threaten")
    assert letters(desk, letterbox) == {}


def test_nobody_is_written_to_about_their_own_comment(
    desk: Desk, letterbox: Letterbox
) -> None:
    desk.post("moderator", THREAT)
    assert set(letters(desk, letterbox)) == {"editor"}


def test_what_is_handed_to_the_editors_is_told_to_editors_alone(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", RUDE)
    desk.decide("second moderator", number, action="escalate", note="Is it satire?")
    came = letters(desk, letterbox)
    assert set(came) == {"editor"}
    assert came["editor"]["Subject"] == "Urgent: a moderator asks an editor"
    assert "satire" not in came["editor"].get_content()


def test_opening_a_link_as_a_mail_scanner_does_decides_nothing(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    before = desk.item(number)
    message = letters(desk, letterbox)["moderator"]
    found = re.findall(r"http://localhost(/\S+)", message.get_content())
    assert len(found) == 5  # approve, reject, the desk, and two about such letters
    scanner = browser_of(desk.app)
    for link in found * 2:
        assert scanner.get(link).status_code in (200, 303)
        assert scanner.head(link).status_code in (200, 303)
    after = desk.item(number)
    assert decisions(desk, number) == []
    assert (after.state, after.version) == ("open", before.version)
    assert after.claimed_by is None
    with desk.database.transaction() as db:
        used = db.scalars(select(UrgentLetter.used_at)).all()
        kept = db.scalars(
            select(MailChoice.cadence).where(MailChoice.kind == "urgent")
        ).all()
    assert set(used) == {None}
    assert set(kept) == {"each"}


def test_the_page_shows_the_comment_and_its_button_rejects_it(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Reject")
    phone = browser_of(desk.app)
    page = phone.get(link)
    assert "Reject this under “Don&#39;t Threaten”?" in page.text
    assert "pay for this" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    sent = press(phone, link, note="You threaten a person.")
    assert sent.status_code == 303
    (decision,) = decisions(desk, number)
    assert (decision.action, decision.rule) == ("reject", "dont-threaten")
    assert decision.moderator_id == desk.cast["moderator"].id
    assert decision.note == "You threaten a person."
    assert desk.comment(number).status == "rejected"
    after = phone.get(link)
    assert after.status_code == 200
    assert "A link of this letter was used: Jo Moderator rejected" in after.text
    assert phone.get("/queue").status_code == 303  # it logged nobody in
    with desk.database.transaction() as db:
        acts = db.scalars(select(LedgerEntry.act).order_by(LedgerEntry.sequence)).all()
    assert acts[-2:] == ["reject", "decide by mail"]


def test_a_letter_decides_once_whichever_link_is_pressed(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    message = letters(desk, letterbox)["moderator"]
    approve, reject = link_in(message, "Approve"), link_in(message, "Reject")
    phone = browser_of(desk.app)
    assert press(phone, approve).status_code == 303
    for link in (approve, reject):
        refused = press(phone, link)
        assert refused.status_code == 409
        assert "was used: Jo Moderator approved" in refused.text
    assert len(decisions(desk, number)) == 1
    assert desk.comment(number).status == "published"


def test_of_two_letters_the_second_says_what_the_first_decided(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    came = letters(desk, letterbox)
    phone = browser_of(desk.app)
    press(phone, link_in(came["editor"], "Approve"))
    link = link_in(came["moderator"], "Reject")
    for answer in (phone.get(link), press(phone, link)):
        assert answer.status_code == 409
        assert "Lee Editor decided first, just now: approved." in answer.text
    assert len(decisions(desk, number)) == 1
    with desk.database.transaction() as db:  # what is refused uses nothing up
        used = db.scalars(
            select(UrgentLetter.used_at).where(
                UrgentLetter.account_id == desk.cast["moderator"].id
            )
        ).all()
    assert used == [None]


def test_a_link_says_nothing_about_a_text_that_was_not_shown_with_it(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    desk.edit("author", number, f"{THREAT} I mean it.")
    answer = press(browser_of(desk.app), link)
    assert answer.status_code == 409
    assert "The comment changed" in answer.text
    assert "I mean it" not in answer.text
    assert decisions(desk, number) == []


def test_a_link_to_a_withdrawn_comment_says_so(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    desk.withdraw("author", number)
    answer = press(browser_of(desk.app), link)
    assert answer.status_code == 409
    assert "withdrawn this comment" in answer.text
    assert "pay for this" not in answer.text


@pytest.mark.parametrize("link", ["/urgent/x", "/urgent/W10.abc"])
def test_a_link_that_nobody_made_decides_nothing(desk: Desk, link: str) -> None:
    assert press(browser_of(desk.app), link).status_code == 404


def test_a_link_is_over_after_a_night(desk: Desk, letterbox: Letterbox) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    desk.clock.advance(hours=12)
    phone = browser_of(desk.app)
    assert phone.get(link).status_code == 404
    assert press(phone, link).status_code == 404
    assert decisions(desk, number) == []


def test_a_changed_link_decides_nothing(desk: Desk, letterbox: Letterbox) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    token = link.removeprefix("/urgent/")
    stolen = f"/unsubscribe/{token}"
    phone = browser_of(desk.app)
    assert press(phone, f"{link[:-2]}xx").status_code == 404
    assert press(phone, stolen).status_code == 404  # each link has one purpose
    assert decisions(desk, number) == []


def test_whoever_is_no_moderator_any_more_decides_nothing(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    with desk.database.transaction(writes=True) as db:
        me = desk.cast["moderator"].id
        change_role(db, me, Role.READER, now=desk.clock())
    phone = browser_of(desk.app)
    assert phone.get(link).status_code == 403
    assert press(phone, link).status_code == 403
    assert decisions(desk, number) == []


@pytest.mark.parametrize("kind", ["suspension", "ban"])
def test_whoever_is_suspended_decides_nothing(
    desk: Desk, letterbox: Letterbox, kind: str
) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    imposed = desk.send(
        "administrator",
        f"/people/{desk.cast['moderator'].id}/sanctions",
        kind=kind,
        term="7d",
        rule="be-nice",
        note="Until we have talked.",
    )
    assert imposed.status_code == 303
    phone = browser_of(desk.app)
    assert phone.get(link).status_code == 403
    assert press(phone, link).status_code == 403
    assert decisions(desk, number) == []


def test_a_link_of_an_old_address_decides_nothing(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    with desk.database.transaction(writes=True) as db:
        account = db.merge(desk.cast["moderator"])
        account.email = account.email_folded = "new@mail.example"
    assert press(browser_of(desk.app), link).status_code == 404
    assert decisions(desk, number) == []


def test_another_site_cannot_press_the_button(desk: Desk, letterbox: Letterbox) -> None:
    number = desk.post("author", THREAT)
    link = link_in(letters(desk, letterbox)["moderator"], "Approve")
    answer = browser_of(desk.app).post(link, headers={"Origin": "https://evil.example"})
    assert answer.status_code in (400, 403)
    assert decisions(desk, number) == []


def test_a_letter_outlasts_a_server_that_is_away(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", THREAT)
    letterbox.answers["mail"] = "451 come back later"
    assert letters(desk, letterbox) == {}
    letterbox.answers.clear()
    desk.edit("author", number, f"{THREAT} I mean it.")
    desk.clock.advance(minutes=3)
    came = letters(desk, letterbox)
    assert set(came) == {"moderator", "editor"}
    link = link_in(came["moderator"], "Approve")  # about the text as it is now
    page = browser_of(desk.app).get(link).text
    assert "I mean it" in re.sub("<[^>]+>", "", page)  # each word may be marked


class TestManyAtOnce:
    @pytest.fixture
    def limits_raised(self) -> bool:
        return False

    def test_nobody_gets_more_than_six_an_hour(
        self, desk: Desk, letterbox: Letterbox
    ) -> None:
        with desk.database.transaction(writes=True) as db:
            db.query(MailChoice).filter_by(account_id=desk.cast["editor"].id).delete()
        for number in range(8):
            desk.post("author", f"{THREAT} Number {number}.")
        desk.clock.advance(minutes=1)
        work(desk)
        urgent = [m for m in letterbox.messages if m["Subject"].startswith("Urgent")]
        assert len(urgent) == 6


def test_an_editor_sets_what_cannot_wait(desk: Desk, letterbox: Letterbox) -> None:
    page = desk.see("editor", "/site/urgent").text
    assert 'data-readers="2"' in page  # a reader who asked is not of the staff
    assert desk.send("editor", "/site/urgent", points="5").status_code == 400
    assert desk.send("moderator", "/site/urgent", points="50").status_code == 403
    assert desk.send("editor", "/site/urgent", points="60").status_code == 303
    desk.post("author", THREAT)  # far above
    desk.post("author", RUDE)
    first = letters(desk, letterbox)["editor"]
    assert first["Subject"] == "Urgent: an item cannot wait"
    with desk.database.transaction() as db:
        told = db.scalars(select(UrgentLetter.item_id).distinct()).all()
        waiting = db.scalars(
            select(ReviewItem.id).where(ReviewItem.id.not_in(told))
        ).all()
    assert waiting  # the rude one, until it has waited long enough
    desk.clock.advance(hours=11)
    work(desk)
    assert set(letters(desk, letterbox)) == {"moderator", "editor"}


def test_nothing_is_sent_when_an_editor_wants_none(
    desk: Desk, letterbox: Letterbox
) -> None:
    desk.send("editor", "/site/urgent")
    desk.post("author", THREAT)
    assert letters(desk, letterbox) == {}


def test_readers_are_not_offered_these_letters(desk: Desk) -> None:
    assert 'data-kind="urgent"' not in desk.see("reader", "/me/mail").text
    assert 'data-kind="urgent"' in desk.see("moderator", "/me/mail").text
