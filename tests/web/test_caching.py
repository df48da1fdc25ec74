"""A cache keeps what is the same for everybody, and nothing else."""

from flask import Flask, Response
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from comments.domain.permissions import Act
from comments.web.access import requires
from comments.web.caching import public_page
from tests.web.conftest import Browser, ClientFor


def test_what_a_signed_in_reader_sees_stays_out_of_every_cache(
    client_for: ClientFor,
) -> None:
    assert client_for("reader").get("/account").headers["Cache-Control"] == (
        "private, no-store"
    )


def test_a_public_page_may_be_kept_by_a_cache_and_says_when_it_is_unchanged(
    app: Flask, visitor: Browser, client_for: ClientFor
) -> None:
    app.add_url_rule("/open", "open", requires(Act.READ_BOARD)(an_open_page))
    answer = visitor.get("/open")
    assert "s-maxage=1," in answer.headers["Cache-Control"]
    assert "stale-while-revalidate" not in answer.headers["Cache-Control"]
    assert answer.headers["Vary"] == "Cookie"
    assert "Set-Cookie" not in answer.headers
    unchanged = visitor.get("/open", headers={"If-None-Match": answer.headers["ETag"]})
    assert unchanged.status_code == 304
    signed_in = client_for("reader").get("/open")
    assert signed_in.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in signed_in.headers


def an_open_page() -> AnyResponse:
    return public_page(Response("the same for everybody"))


def test_a_page_that_sets_a_cookie_is_never_public(
    app: Flask, visitor: Browser
) -> None:
    def form() -> AnyResponse:
        return public_page(Response(generate_csrf()))

    app.add_url_rule("/form", "form", requires(Act.READ_BOARD)(form))
    answer = visitor.get("/form")
    assert "Set-Cookie" in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_files_are_kept_for_long_under_an_address_that_changes_with_them(
    visitor: Browser,
) -> None:
    page = visitor.get("/login").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address
    assert "max-age=31536000" in visitor.get(address).headers["Cache-Control"]
    plain = visitor.get(address.split("?")[0])
    assert "max-age=3600" in plain.headers["Cache-Control"]


def test_reading_alone_leaves_no_cookie(app: Flask, visitor: Browser) -> None:
    for address in ("/", "/rules", "/nowhere", "/static/parley.css", "/health"):
        assert "Set-Cookie" not in visitor.get(address).headers
