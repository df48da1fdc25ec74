"""Another site's page, or a form without its token, does nothing."""

import pytest
from flask import Flask

from tests.web.conftest import PARTS, UNSAFE, ClientFor, routes

BY_LINK_ALONE = ("/unsubscribe/1",)  # a signed link vouches; this one is none


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", ["no", "an empty", "a made-up", "another session's"])
def test_no_unsafe_route_acts_without_its_own_token(
    app: Flask, client_for: ClientFor, part: str, kind: str
) -> None:
    browser = client_for(part)
    tokens = {
        "no": None,
        "an empty": "",
        "a made-up": "made.up.token",
        "another session's": client_for("stranger").token(),
    }
    token = tokens[kind]
    fields = {} if token is None else {"csrf_token": token}
    for method, address, _ in routes(app, UNSAFE):
        if address.startswith(("/api/", "/v1alpha1/")):
            headers = {} if token is None else {"X-CSRFToken": token}
            answer = browser.open(address, method=method, json={}, headers=headers)
            allowed = (400, 401, 403, 415) if part == "anonymous" else (400, 403)
        else:
            answer = browser.open(address, method=method, data=fields)
            allowed = (404, 404) if address in BY_LINK_ALONE else (400, 403)
        assert answer.status_code in allowed, (method, address)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_page_is_refused_even_with_a_token(
    client_for: ClientFor, headers: dict[str, str]
) -> None:
    browser = client_for("reader")
    data = {"csrf_token": browser.token()}
    assert browser.post("/logout", data=data, headers=headers).status_code == 403
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}],
)
def test_our_own_page_is_let_through(
    client_for: ClientFor, headers: dict[str, str]
) -> None:
    browser = client_for("reader")
    data = {"csrf_token": browser.token()}
    assert browser.post("/logout", data=data, headers=headers).status_code == 303
