"""What holds for every request and answer."""

import pytest
from flask import Flask

from comments.domain.permissions import Act

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def test_every_view_declares_its_act(app: Flask) -> None:
    views = {
        name: view for name, view in app.view_functions.items() if name != "static"
    }
    undeclared = [n for n, v in views.items() if not isinstance(v.act, Act)]
    assert views
    assert undeclared == []


def test_a_view_without_a_declaration_answers_nobody(app: Flask, client_for) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = client_for("administrator").get("/forgotten")
    assert answer.status_code == 500
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "path", ["/login", "/nowhere", "/account", "/static/parley.css"]
)
def test_every_answer_carries_the_headers_that_bind_a_browser(visitor, path) -> None:
    headers = visitor.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers
