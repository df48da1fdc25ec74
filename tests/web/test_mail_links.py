"""Links in letters: an address is confirmed, a forgotten password replaced."""

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from comments.domain.names import fold_name
from comments.settings import Settings
from comments.store.accounts import find_by_folded_name
from comments.store.mail import PasswordRequest
from comments.store.models import Account, OutboxMessage
from tests.web.conftest import PASSWORD, Browser, Clock, browser_of, database_of

NEW = "four grey herons"
HERS = "nadia@mail.example"


@dataclass
class PostOffice:
    """A newsroom that sends mail, and the folder where it lands."""

    app: Flask
    folder: Path

    def deliver(self) -> list[EmailMessage]:
        """Let the worker run; what came, in no order, and then is thrown away."""
        ended = self.app.test_cli_runner().invoke(args=["worker", "--once"])
        assert ended.exit_code == 0, ended.output
        came = []
        for file in self.folder.glob("*.eml"):
            read = email.message_from_bytes(
                file.read_bytes(), policy=email.policy.default
            )
            assert isinstance(read, EmailMessage)
            came.append(read)
            file.unlink()
        return came

    def register(self, browser: Browser, name: str = "Nadia B.") -> None:
        sent = browser.send(
            "/register", "/register", name=name, password=PASSWORD, email=HERS
        )
        assert sent.status_code == 303

    def account(self, name: str = "Nadia B.") -> Account:
        with database_of(self.app).transaction() as db:
            found = find_by_folded_name(db, fold_name(name))
        assert found is not None
        return found

    def settle_nadia(self) -> Browser:
        """Nadia, with her address confirmed."""
        browser = browser_of(self.app)
        self.register(browser)
        link = link_in(self.deliver()[0])
        assert browser.send(link, link).status_code == 303
        return browser


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, mail_url=str(tmp_path / "mail"))


@pytest.fixture
def office(app: Flask, tmp_path: Path) -> PostOffice:
    return PostOffice(app, tmp_path / "mail")


def link_in(message: EmailMessage) -> str:
    """The address of the page in a letter, as a path."""
    found = re.search(r"http://localhost(/\S+)", str(message.get_content()))
    assert found
    return found.group(1)


def ask_for_a_password(browser: Browser, address: str = HERS) -> str:
    answer = browser.send("/password/forgotten", "/password/forgotten", email=address)
    assert answer.status_code == 200
    return re.sub(r"<bdi>.*?</bdi>|value=\"[^\"]*\"", "", answer.text)


def test_a_new_account_is_asked_whether_the_address_is_theirs(
    office: PostOffice, visitor: Browser
) -> None:
    office.register(visitor)
    (letter,) = office.deliver()
    assert letter["To"] == HERS
    assert letter["List-Unsubscribe"] is None
    assert "Nadia B." in letter.get_content()
    assert office.account().email_confirmed_at is None
    assert 'data-address="waiting"' in visitor.get("/account").text


def test_reading_the_link_confirms_nothing_and_the_button_does(
    office: PostOffice, visitor: Browser
) -> None:
    office.register(visitor)
    link = link_in(office.deliver()[0])
    for _ in range(2):  # a mail server's scanner opens it, and then she does
        assert visitor.get(link).status_code == 200
        assert visitor.head(link).status_code == 200
    assert office.account().email_confirmed_at is None
    assert visitor.send(link, link).status_code == 303
    assert office.account().email_confirmed_at is not None


def test_a_link_confirms_on_another_device_without_a_log_in(
    office: PostOffice, visitor: Browser, app: Flask
) -> None:
    office.register(visitor)
    link = link_in(office.deliver()[0])
    phone = browser_of(app)
    assert "is confirmed" in phone.send(link, link).text
    assert phone.get("/account").status_code == 303


def test_a_link_works_once(office: PostOffice, visitor: Browser) -> None:
    office.register(visitor)
    link = link_in(office.deliver()[0])
    visitor.send(link, link)
    assert visitor.get(link).status_code == 404
    assert visitor.send(link).status_code == 404


def test_a_link_is_over_after_three_days(
    office: PostOffice, visitor: Browser, clock: Clock
) -> None:
    office.register(visitor)
    link = link_in(office.deliver()[0])
    clock.advance(days=3)
    assert "is over" in visitor.get(link).text
    assert visitor.send(link).status_code == 404
    assert office.account().email_confirmed_at is None


def test_a_newer_letter_makes_the_older_one_void(
    office: PostOffice, visitor: Browser
) -> None:
    office.register(visitor)
    first = link_in(office.deliver()[0])
    assert visitor.send("/account/email/again").status_code == 303
    second = link_in(office.deliver()[0])
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "x", str.swapcase])
def test_a_changed_link_is_no_link(
    office: PostOffice, visitor: Browser, change: Callable[[str], str]
) -> None:
    office.register(visitor)
    link = link_in(office.deliver()[0])
    start, _, token = link.rpartition("/")
    assert visitor.get(f"{start}/{change(token)}").status_code == 404


def test_a_link_for_one_purpose_serves_no_other(office: PostOffice) -> None:
    nadia = office.settle_nadia()
    ask_for_a_password(nadia)
    token = link_in(office.deliver()[0]).rpartition("/")[2]
    assert nadia.get(f"/confirm/{token}").status_code == 404


def test_another_address_is_used_only_once_it_is_confirmed(
    office: PostOffice,
) -> None:
    nadia = office.settle_nadia()
    other = "nadia@other.example"
    sent = nadia.send("/account/email", email=other, password=PASSWORD)
    assert sent.status_code == 303
    assert office.account().email == HERS
    (letter,) = office.deliver()
    assert letter["To"] == other
    nadia.send(link_in(letter), link_in(letter))
    assert office.account().email == other
    (told,) = office.deliver()
    assert (told["To"], told["Subject"]) == (HERS, "Your address was changed")


def test_an_address_is_not_changed_without_the_password(office: PostOffice) -> None:
    nadia = office.settle_nadia()
    sent = nadia.send("/account/email", email="thief@mail.example", password="a guess")
    assert sent.status_code == 400
    assert "not your password" in sent.text
    assert office.deliver() == []


@pytest.mark.parametrize(
    "typed",
    [
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "Marta <a@b.example>",
        "a@b.example,c@d.example",
        "a@",
    ],
)
def test_an_address_that_could_carry_a_header_is_refused(
    office: PostOffice, typed: str
) -> None:
    nadia = office.settle_nadia()
    sent = nadia.send("/account/email", email=typed, password=PASSWORD)
    assert sent.status_code == 400
    assert office.deliver() == []


def test_taking_the_address_away_ends_all_mail(office: PostOffice) -> None:
    nadia = office.settle_nadia()
    assert nadia.send("/account/email", email="", password=PASSWORD).status_code == 303
    assert office.account().email is None
    ask_for_a_password(nadia)
    assert office.deliver() == []


def test_a_forgotten_password_is_replaced_and_every_session_ends(
    office: PostOffice, visitor: Browser
) -> None:
    nadia = office.settle_nadia()
    ask_for_a_password(visitor)
    (letter,) = office.deliver()
    link = link_in(letter)
    assert "Nadia B." in letter.get_content()
    assert visitor.get(link).status_code == 200
    assert nadia.get("/account").status_code == 200
    sent = visitor.send(link, link, new=NEW)
    assert sent.headers["Location"] == "/login?changed=password"
    assert nadia.get("/account").status_code == 303
    assert visitor.log_in("Nadia B.", PASSWORD).status_code == 401
    assert visitor.log_in("Nadia B.", NEW).status_code == 303
    assert [m["Subject"] for m in office.deliver()] == ["Your password was changed"]


def test_a_reset_link_works_once_and_all_others_end_with_it(
    office: PostOffice, visitor: Browser
) -> None:
    office.settle_nadia()
    ask_for_a_password(visitor)
    ask_for_a_password(visitor)
    first, second = (link_in(letter) for letter in office.deliver())
    visitor.send(first, first, new=NEW)
    for link in (first, second):
        assert visitor.get(link).status_code == 404
        assert visitor.send(link, new="another herons four").status_code == 404


def test_a_reset_link_is_over_after_two_hours(
    office: PostOffice, visitor: Browser, clock: Clock
) -> None:
    office.settle_nadia()
    ask_for_a_password(visitor)
    link = link_in(office.deliver()[0])
    clock.advance(hours=2)
    assert visitor.get(link).status_code == 404


def test_a_weak_new_password_is_refused_and_the_link_stays(
    office: PostOffice, visitor: Browser
) -> None:
    office.settle_nadia()
    ask_for_a_password(visitor)
    link = link_in(office.deliver()[0])
    assert visitor.send(link, link, new="short").status_code == 400
    assert visitor.send(link, link, new=NEW).status_code == 303


def test_asking_is_the_same_for_an_address_that_nobody_has(
    office: PostOffice, visitor: Browser, app: Flask
) -> None:
    office.settle_nadia()
    known = ask_for_a_password(visitor)
    unknown = ask_for_a_password(visitor, "nobody@mail.example")
    assert known == unknown
    with database_of(app).transaction() as db:  # nor does what is written differ
        assert db.scalar(select(func.count()).select_from(PasswordRequest)) == 2
        waiting = OutboxMessage.done_at.is_(None)
        assert list(db.scalars(select(OutboxMessage.kind).where(waiting))) == [
            "reset-password",
            "reset-password",
        ]
    assert [letter["To"] for letter in office.deliver()] == [HERS]


def test_an_address_that_was_never_confirmed_opens_no_account(
    office: PostOffice, visitor: Browser
) -> None:
    office.register(visitor)
    office.deliver()
    ask_for_a_password(visitor)
    assert office.deliver() == []


def test_capitals_in_an_address_do_not_matter(
    office: PostOffice, visitor: Browser
) -> None:
    office.settle_nadia()
    ask_for_a_password(visitor, " Nadia@Mail.Example ")
    assert len(office.deliver()) == 1


class TestInProduction:
    """With the limits in force."""

    @pytest.fixture
    def limits_raised(self) -> bool:
        return False

    def test_nobody_is_flooded_with_letters_about_passwords(
        self, office: PostOffice, visitor: Browser
    ) -> None:
        asked = [
            visitor.send(
                "/password/forgotten", "/password/forgotten", email=address
            ).status_code
            for address in [HERS, HERS.upper(), HERS, HERS, "other@mail.example"]
        ]
        assert asked == [200, 200, 200, 429, 200]

    def test_other_mail_keeps_no_letter_about_the_account_waiting(
        self, office: PostOffice, visitor: Browser, clock: Clock
    ) -> None:
        office.settle_nadia()
        clock.advance(hours=1)
        for _ in range(3):
            ask_for_a_password(visitor)
        assert len(office.deliver()) == 3


def test_whoever_is_given_an_account_is_asked_whether_the_address_is_theirs(
    office: PostOffice,
) -> None:
    made = office.app.test_cli_runner().invoke(
        args=[
            *("create-user", "Jo Marsh", "--role", "moderator"),
            *("--email", HERS, "--password-stdin"),
        ],
        input=f"{PASSWORD}\n",
    )
    assert "A letter goes out" in made.output
    (letter,) = office.deliver()
    assert letter["To"] == HERS
    link = link_in(letter)
    browser_of(office.app).send(link, link)
    assert office.account("Jo Marsh").email_confirmed_at is not None
