"""Where one goes after logging in: back, and never to another site."""

import re

import pytest
from flask import Flask

from comments.store.models import Account
from comments.web.next_page import safe_next
from tests.web.conftest import PASSWORD, Browser, ClientFor, browser_of

Cast = dict[str, Account]
HOSTILE = [
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "http://evil.example",
    "http:evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "//\\evil.example",
    "\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "//evil.example ",
    "/ /evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "mailto:a@evil.example",
    "evil.example",
    "evil.example/path",
    "@evil.example",
    "/@evil.example//",
    "//localhost@evil.example",
    "http://localhost@evil.example",
    "http://localhost.evil.example",
    "http://localhost:80@evil.example",
    "//evil.example/%2f..",
    "/..//evil.example",
    "/.//evil.example",
    "/./../evil.example//",
    "//evil。example",
    "／／evil.example",
    "/／evil.example",
    "ftp://evil.example",
    "//[::1]",
    "//127.0.0.1:9999",
    "/a//evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/path\u2028//evil.example",
    "/" + "a" * 600,
]
OURS = ["/", "/articles/12", "/articles/12?sort=oldest", "/a/b#comment-3", "/x?c=a%20b"]


@pytest.mark.parametrize("wanted", HOSTILE)
def test_a_spelling_that_could_leave_the_site_leads_home(wanted: str) -> None:
    assert safe_next(wanted) == "/"


def test_no_spelling_in_a_form_leaves_the_site(app: Flask, cast: Cast) -> None:
    for wanted in HOSTILE:
        sent = {"name": cast["reader"].name, "password": PASSWORD, "next": wanted}
        answer = browser_of(app).send("/login", **sent)
        assert answer.headers["Location"] == "/", wanted


def test_no_spelling_in_an_address_leaves_the_site(visitor: Browser) -> None:
    for wanted in HOSTILE:
        page = visitor.get("/login", query_string={"next": wanted}).text
        assert re.search(r'name="next"\s+value="/"', page), wanted


def test_no_spelling_leads_the_signed_in_away(client_for: ClientFor) -> None:
    browser = client_for("reader")
    for wanted in HOSTILE:
        answer = browser.get("/login", query_string={"next": wanted})
        assert answer.headers["Location"] == "/", wanted


@pytest.mark.parametrize("wanted", OURS)
def test_logging_in_returns_to_the_page_one_came_from(
    cast: Cast, visitor: Browser, wanted: str
) -> None:
    answer = visitor.send(
        "/login", name=cast["reader"].name, password=PASSWORD, next=wanted
    )
    assert answer.headers["Location"] == wanted


@pytest.mark.parametrize("page", ["/login", "/logout", "/register"])
def test_logging_in_never_returns_to_a_log_in_form(page: str) -> None:
    assert safe_next(page) == "/"


def test_a_page_for_the_signed_in_sends_a_visitor_to_the_log_in_form(
    visitor: Browser,
) -> None:
    answer = visitor.get("/account?changed=sessions")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login?next=/account?changed%3Dsessions"
