"""What a program is told when it asks for what is not there or cannot be read."""

from typing import Any

import pytest

from tests.web.api.conftest import PLAIN, Call, Cast

PROBLEM = "application/problem+json"
JSON = {"content_type": "application/json"}


def test_a_path_that_is_not_there_is_a_problem_for_programs(program: Call) -> None:
    answer = program().get("/nothing")
    assert (answer.status_code, answer.content_type) == (404, PROBLEM)
    assert set(answer.json) == {"type", "title", "status", "detail"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/queue", "GET"),
        ("GET", "/check", "POST"),
        ("POST", "/threads", "PUT"),
        ("PUT", "/comments/1", "PATCH"),
    ],
)
def test_a_wrong_method_names_the_right_ones(
    program: Call, method: str, path: str, allowed: str
) -> None:
    answer = program("moderator").send(method, path)
    assert (answer.status_code, answer.content_type) == (405, PROBLEM)
    assert allowed in answer.headers["Allow"]


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "text/json"]
)
def test_a_body_of_another_kind_is_refused(
    program: Call, thread_id: int, kind: str | None
) -> None:
    answer = program("author").send(
        "POST",
        f"/threads/{thread_id}/comments",
        data=b'{"text": "x", "attempt": "1"}',
        content_type=kind,
    )
    assert (answer.status_code, answer.content_type) == (415, PROBLEM)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"[" * 30_000,
        b'{"text":' * 6_000,
        b'{"text": "\xff", "attempt": "1"}',
        b'{"text": 1' + b"0" * 9_000 + b"}",
        b"\x00",
        b'\xef\xbb\xbf{"text": "x", "attempt": "1"',
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    program: Call, thread_id: int, body: bytes
) -> None:
    path = f"/threads/{thread_id}/comments"
    answer = program("author").send("POST", path, data=body, **JSON)
    assert (answer.status_code, answer.content_type) == (400, PROBLEM)
    assert program("author").comment(thread_id).status_code == 201


def test_a_body_that_is_too_long_is_refused(program: Call, thread_id: int) -> None:
    path = f"/threads/{thread_id}/comments"
    answer = program("author").send("POST", path, data=b" " * 70_000, **JSON)
    assert (answer.status_code, answer.content_type) == (413, PROBLEM)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "x" * 3001),
        ("text", "a\x00b"),
        ("text", "half \udc00"),
        ("text", ["x"]),
        ("attempt", None),
        ("attempt", ""),
        ("attempt", 7),
        ("attempt", "x" * 65),
        ("attempt", "\x00"),
        ("parent_id", "1"),
        ("parent_id", 1.0),
        ("parent_id", True),
        ("parent_id", 0),
        ("parent_id", -1),
        ("parent_id", 2**63),
        ("mark", "important"),
        ("mark", 1),
        ("insist", "true"),
        ("insist", 1),
    ],
)
def test_a_field_that_cannot_be_used_is_named(
    program: Call, thread_id: int, field: str, value: Any
) -> None:
    answer = program("author").comment(thread_id, **{"text": PLAIN} | {field: value})
    assert answer.status_code == 400
    assert answer.json["field"] == field
    assert answer.json["detail"]


def test_a_field_that_nobody_may_set_is_not_read(
    program: Call, thread_id: int, cast: Cast
) -> None:
    answer = program("author").comment(
        thread_id,
        status="held",
        author_id=cast["editor"].id,
        id=1000,
        created_at="2020-01-01T00:00:00Z",
    )
    assert answer.status_code == 201
    assert answer.json["author"]["id"] == cast["author"].id
    assert answer.json["created_at"] == "2026-03-14T09:26:53Z"


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("/threads/{}/comments", "cursor", "nonsense"),
        ("/threads/{}/comments", "cursor", "é"),
        ("/threads/{}/comments", "cursor", "LTE"),
        ("/threads/{}/comments", "cursor", "\x00"),
        ("/threads/{}/comments", "cursor", "A" * 200),
        ("/threads/{}/comments", "limit", "0"),
        ("/threads/{}/comments", "limit", "101"),
        ("/threads/{}/comments", "limit", "many"),
        ("/threads/{}/comments", "limit", "-1"),
        ("/threads/{}/comments", "limit", "9" * 50),
        ("/threads/{}/comments", "sort", "best"),
        ("/queue", "cursor", "bmFuOjE"),
        ("/queue", "cursor", "MQ"),
        ("/queue", "rule", "nothing"),
        ("/me/reports", "cursor", "x"),
        ("/me/notices", "cursor", "x"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(
    program: Call, thread_id: int, path: str, field: str, value: Any
) -> None:
    answer = program("moderator").get(path.format(thread_id), **{field: value})
    assert (answer.status_code, answer.json["field"]) == (400, field)


def test_an_id_beyond_all_ids_is_not_found_whatever_is_done_with_it(
    program: Call,
) -> None:
    answer = program("author").delete(f"/comments/{10**20}")
    assert (answer.status_code, answer.content_type) == (404, PROBLEM)


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 30, "1%00", "%ff"])
def test_an_id_that_no_row_can_have_is_not_found(program: Call, number: str) -> None:
    answer = program("author").get(f"/threads/{number}/comments")
    assert (answer.status_code, answer.content_type) == (404, PROBLEM)


class TestUnderProductionLimits:
    """Limits hang on the view, and are shared with the pages' forms."""

    @pytest.fixture
    def limits_raised(self) -> bool:
        return False

    def test_who_posts_too_fast_is_told_when_to_go_on(
        self, program: Call, thread_id: int
    ) -> None:
        author = program("author")
        for number in range(5):
            assert author.comment(thread_id, f"Remark {number}.").status_code == 201
        answer = author.comment(thread_id, "One more remark.")
        assert (answer.status_code, answer.content_type) == (429, PROBLEM)
        assert int(answer.headers["Retry-After"]) > 0
        assert program("reader").comment(thread_id).status_code == 201
