"""Attacks that worked once: each test is a defect that was found and mended."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from comments.store.comments import author_facts
from comments.store.database import Database, DatabaseUnavailable
from comments.store.models import Account, LoginSession, RateCount
from comments.web.arrivals import Arrivals, TooSlow
from tests.web.board.conftest import Board, board, element
from tests.web.conftest import (
    PASSWORD,
    Browser,
    ClientFor,
    Clock,
    browser_of,
    database_of,
)

__all__ = ["board"]

NEW = "four grey herons"
Cast = dict[str, Account]


def copy_of(app: Flask, browser: Browser) -> Browser:
    """Another browser with the same cookie, as a thief would have it."""
    cookie = browser.get_cookie("parley")
    assert cookie is not None
    thief = browser_of(app)
    thief.set_cookie("parley", cookie.value)
    return thief


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def test_logging_in_again_ends_what_the_old_cookie_stood_for(
    app: Flask, cast: Cast, client_for: ClientFor
) -> None:
    browser = client_for("reader")
    thief, elsewhere = copy_of(app, browser), client_for("reader")
    assert browser.log_in(cast["reader"].name).status_code == 303
    assert is_signed_in(browser)
    assert not is_signed_in(thief)
    assert is_signed_in(elsewhere)


def test_a_new_account_ends_the_session_of_the_one_before(
    app: Flask, client_for: ClientFor
) -> None:
    browser = client_for("reader")
    thief = copy_of(app, browser)
    fields = {"name": "Nadia B.", "password": PASSWORD}
    assert browser.send("/register", "/account", **fields).status_code == 303
    assert "Nadia B." in browser.get("/account").text
    assert not is_signed_in(thief)


def test_a_password_change_ends_copies_of_the_cookie_that_changed_it(
    app: Flask, client_for: ClientFor
) -> None:
    browser = client_for("reader")
    thief = copy_of(app, browser)
    answer = browser.send("/account/password", "/account", present=PASSWORD, new=NEW)
    assert answer.status_code == 303
    assert is_signed_in(browser)
    assert not is_signed_in(thief)
    assert browser.send("/logout", "/account").status_code == 303


@pytest.mark.parametrize(
    "referrer", ["http://[", "http://[::1", "//[/x", "http://\xff"]
)
def test_no_referrer_breaks_the_page_of_an_error(
    visitor: Browser, referrer: str
) -> None:
    answer = visitor.get("/nothing", headers={"Referer": referrer})
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers


def test_a_missing_page_without_a_database_is_no_fault_of_ours(
    app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_for("reader")

    def gone(*_: Any, **__: Any) -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(Database, "transaction", gone)
    answer = browser.get("/nothing")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize("how", ["rejected", "withdrawn"])
def test_a_reply_names_nobody_whose_comment_is_gone(board: Board, how: str) -> None:
    answered = board.comment("author")
    for number in range(6):
        part = "author" if number == 4 else "reader"
        text = f"The ferry runs as far as pier {number}."
        answered = board.comment(part, text, parent_id=answered)
        if number == 4:
            named = answered
    if how == "rejected":
        board.reject(named)
    else:
        board.send("author", f"/comments/{named}/withdraw")
    for part in ("anonymous", "stranger", "moderator"):
        last = element(board.see(part).text, f"comment-{answered}")
        assert "to a comment that is no longer shown" in last
        assert board.cast["author"].name not in last


def test_half_a_form_is_no_comment(board: Board) -> None:
    board.see("author")
    token = board.tokens["author"]
    body = (
        f"csrf_token={token}&attempt=a1&text=I+agree+with+the+mayor,+but+not".encode()
    )
    answer = board.browser("author").post(
        f"/threads/{board.thread_id}/comments",
        data=body,
        content_type="application/x-www-form-urlencoded",
        environ_overrides={
            "CONTENT_LENGTH": str(len(body) + 30),
            "wsgi.input_terminated": True,
        },
    )
    assert answer.status_code == 400
    assert board.stored() == 0


def test_a_form_that_hides_its_length_is_asked_for_it(board: Board) -> None:
    board.see("author")
    body = f"csrf_token={board.tokens['author']}&attempt=a1&text=A+heron".encode()
    answer = board.browser("author").post(
        f"/threads/{board.thread_id}/comments",
        data=body,
        content_type="application/x-www-form-urlencoded",
        environ_overrides={
            "HTTP_TRANSFER_ENCODING": "chunked",
            "wsgi.input_terminated": True,
        },
    )
    assert answer.status_code == 411
    assert board.stored() == 0


def test_senders_who_take_their_time_do_not_take_every_place() -> None:
    arrivals = Arrivals(at_once=1, patience=0)
    arrived, leave = Event(), Event()

    def come_slowly() -> None:
        with arrivals.turn():
            arrived.set()
            leave.wait(60)

    slow = Thread(target=come_slowly)
    slow.start()
    arrived.wait(60)
    with pytest.raises(TooSlow), arrivals.turn():
        pass
    leave.set()
    slow.join()
    with arrivals.turn():
        pass


def test_a_sender_waits_for_others_who_have_only_begun() -> None:
    arrivals = Arrivals(at_once=1, patience=60)
    arrived, second = Event(), Event()

    def come() -> None:
        with arrivals.turn():
            second.set()

    waiting = Thread(target=come)
    with arrivals.turn():
        waiting.start()
        arrived.set()
        assert not second.wait(0.05)
    assert second.wait(60)
    waiting.join()


def test_a_clock_that_was_set_back_makes_nobody_a_flood(
    board: Board, clock: Clock
) -> None:
    for number in range(9):
        board.comment("author", f"Pier {number} is closed for repairs.")
    clock.advance(days=-1)
    with board.database.transaction() as db:
        author = db.get_one(Account, board.cast["author"].id)
        assert author_facts(db, author, clock()).recent_comments == 0


def worker(app: Flask) -> None:
    ended = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 0, ended.output


def sessions_of(app: Flask) -> int:
    with database_of(app).transaction() as db:
        return db.scalar(select(func.count()).select_from(LoginSession)) or 0


@pytest.mark.parametrize(
    ("part", "after", "left"),
    [
        ("reader", timedelta(days=31), 1),
        ("reader", timedelta(days=33), 0),
        ("moderator", timedelta(hours=36), 1),
        ("moderator", timedelta(days=3), 0),
    ],
)
def test_the_worker_forgets_sessions_that_are_long_over(
    app: Flask,
    client_for: ClientFor,
    clock: Clock,
    part: str,
    after: timedelta,
    left: int,
) -> None:
    client_for(part)
    clock.moment += after
    worker(app)
    assert sessions_of(app) == left


def test_the_worker_forgets_what_was_logged_out_and_nothing_in_use(
    app: Flask, client_for: ClientFor, clock: Clock
) -> None:
    gone, used = client_for("reader"), client_for("reader")
    gone.send("/logout", "/account")
    clock.advance(days=3)
    worker(app)
    assert sessions_of(app) == 1
    assert is_signed_in(used)


def test_the_worker_forgets_windows_that_are_over(
    app: Flask, cast: Cast, clock: Clock
) -> None:
    over, open_ = clock().timestamp() - 3 * 86_400, clock().timestamp() + 60
    with database_of(app).transaction(writes=True) as db:
        db.add(RateCount(key="over", count=3, expires_at=over))
        db.add(RateCount(key="open", count=3, expires_at=open_))
    worker(app)
    with database_of(app).transaction() as db:
        assert db.scalars(select(RateCount.key)).all() == ["open"]
