"""Programs that report comments, and notices of unlawful content from anybody."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from comments.store.models import Report, UnlawfulNotice
from tests.web.api.conftest import Call, Count, Program


@pytest.fixture
def count(app: Flask) -> Callable[[Any], int]:
    def counted(model: Any) -> int:
        with app.extensions["parley"].database.transaction() as db:
            return db.scalar(select(func.count()).select_from(model)) or 0

    return counted


def report(
    program: Program, comment_id: int, rule: Any = "be-truthful", **more: Any
) -> Any:
    return program.post(f"/comments/{comment_id}/reports", rule=rule, **more)


def test_a_reader_reports_a_comment(
    program: Call, published_id: int, count: Count
) -> None:
    answer = report(program("reader"), published_id, note="It was 1988.")
    assert answer.status_code == 201
    assert answer.json["comment_id"] == published_id
    assert (answer.json["rule"], answer.json["note"]) == ("be-truthful", "It was 1988.")
    assert answer.json["state"] == "received"
    assert count(Report) == 1


def test_a_reader_cannot_report_twice(
    program: Call, published_id: int, count: Count
) -> None:
    first = report(program("reader"), published_id)
    again = report(program("reader"), published_id, rule="be-nice")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert count(Report) == 1


def test_an_author_cannot_report_their_own_comment(
    program: Call, published_id: int
) -> None:
    assert report(program("author"), published_id).status_code == 403


def test_a_held_comment_is_not_there_to_report(program: Call, held_id: int) -> None:
    assert report(program("reader"), held_id).status_code == 404


@pytest.mark.parametrize("rule", ["share-with-us", "be-proactive", "nothing", 3, None])
def test_a_report_names_a_rule_that_can_be_reported(
    program: Call, published_id: int, rule: Any
) -> None:
    answer = report(program("reader"), published_id, rule=rule)
    assert (answer.status_code, answer.json["field"]) == (400, "rule")


def test_what_is_unlawful_is_told_by_a_notice(program: Call, published_id: int) -> None:
    answer = report(program("reader"), published_id, rule="unlawful")
    assert (answer.status_code, answer.json["field"]) == (400, "rule")
    assert "/api/v1/notices" in answer.json["detail"]


def test_a_note_has_an_end(program: Call, published_id: int) -> None:
    answer = report(program("reader"), published_id, note="x" * 501)
    assert (answer.status_code, answer.json["field"]) == (400, "note")


def notice(program: Program, url: Any, **more: Any) -> Any:
    sent = {"comment_url": url, "explanation": "It is libel.", "good_faith": True}
    return program.post("/notices", **sent | more)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/comments/{}",
        "/comments/{}",
        "http://localhost/threads/2#comment-{}",
    ],
)
def test_anybody_files_a_notice_of_unlawful_content(
    program: Call, published_id: int, url: Any, count: Count
) -> None:
    answer = notice(program(), url.format(published_id))
    assert answer.status_code == 201
    assert set(answer.json) == {"id", "status_url"}
    assert answer.json["status_url"].startswith("http://localhost/notices/unlawful/")
    assert count(UnlawfulNotice) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/comments/{}",
        "http://localhost.elsewhere.example/comments/{}",
        "http://localhost@elsewhere.example/comments/{}",
        "http://localhost/comments/{}/report",
        "http://localhost/comments/",
        "http://[localhost/comments/{}",
        "comments/9999999999999999999999{}",
        "{}",
    ],
)
def test_a_notice_is_about_a_comment_of_ours(
    program: Call, published_id: int, url: Any, count: Count
) -> None:
    answer = notice(program(), url.format(published_id))
    assert (answer.status_code, answer.json["field"]) == (400, "comment_url")
    assert count(UnlawfulNotice) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("good_faith", False),
        ("good_faith", None),
        ("good_faith", "true"),
        ("explanation", " "),
        ("explanation", "x" * 2001),
        ("email", "not an address"),
        ("name", "x" * 101),
    ],
)
def test_a_notice_is_complete(
    program: Call, published_id: int, field: str, value: Any
) -> None:
    answer = notice(program(), f"/comments/{published_id}", **{field: value})
    assert (answer.status_code, answer.json["field"]) == (400, field)


def test_a_notice_about_a_held_comment_finds_none(program: Call, held_id: int) -> None:
    assert notice(program(), f"/comments/{held_id}").status_code == 404
