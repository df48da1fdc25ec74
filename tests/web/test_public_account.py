"""The log and the report: closed until an editor opens them, then everybody's."""

import csv
import io

import pytest
from flask import Flask

from tests.web.conftest import Browser, ClientFor

ADDRESSES = ("/transparency", "/transparency.csv", "/api/v1/transparency")


def let_see(client_for: ClientFor, **parts: str) -> None:
    answer = client_for("editor").send("/site/openness", page="/account", **parts)
    assert answer.status_code == 303


def test_an_editor_reads_the_report_before_anybody_else(
    client_for: ClientFor, visitor: Browser
) -> None:
    for address in ADDRESSES:
        assert client_for("editor").get(address).status_code == 200
        assert client_for("moderator").get(address).status_code == 403
        assert visitor.get(address).status_code in (303, 401)
    assert visitor.get("/moderation-log").status_code == 404
    assert "/transparency" not in visitor.get("/rules").text


def test_what_an_editor_opened_is_everybodys_and_kept_by_caches(
    client_for: ClientFor, visitor: Browser
) -> None:
    let_see(client_for, log="1", report="1")
    for address in (*ADDRESSES, "/moderation-log"):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "s-maxage=300" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
    rules = visitor.get("/rules").text
    assert 'href="/transparency"' in rules
    assert 'href="/moderation-log"' in rules
    let_see(client_for)
    assert visitor.get("/moderation-log").status_code == 404


def test_a_spreadsheet_gets_a_line_a_number(client_for: ClientFor) -> None:
    answer = client_for("editor").get("/transparency.csv?from=2026-01-01")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["part", "what", "rule", "ground", "decided by", "number"]
    assert ["appeals", "received in all", "", "", "", "0"] in rows
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_program_gets_the_same_report(client_for: ClientFor) -> None:
    found = client_for("editor").get("/api/v1/transparency").get_json()
    assert found["restrictions"] == []
    assert found["suppressed"] is False


@pytest.mark.parametrize(
    "asked", ["from=yesterday", "from=2026-03-02&to=2026-03-01", "from=2999-01-01"]
)
def test_a_period_that_is_none_is_refused(client_for: ClientFor, asked: str) -> None:
    for address in ADDRESSES:
        assert client_for("editor").get(f"{address}?{asked}").status_code == 400


def test_a_reader_cannot_open_the_books(client_for: ClientFor, app: Flask) -> None:
    for part in ("reader", "moderator"):
        answer = client_for(part).send("/site/openness", page="/account", log="1")
        assert answer.status_code == 403
