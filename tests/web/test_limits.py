"""How often one may do what, on whichever storage counts."""

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Blueprint, Flask

from app import create_app
from comments.adapters.passwords import Passwords
from comments.domain.permissions import Act
from comments.settings import Settings
from comments.store.models import Account
from comments.web.access import requires
from comments.web.blueprints import BLUEPRINTS
from comments.web.limits import LIMITS, Limited, limited
from tests.web.conftest import PASSWORD, Browser, Clock, browser_of, database_of

Cast = dict[str, Account]
STORAGES = [
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgresql", marks=pytest.mark.postgresql),
    pytest.param("redis", marks=pytest.mark.redis),
]


@pytest.fixture(params=STORAGES)
def settings(request: pytest.FixtureRequest) -> Settings:
    """Limits as in production, counted by each storage in turn."""
    kind = request.param
    counted = "sqlite" if kind == "redis" else kind
    return Settings(
        database_url=request.getfixturevalue(f"{counted}_url"),
        redis_url=request.getfixturevalue("redis_url") if kind == "redis" else "",
        secret_key="s" * 32,
        ledger_key="l" * 32,
        public_url="http://localhost",
    )


@pytest.fixture
def twin(
    settings: Settings, app: Flask, clock: Clock, quick_passwords: Passwords
) -> Iterator[Flask]:
    """A second process of the same installation."""
    made = create_app(settings, clock=clock, passwords=quick_passwords)
    made.test_client_class = Browser
    yield made
    database_of(made).dispose()


def guess(browser: Browser, name: str, times: int) -> list[int]:
    return [browser.log_in(name, "a wrong guess").status_code for _ in range(times)]


def test_the_ninth_wrong_password_in_five_minutes_is_not_even_looked_at(
    cast: Cast, visitor: Browser
) -> None:
    assert guess(visitor, cast["reader"].name, 8) == [401] * 8
    refused = visitor.log_in(cast["reader"].name, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300


def test_a_name_is_counted_however_it_is_spelled(cast: Cast, visitor: Browser) -> None:
    spellings = [
        "Tom K.",
        "tom k",
        "TOM_K",
        "Тom K",
        "t.o.m.k",
        " tom k ",
        "tomk",
        "tom-k",
    ]
    assert [visitor.log_in(s, "wrong guess").status_code for s in spellings] == [
        401
    ] * 8
    assert visitor.log_in("tOm k").status_code == 429


def test_guesses_at_one_account_leave_the_others_alone(
    cast: Cast, app: Flask, visitor: Browser
) -> None:
    guess(visitor, cast["reader"].name, 9)
    assert browser_of(app).log_in(cast["stranger"].name).status_code == 303


def test_one_address_guesses_at_forty_names_and_no_more(app: Flask, cast: Cast) -> None:
    browser = browser_of(app)
    names = [f"Nobody {number}" for number in range(41)]
    answers = [browser.log_in(name, "a wrong guess").status_code for name in names]
    assert answers == [401] * 40 + [429]


def test_all_processes_count_together(cast: Cast, app: Flask, twin: Flask) -> None:
    assert guess(browser_of(app), cast["reader"].name, 4) == [401] * 4
    assert guess(browser_of(twin), cast["reader"].name, 5) == [401] * 4 + [429]


def test_guesses_sent_at_once_are_all_counted(cast: Cast, app: Flask) -> None:
    browsers = [browser_of(app) for _ in range(16)]
    tokens = [browser.token() for browser in browsers]

    def send(pair: tuple[Browser, str]) -> int:
        browser, token = pair
        data = {"csrf_token": token, "name": "Tom K.", "password": "a wrong guess"}
        return browser.post("/login", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, zip(browsers, tokens, strict=True)))
    assert sorted(answers) == [401] * 8 + [429] * 8


def test_logging_in_rightly_does_not_use_up_the_limit(cast: Cast, app: Flask) -> None:
    for _ in range(10):
        assert browser_of(app).log_in(cast["reader"].name).status_code == 303


def test_the_owner_gets_in_from_a_browser_seen_before(
    cast: Cast, app: Flask, visitor: Browser
) -> None:
    own = browser_of(app)
    own.log_in(cast["reader"].name)
    own.send("/logout", "/account")
    guess(visitor, cast["reader"].name, 9)
    assert own.log_in(cast["reader"].name).status_code == 303


def test_a_browser_known_under_one_name_gets_no_second_chance_at_another(
    cast: Cast, app: Flask, visitor: Browser
) -> None:
    other = browser_of(app)
    other.log_in(cast["stranger"].name)
    other.send("/logout", "/account")
    guess(visitor, cast["reader"].name, 8)
    assert other.log_in(cast["reader"].name).status_code == 429


def test_reading_is_not_limited(cast: Cast, visitor: Browser) -> None:
    guess(visitor, cast["reader"].name, 9)
    assert {visitor.get("/login").status_code for _ in range(50)} == {200}


def test_a_refused_text_comes_back_with_a_button_to_send_it_again(
    posting: Flask, cast: Cast
) -> None:
    browser = browser_of(posting)
    browser.log_in(cast["reader"].name)
    fields = {"text": "Line one\r\n<b>two</b>", "attempt": "a1"}
    answers = [browser.send("/try", "/account", **fields) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    page = answers[-1].text
    assert "Line one\r\n&lt;b&gt;two&lt;/b&gt;</textarea>" in page
    assert 'name="attempt" value="a1"' in page
    assert "Send it again" in page


@pytest.fixture
def posting(
    settings: Settings,
    clock: Clock,
    quick_passwords: Passwords,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Flask]:
    """The site with one more view, which is limited as posting is."""
    spare = Blueprint("spare", __name__)
    view = limited(Limited.POST)(requires(Act.POST)(lambda: "posted"))
    spare.add_url_rule("/try", "post", view, methods=["POST"])
    monkeypatch.setattr("comments.web.blueprints.BLUEPRINTS", (*BLUEPRINTS, spare))
    made = create_app(settings, clock=clock, passwords=quick_passwords)
    made.test_client_class = Browser
    yield made
    database_of(made).dispose()


def test_while_redis_is_away_each_process_counts_for_itself(
    settings: Settings, cast: Cast, quick_passwords: Passwords
) -> None:
    away = dataclasses.replace(settings, redis_url="redis://127.0.0.1:1/0")
    app = create_app(away, passwords=quick_passwords)
    app.test_client_class = Browser
    assert guess(browser_of(app), cast["reader"].name, 9) == [401] * 8 + [429]
    database_of(app).dispose()


def test_the_limits_are_lifted_for_load_tests(
    settings: Settings, cast: Cast, quick_passwords: Passwords
) -> None:
    raised = dataclasses.replace(settings, limits_raised=True)
    app = create_app(raised, passwords=quick_passwords)
    app.test_client_class = Browser
    assert guess(browser_of(app), cast["reader"].name, 12) == [401] * 12
    database_of(app).dispose()


def test_every_limit_is_written_down() -> None:
    assert set(LIMITS) == set(Limited)
