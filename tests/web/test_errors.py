"""Errors: a plain sentence, the right status, and nothing that was typed is lost."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from sqlalchemy import make_url

from comments.domain.permissions import Act
from comments.domain.sanctions import SanctionKind
from comments.services.errors import Conflict, NotFound, Refused
from comments.settings import Settings
from comments.store import database as store_database
from comments.store.database import DatabaseUnavailable
from comments.store.models import Account, Sanction
from comments.web.access import requires
from comments.web.context import parley
from comments.web.forms import InvalidField
from tests.web.conftest import PASSWORD, Browser, ClientFor, Clock, database_of

Cast = dict[str, Account]
TEXT = "My long text\r\nwith <i>lines</i> & marks"
SHOWN = "My long text\r\nwith &lt;i&gt;lines&lt;/i&gt; &amp; marks</textarea>"


class Broken(Exception):
    """A defect that nobody foresaw."""


RAISED = [
    (NotFound("No such comment."), 404),
    (Conflict("The thread is closed."), 409),
    (Refused("Not you."), 403),
    (InvalidField("text", "Nothing was written here."), 400),
    (DatabaseUnavailable("OperationalError"), 503),
    (Broken("secret detail"), 500),
]


def add_view(
    app: Flask, path: str, view: Callable[[], str], act: Act = Act.POST
) -> None:
    app.add_url_rule(path, path, requires(act)(view), methods=["GET", "POST"])


def raising(error: Exception) -> Callable[[], str]:
    def view() -> str:
        raise error

    return view


@pytest.mark.parametrize(("error", "status"), RAISED)
def test_a_page_answers_an_error_and_keeps_the_text(
    app: Flask, client_for: ClientFor, error: Exception, status: int
) -> None:
    add_view(app, "/try", raising(error))
    answer = client_for("reader").send("/try", "/account", text=TEXT)
    assert answer.status_code == status
    assert SHOWN in answer.text
    assert "Traceback" not in answer.text
    assert "secret detail" not in answer.text


@pytest.mark.parametrize(("error", "status"), RAISED)
def test_the_api_answers_an_error_as_a_problem(
    app: Flask, client_for: ClientFor, error: Exception, status: int
) -> None:
    add_view(app, "/api/v1/try", raising(error))
    browser = client_for("reader")
    headers = {"X-CSRFToken": browser.token()}
    answer = browser.post("/api/v1/try", json={"text": TEXT}, headers=headers)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert "secret detail" not in answer.text


def test_an_invalid_field_is_named_in_the_api(
    app: Flask, client_for: ClientFor
) -> None:
    add_view(app, "/api/v1/try", raising(InvalidField("note", "Too long.")))
    browser = client_for("reader")
    headers = {"X-CSRFToken": browser.token()}
    answer = browser.post("/api/v1/try", json={}, headers=headers)
    assert answer.json is not None
    assert answer.json["field"] == "note"
    assert answer.json["detail"] == "Too long."


def test_an_unknown_page_is_answered_in_the_askers_form(visitor: Browser) -> None:
    assert "There is nothing here" in visitor.get("/nowhere").text
    problem = visitor.get("/api/v1/nowhere")
    assert (problem.status_code, problem.content_type) == (
        404,
        "application/problem+json",
    )


def test_a_wrong_method_is_told_the_right_ones(client_for: ClientFor) -> None:
    answer = client_for("reader").get("/logout")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_form_that_was_open_too_long_loses_no_text(
    app: Flask, client_for: ClientFor
) -> None:
    add_view(app, "/try", lambda: "posted")
    browser = client_for("reader")
    token = browser.token("/account")
    browser.send("/logout", "/account")
    answer = browser.post("/try", data={"csrf_token": token, "text": TEXT})
    assert answer.status_code == 400
    assert SHOWN in answer.text
    assert "Log in" in answer.text


def test_a_visitors_text_is_kept_while_they_log_in(
    app: Flask, visitor: Browser
) -> None:
    add_view(app, "/try", lambda: "posted")
    data = {"csrf_token": visitor.token(), "text": TEXT}
    came_from = {"Referer": "http://localhost/articles/7"}
    answer = visitor.post("/try", data=data, headers=came_from)
    assert answer.status_code == 401
    assert SHOWN in answer.text
    assert "/login?next=/articles/7" in answer.text


@pytest.mark.parametrize(
    "referrer", ["https://evil.example/x", "http://localhost//evil.example", ""]
)
def test_the_way_back_never_leads_to_another_site(
    app: Flask, visitor: Browser, referrer: str
) -> None:
    add_view(app, "/try", lambda: "posted")
    data = {"csrf_token": visitor.token(), "text": TEXT}
    answer = visitor.post("/try", data=data, headers={"Referer": referrer})
    assert "evil.example" not in answer.text
    assert "/login?next=/" in answer.text


def test_no_error_page_shows_a_password(visitor: Browser) -> None:
    answer = visitor.post("/login", data={"name": "Tom K.", "password": PASSWORD})
    assert answer.status_code == 400
    assert PASSWORD not in answer.text


def test_a_silenced_reader_is_told_the_rule_the_term_and_the_note(
    app: Flask, client_for: ClientFor, cast: Cast, clock: Clock
) -> None:
    add_view(app, "/try", lambda: "posted")
    browser = client_for("reader")
    impose(app, cast, clock, SanctionKind.MUTE)
    answer = browser.send("/try", "/account", text=TEXT)
    assert answer.status_code == 403
    assert SHOWN in answer.text
    for words in ("Be Nice", "15 March 2026, 09:26 UTC", "Three warnings."):
        assert words in answer.text


@pytest.mark.parametrize("kind", [SanctionKind.SUSPENSION, SanctionKind.BAN])
def test_a_locked_account_is_told_why_once_its_owner_is_proved(
    app: Flask, cast: Cast, clock: Clock, visitor: Browser, kind: SanctionKind
) -> None:
    impose(app, cast, clock, kind)
    answer = visitor.log_in(cast["reader"].name)
    assert answer.status_code == 403
    for words in ("Be Nice", "15 March 2026, 09:26 UTC", "Three warnings."):
        assert words in answer.text
    stranger = visitor.log_in(cast["reader"].name, "a wrong guess")
    assert stranger.status_code == 401
    assert "Three warnings." not in stranger.text
    clock.advance(hours=24)
    assert visitor.log_in(cast["reader"].name).status_code == 303


def impose(app: Flask, cast: Cast, clock: Clock, kind: SanctionKind) -> None:
    ends = Clock(clock())
    ends.advance(hours=24)
    with database_of(app).transaction(writes=True) as db:
        db.add(
            Sanction(
                account_id=cast["reader"].id,
                kind=kind.value,
                rule="be-nice",
                note="Three warnings.",
                decided_by=cast["moderator"].id,
                starts_at=clock(),
                ends_at=ends(),
            )
        )


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Another process writes, and does not end."""
    file = make_url(settings.database_url).database or ""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that does not wait for another."""
    monkeypatch.setattr(store_database, "BUSY_SECONDS", 0)


@pytest.mark.usefixtures("impatient")
class TestWhileTheDatabaseIsLocked:
    def test_a_post_is_told_to_come_back_with_its_text_and_key(
        self, app: Flask, client_for: ClientFor, settings: Settings
    ) -> None:
        add_view(app, "/try", write_something)
        browser = client_for("reader")
        with locked(settings):
            answer = browser.send("/try", "/account", text=TEXT, attempt="a1")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert SHOWN in answer.text
        assert 'name="attempt" value="a1"' in answer.text
        assert "Send it again" in answer.text

    def test_the_answer_logs_nobody_out(
        self, app: Flask, client_for: ClientFor, settings: Settings
    ) -> None:
        add_view(app, "/try", write_something)
        browser = client_for("reader")
        with locked(settings):
            answer = browser.send("/try", "/account", text=TEXT)
        assert "Set-Cookie" not in answer.headers
        assert browser.send("/try", "/account", text=TEXT).text == "written"

    def test_reading_goes_on_also_when_a_session_should_be_noted_as_used(
        self, client_for: ClientFor, settings: Settings, clock: Clock
    ) -> None:
        browser = client_for("reader")
        clock.advance(minutes=10)
        with locked(settings):
            assert browser.get("/account").status_code == 200


def write_something() -> str:
    with parley().database.transaction(writes=True) as db:
        db.get(Account, 1)
    return "written"


def test_a_page_is_answered_when_the_database_is_gone(
    app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_for("reader")
    monkeypatch.setattr(type(database_of(app)), "transaction", gone)
    answer = browser.get("/account")
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert browser.get("/static/parley.css").status_code == 200
    assert browser.get("/health").status_code == 503


def gone(self: object, *, writes: bool = False) -> Iterator[None]:
    raise DatabaseUnavailable("OperationalError")
