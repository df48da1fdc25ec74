"""What holds for every request and every answer."""

import dataclasses

import pytest
from flask import Flask, request

from app import create_app
from comments.adapters.passwords import Passwords
from comments.domain.permissions import Act
from comments.settings import Settings
from comments.web.access import requires
from comments.web.security import client_network
from tests.web.conftest import (
    Browser,
    ClientFor,
    Clock,
    database_of,
)

EVERYWHERE = ("/login", "/nowhere", "/account", "/static/parley.css", "/api/v1/nowhere")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_headers_that_bind_a_browser(
    visitor: Browser, path: str
) -> None:
    headers = visitor.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_browsers_are_told_to_come_by_https_where_readers_do(
    settings: Settings, clock: Clock, quick_passwords: Passwords
) -> None:
    public = dataclasses.replace(settings, public_url="https://talk.example")
    app = create_app(public, clock=clock, passwords=quick_passwords)
    answer = app.test_client().get("/login", base_url="http://talk.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert answer.headers["Set-Cookie"].startswith("__Host-parley=")
    assert "; Secure" in answer.headers["Set-Cookie"]
    database_of(app).dispose()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "notlocalhost",
        "a@b",
    ],
)
def test_a_name_that_is_not_ours_is_not_answered(visitor: Browser, host: str) -> None:
    answer = visitor.get("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_our_own_names_are_answered(visitor: Browser, host: str) -> None:
    assert visitor.get("/login", headers={"Host": host}).status_code == 200


FORWARDING = [
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Prefix",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Real-IP",
    "X-HTTP-Method-Override",
]


@pytest.mark.parametrize("name", [*FORWARDING, "Forwarded"])
def test_no_forwarding_header_has_any_effect_without_a_trusted_proxy(
    app: Flask, visitor: Browser, name: str
) -> None:
    seen = recorded(app)
    visitor.get("/seen")
    visitor.get("/seen", headers={name: "203.0.113.9"})
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "junk", "10.0.0.1"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "203.0.113.9", "192.0.2.1"),
    ],
)
def test_a_trusted_proxy_alone_names_the_client(
    settings: Settings,
    quick_passwords: Passwords,
    peer: str,
    forwarded: str,
    client: str,
) -> None:
    behind = dataclasses.replace(settings, trusted_proxies=("10.0.0.0/8",))
    app = create_app(behind, passwords=quick_passwords)
    seen = recorded(app)
    app.test_client().get(
        "/seen",
        headers={"X-Forwarded-For": forwarded},
        environ_overrides={"REMOTE_ADDR": peer},
    )
    assert seen[0][0] == client
    database_of(app).dispose()


def recorded(app: Flask) -> list[tuple[str, str, str, str]]:
    seen: list[tuple[str, str, str, str]] = []

    def view() -> str:
        seen.append((client_network(), request.host, request.scheme, request.path))
        return "seen"

    app.add_url_rule("/seen", "seen", requires(Act.READ_BOARD)(view))
    return seen


def test_a_body_of_ten_megabytes_is_refused_unread(visitor: Browser) -> None:
    answer = visitor.post("/login", data={"name": "a" * 10_000_000})
    assert answer.status_code == 413


def test_a_chunked_body_is_refused_when_it_is_too_long_never_cut(
    app: Flask, visitor: Browser
) -> None:
    answer = visitor.post(
        "/login",
        data=b"name=" + b"a" * 70_000,
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"name=%ff", b"name=\xff", b"name=%ed%a0%80"])
def test_a_body_that_is_not_utf_8_is_refused(visitor: Browser, body: bytes) -> None:
    answer = visitor.post(
        "/login", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert "UTF-8" in answer.text


@pytest.mark.parametrize(
    "number", ["0", "9" * 15, "9" * 17, "9" * 40, "-1", "1e3", "x"]
)
def test_an_id_that_no_database_holds_is_no_page(
    client_for: ClientFor, number: str
) -> None:
    answer = client_for("reader").send(f"/account/sessions/{number}/end", "/account")
    assert answer.status_code == 404


def test_health_says_how_a_commit_reaches_the_disk(visitor: Browser) -> None:
    answer = visitor.get("/health")
    assert answer.json == {"status": "ok", "database": "sqlite", "durability": "2"}
