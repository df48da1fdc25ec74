"""Programs that ask the filter alone."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from comments.domain.permissions import Scope
from comments.store.models import Comment
from tests.web.api.conftest import PLAIN, RUDE, Call, SignIn


def test_a_program_with_a_token_for_the_filter_gets_a_verdict(
    program: Call, app: Flask
) -> None:
    answer = program("reader", Scope.FILTER).post("/check", text=RUDE)
    assert answer.status_code == 200
    assert set(answer.json) == {"outcome", "scores", "findings"}
    assert answer.json["outcome"] == "hold"
    start, end = answer.json["findings"][0]["spans"][0]
    assert "idiot" in RUDE[start:end]
    with app.extensions["parley"].database.transaction() as db:
        assert db.scalar(select(func.count()).select_from(Comment)) == 0


def test_a_signed_in_reader_may_ask_as_well(client_for: SignIn) -> None:
    browser = client_for("reader")
    token = browser.get("/api/v1/session").json["csrf_token"]
    answer = browser.post(
        "/api/v1/check", json={"text": PLAIN}, headers={"X-CSRFToken": token}
    )
    assert (answer.status_code, answer.json["outcome"]) == (200, "publish")


def test_a_visitor_or_a_token_for_something_else_may_not(program: Call) -> None:
    assert program().post("/check", text=PLAIN).status_code == 401
    posting = program("reader", Scope.POST)
    assert posting.post("/check", text=PLAIN).status_code == 403


@pytest.mark.parametrize("text", ["", " \n", "x" * 3001, "a\x00b", "\ud800", 5, None])
def test_a_text_that_no_comment_could_have_is_refused(program: Call, text: Any) -> None:
    answer = program("reader").post("/check", text=text)
    assert (answer.status_code, answer.json["field"]) == (400, "text")
