"""`flask worker --once`: mail goes out after its window, and to nobody too often."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app import create_app
from comments.adapters.passwords import Passwords
from comments.settings import Settings
from comments.store.models import Account, OutboxMessage
from tests.web.conftest import Browser, Clock, database_of
from tests.web.desk.conftest import CLEAN, RUDE, Desk


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def settings(settings: Settings, mail: Path) -> Settings:
    return replace(settings, mail_url=str(mail), limits_raised=False)


@pytest.fixture(autouse=True)
def addresses(desk: Desk) -> None:
    with desk.database.transaction(writes=True) as db:
        for part in ("author", "reader"):
            db.execute(
                update(Account)
                .where(Account.id == desk.cast[part].id)
                .values(email=f"{part}@mail.example", email_confirmed_at=desk.clock())
            )


def work(desk: Desk) -> None:
    ended = desk.app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 0, ended.output


def waiting(desk: Desk) -> list[str]:
    with desk.database.transaction() as db:
        query = select(OutboxMessage.kind).where(OutboxMessage.done_at.is_(None))
        return list(db.scalars(query))


def collected(mail: Path) -> list[tuple[str, str]]:
    messages = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in mail.glob("*.eml")
    ]
    return sorted((message["To"], message["Subject"]) for message in messages)


def test_mail_goes_out_after_the_undo_window_and_once(desk: Desk, mail: Path) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id)
    desk.decide("moderator", comment_id, rule="be-nice")
    work(desk)
    assert collected(mail) == []
    desk.clock.advance(seconds=31)
    work(desk)
    work(desk)
    assert collected(mail) == [
        ("author@mail.example", "Your comment was removed"),
        ("reader@mail.example", "What came of your report"),
    ]
    assert waiting(desk) == []


def test_a_cancelled_statement_is_never_sent(desk: Desk, mail: Path) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id)
    desk.decide("moderator", comment_id, rule="be-nice")
    desk.send("moderator", f"/decisions/{desk.last_decision_id(comment_id)}/undo")
    desk.clock.advance(hours=1)
    work(desk)
    assert collected(mail) == []
    assert waiting(desk) == []


def test_nobody_gets_more_than_three_mails_an_hour(desk: Desk, mail: Path) -> None:
    for number in range(5):
        desk.post("author", f"{RUDE} I said so {number} times.")
    work(desk)
    assert len(collected(mail)) == 3
    assert waiting(desk) == ["statement", "statement"]
    desk.clock.advance(minutes=61)
    work(desk)
    assert len(collected(mail)) == 5


def test_a_folder_that_cannot_be_written_loses_no_message(
    desk: Desk, mail: Path
) -> None:
    mail.write_text("a file stands where the folder should be", encoding="utf-8")
    desk.post("author")
    work(desk)
    assert waiting(desk) == ["statement"]
    mail.unlink()
    desk.clock.advance(minutes=3)
    work(desk)
    assert len(collected(mail)) == 1


def test_an_address_that_no_mail_can_carry_is_given_up(desk: Desk, mail: Path) -> None:
    with desk.database.transaction(writes=True) as db:
        db.execute(update(Account).values(email="a@b.example,c@d.example"))
    desk.post("author")
    work(desk)
    assert collected(mail) == []
    assert waiting(desk) == []


class TestWithoutMail:
    """A newsroom that sends no mail tells everybody in the pages alone."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, mail_url="")

    def test_notices_stay_in_the_pages(self, desk: Desk, mail: Path) -> None:
        desk.post("author")
        work(desk)
        assert waiting(desk) == []
        assert not mail.exists()
        assert desk.told("author") == ["held"]


@pytest.fixture
def wrong_app(
    settings: Settings, clock: Clock, quick_passwords: Passwords
) -> Iterator[Flask]:
    wrong = replace(settings, mail_url="ftp://mail.example")
    made = create_app(wrong, clock=clock, passwords=quick_passwords)
    made.test_client_class = Browser
    yield made
    database_of(made).dispose()


def test_a_wrong_mail_address_stops_the_worker_and_is_named(wrong_app: Flask) -> None:
    ended = wrong_app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 2
    assert ended.output.startswith("MAIL_URL: must be smtp")
