"""My data in the browser: download, close, think better of it."""

import io
from zipfile import ZipFile

import pytest
from flask import Flask

from comments.store.models import Account
from tests.web.conftest import PASSWORD, Browser, ClientFor, Clock, database_of

Cast = dict[str, Account]


def ask_to_close(browser: Browser, **fields: str) -> int:
    form = {"comments": "anonymise", "password": PASSWORD} | fields
    return browser.send("/me/data/close", "/me/data", **form).status_code


def work(app: Flask) -> None:
    ended = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 0, ended.output


def name_of(app: Flask, account: Account) -> str:
    with database_of(app).transaction() as db:
        return db.get_one(Account, account.id).name


def test_a_reader_downloads_a_zip_that_no_cache_keeps(client_for: ClientFor) -> None:
    answer = client_for("reader").send("/me/data/download", "/me/data")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    archive = ZipFile(io.BytesIO(answer.data))
    assert {"account.json", "account.csv", "README.txt"} < set(archive.namelist())
    assert b"Tom K." in archive.read("account.json")


@pytest.mark.parametrize(
    "fields", [{"password": "a guess"}, {"comments": ""}, {"comments": "burn"}]
)
def test_an_account_is_closed_on_purpose_only(
    client_for: ClientFor, fields: dict[str, str]
) -> None:
    reader = client_for("reader")
    assert ask_to_close(reader, **fields) == 400
    assert reader.get("/account").status_code == 200


def test_closing_logs_out_everywhere(client_for: ClientFor) -> None:
    here, there = client_for("reader"), client_for("reader")
    assert ask_to_close(here) == 200
    assert here.get("/account").status_code == 303
    assert there.get("/account").status_code == 303


def test_whoever_logs_in_meanwhile_is_asked_and_may_stay(
    app: Flask, client_for: ClientFor, cast: Cast, clock: Clock
) -> None:
    reader = client_for("reader")
    ask_to_close(reader)
    clock.advance(days=13)
    back = reader.log_in(cast["reader"].name)
    assert back.headers["Location"] == "/me/data/closing"
    page = reader.get("/me/data/closing").text
    assert "Do you want to stay?" in page
    work(app)
    assert reader.send("/me/data/keep").status_code == 303
    clock.advance(days=10)
    work(app)
    assert name_of(app, cast["reader"]) == "Tom K."
    assert reader.get("/me/data/closing").status_code == 303


def test_logging_in_alone_does_not_keep_the_account(
    app: Flask, client_for: ClientFor, cast: Cast, clock: Clock
) -> None:
    reader = client_for("reader")
    ask_to_close(reader)
    reader.log_in(cast["reader"].name)
    clock.advance(days=14)
    work(app)
    assert name_of(app, cast["reader"]) == "Former reader"
    assert reader.get("/account").status_code == 303


@pytest.mark.parametrize("password", [PASSWORD, "a password that no account has", ""])
def test_nobody_logs_in_to_a_closed_account(
    app: Flask, client_for: ClientFor, cast: Cast, clock: Clock, password: str
) -> None:
    reader = client_for("reader")
    ask_to_close(reader)
    clock.advance(days=14)
    work(app)
    names = ("Tom K.", "Former reader", f"closed account {cast['reader'].id}")
    for name in names:
        assert reader.log_in(name, password).status_code in (400, 401)


def test_the_name_is_free_again(
    app: Flask, client_for: ClientFor, clock: Clock, visitor: Browser
) -> None:
    ask_to_close(client_for("reader"))
    clock.advance(days=14)
    work(app)
    sent = visitor.send("/register", "/register", name="Tom K.", password=PASSWORD)
    assert sent.status_code == 303


def test_staff_are_told_whom_to_ask(client_for: ClientFor) -> None:
    moderator = client_for("moderator")
    assert "Ask an administrator" in moderator.get("/me/data").text
    assert ask_to_close(moderator) == 409
    assert moderator.get("/account").status_code == 200


class TestInProduction:
    """With the limits in force."""

    @pytest.fixture
    def limits_raised(self) -> bool:
        return False

    def test_a_download_is_not_had_all_day_long(self, client_for: ClientFor) -> None:
        reader = client_for("reader")
        asked = [
            reader.send("/me/data/download", "/me/data").status_code for _ in range(6)
        ]
        assert asked == [200] * 5 + [429]
