"""Sealed evidence at the desk: for editors alone, files whose digest one can check."""

import re
from hashlib import sha256

import pytest
from sqlalchemy import text

from tests.web.desk.conftest import Desk


@pytest.fixture
def piece(desk: Desk) -> str:
    """The address of what was sealed when an editor was asked."""
    number = desk.post("author")
    desk.decide("moderator", number, action="escalate", note="He names a day.")
    page = desk.see("editor", "/site/evidence").text
    found = re.search(r'href="(/site/evidence/\d+\.json)"', page)
    assert found
    return found.group(1)


def test_an_editor_downloads_exactly_what_was_sealed(desk: Desk, piece: str) -> None:
    page = desk.see("editor", "/site/evidence").text
    answer = desk.see("editor", piece)
    assert answer.content_type == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"sha256 {sha256(answer.data).hexdigest()}" in page


def test_nobody_below_an_editor_sees_it(desk: Desk, piece: str) -> None:
    for part in ("moderator", "author"):
        assert desk.see(part, piece).status_code == 403
        assert desk.see(part, "/site/evidence").status_code == 403
        sent = desk.send(part, piece.replace(".json", "/prolong"))
        assert sent.status_code == 403
    assert desk.see("anonymous", piece).status_code == 303


def test_an_editor_sets_the_term_within_bounds(desk: Desk, piece: str) -> None:
    for days in ("29", "1096", "x"):
        assert desk.send("editor", "/site/evidence", days=days).status_code == 400
    assert desk.send("editor", "/site/evidence", days="90").status_code == 303
    assert 'value="90"' in desk.see("editor", "/site/evidence").text
    sent = desk.send("editor", piece.replace(".json", "/prolong"))
    assert sent.status_code == 303


def test_a_command_finds_what_was_changed(desk: Desk, piece: str) -> None:
    runner = desk.app.test_cli_runner()
    whole = runner.invoke(args=["evidence", "verify"])
    assert (whole.exit_code, whole.output) == (0, "The sealed evidence is whole.\n")
    with desk.database.transaction(writes=True) as db:
        db.execute(text("UPDATE sealed_evidence SET document = '{}'"))
    changed = runner.invoke(args=["evidence", "verify"])
    assert changed.exit_code == 1
    assert "evidence 1: the document was changed" in changed.output


def test_the_worker_deletes_it_when_its_term_is_over(desk: Desk, piece: str) -> None:
    desk.clock.advance(days=187)  # a wrong clock deletes nothing at once
    desk.browsers.clear()
    ended = desk.app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 0, ended.output
    assert desk.see("editor", piece).status_code == 404
