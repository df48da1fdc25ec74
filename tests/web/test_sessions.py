"""Sessions live in the database and end when they must."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from comments.domain.permissions import Role
from comments.domain.sanctions import SanctionKind
from comments.services import accounts as account_services
from comments.store.models import Account, LoginSession, Sanction
from tests.web.conftest import (
    PASSWORD,
    Browser,
    ClientFor,
    Clock,
    browser_of,
    database_of,
)

Cast = dict[str, Account]


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def cookie_of(browser: Browser) -> str:
    cookie = browser.get_cookie("parley")
    assert cookie is not None
    return cookie.value


def with_cookie(app: Flask, value: str) -> Browser:
    browser = browser_of(app)
    browser.set_cookie("parley", value)
    return browser


def test_only_the_digest_of_the_secret_is_stored(
    app: Flask, client_for: ClientFor
) -> None:
    secret = cookie_of(client_for("reader")).removeprefix("s.")
    with database_of(app).transaction() as db:
        row = db.scalars(select(LoginSession)).one()
    assert len(secret) >= 43  # 256 bits in base 64
    assert secret not in {row.digest, row.csrf_seed}


def test_a_browser_stays_signed_in(client_for: ClientFor) -> None:
    assert is_signed_in(client_for("reader"))


def test_logging_in_makes_a_new_secret_each_time(client_for: ClientFor) -> None:
    assert cookie_of(client_for("reader")) != cookie_of(client_for("reader"))


def test_a_secret_that_was_chosen_beforehand_is_not_adopted(
    app: Flask, cast: Cast
) -> None:
    browser = with_cookie(app, "s.chosen-by-somebody-else")
    browser.log_in(cast["reader"].name)
    assert cookie_of(browser) != "s.chosen-by-somebody-else"
    assert not is_signed_in(with_cookie(app, "s.chosen-by-somebody-else"))


def test_a_visitors_cookie_never_makes_anybody_signed_in(
    app: Flask, visitor: Browser, cast: Cast
) -> None:
    visitor.get("/login")
    assert cookie_of(visitor).startswith("v.")
    assert not is_signed_in(visitor)
    assert not is_signed_in(with_cookie(app, "s." + cookie_of(visitor)[2:]))


def test_logging_out_ends_every_copy_of_the_cookie(
    app: Flask, client_for: ClientFor
) -> None:
    browser = client_for("reader")
    copy = with_cookie(app, cookie_of(browser))
    answer = browser.send("/logout", page="/account")
    assert answer.status_code == 303
    assert browser.get_cookie("parley") is None
    assert not is_signed_in(copy)


def test_logging_out_leaves_the_readers_other_browser_alone(
    client_for: ClientFor,
) -> None:
    here, there = client_for("reader"), client_for("reader")
    here.send("/logout", page="/account")
    assert is_signed_in(there)


def test_a_password_change_ends_all_other_sessions(client_for: ClientFor) -> None:
    here, there, somebody = (client_for(p) for p in ("reader", "reader", "stranger"))
    answer = here.send(
        "/account/password", "/account", present=PASSWORD, new="four grey herons"
    )
    assert answer.status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert is_signed_in(somebody)


@pytest.mark.parametrize("kind", [SanctionKind.BAN, SanctionKind.SUSPENSION])
def test_a_ban_or_a_suspension_ends_a_session_at_its_next_request(
    app: Flask, client_for: ClientFor, cast: Cast, clock: Clock, kind: SanctionKind
) -> None:
    browser, somebody = client_for("reader"), client_for("stranger")
    sanction(app, cast, clock, kind)
    assert not is_signed_in(browser)
    assert is_signed_in(somebody)


def test_a_muted_reader_stays_signed_in(
    app: Flask, client_for: ClientFor, cast: Cast, clock: Clock
) -> None:
    browser = client_for("reader")
    sanction(app, cast, clock, SanctionKind.MUTE)
    assert is_signed_in(browser)


def test_a_role_change_ends_every_session(
    app: Flask, client_for: ClientFor, cast: Cast, clock: Clock
) -> None:
    browser = client_for("moderator")
    with database_of(app).transaction(writes=True) as db:
        account_services.change_role(db, cast["moderator"].id, Role.READER, now=clock())
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    ("part", "idle", "absolute"),
    [
        ("reader", {"days": 30}, {"days": 180}),
        ("moderator", {"hours": 12}, {"days": 14}),
    ],
)
def test_a_session_ends_when_it_is_idle_and_at_the_latest(
    client_for: ClientFor,
    clock: Clock,
    part: str,
    idle: dict[str, float],
    absolute: dict[str, float],
) -> None:
    start = clock()
    kept = client_for(part)
    clock.advance(**idle)
    clock.advance(seconds=-1)
    assert is_signed_in(kept)  # which is a use of it

    dropped = client_for(part)
    clock.advance(**idle)
    assert not is_signed_in(dropped)

    clock.moment = start
    lasting = client_for(part)
    end = Clock(start)
    end.advance(**absolute)
    step = timedelta(**idle).total_seconds() - 1
    while clock() < end() and is_signed_in(lasting):
        clock.advance(seconds=step)
    assert clock() >= end()
    assert not is_signed_in(lasting)


def test_a_session_is_noted_as_used_only_now_and_then(
    app: Flask, client_for: ClientFor, clock: Clock
) -> None:
    browser = client_for("reader")
    began = clock()
    clock.advance(minutes=4)
    browser.get("/account")
    assert seen_at(app) == began
    clock.advance(minutes=1)
    browser.get("/account")
    assert seen_at(app) == clock()


def test_a_reader_ends_one_session_or_all_others(client_for: ClientFor) -> None:
    here, second, third = (client_for("reader") for _ in range(3))
    number = here.get("/account").text.split("/account/sessions/")[1].split("/")[0]
    assert here.send(f"/account/sessions/{number}/end", "/account").status_code == 303
    assert [is_signed_in(second), is_signed_in(third)].count(True) == 1
    here.send("/account/sessions/end-others", "/account")
    assert not is_signed_in(second)
    assert not is_signed_in(third)
    assert is_signed_in(here)


def test_nobody_ends_somebody_elses_session(app: Flask, client_for: ClientFor) -> None:
    victim = client_for("reader")
    with database_of(app).transaction() as db:
        number = db.scalars(select(LoginSession.id)).one()
    answer = client_for("stranger").send(f"/account/sessions/{number}/end", "/account")
    assert answer.status_code == 404
    assert is_signed_in(victim)


def test_the_cookie_is_bound_to_the_site_where_readers_come_by_https(
    app: Flask, cast: Cast
) -> None:
    app.config.update(SESSION_COOKIE_NAME="__Host-parley", SESSION_COOKIE_SECURE=True)
    browser = browser_of(app)
    with browser.get("/login", base_url="https://localhost") as answer:
        header = answer.headers["Set-Cookie"]
    assert header.startswith("__Host-parley=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))


def seen_at(app: Flask) -> datetime:
    with database_of(app).transaction() as db:
        return db.scalars(select(LoginSession.seen_at)).one()


def sanction(app: Flask, cast: Cast, clock: Clock, kind: SanctionKind) -> None:
    with database_of(app).transaction(writes=True) as db:
        db.add(
            Sanction(
                account_id=cast["reader"].id,
                kind=kind.value,
                rule="be-nice",
                note="Three warnings.",
                decided_by=cast["moderator"].id,
                starts_at=clock(),
            )
        )
