"""The newsroom's own system makes threads, changes them and finds them."""

from typing import Any

import pytest

from comments.domain.permissions import Scope
from tests.web.api.conftest import URL, Call, Program

ARTICLE = {"url": URL, "title": "The mill bridge is closed", "section": "Town"}


@pytest.fixture
def cms(program: Call) -> Program:
    """The newsroom's content system, with an editor's token for threads alone."""
    return program("editor", Scope.THREADS)


def test_a_new_article_gets_a_thread(cms: Program) -> None:
    answer = cms.put("/threads", **ARTICLE)
    assert answer.status_code == 201
    assert answer.json["url"] == URL
    assert answer.json["comment_count"] == 0
    assert (answer.json["open"], answer.json["mode"]) == (True, "post")


def test_a_renamed_article_keeps_its_thread(cms: Program) -> None:
    first = cms.put("/threads", **ARTICLE).json
    answer = cms.put("/threads", **ARTICLE | {"title": "The mill bridge opens again"})
    assert answer.status_code == 200
    assert answer.json["id"] == first["id"]
    assert answer.json["title"] == "The mill bridge opens again"


def test_an_article_has_one_thread_however_its_address_is_spelt(
    program: Call, cms: Program
) -> None:
    first = cms.put("/threads", **ARTICLE).json
    other = "HTTPS://News.Example:443/bridge#comments"
    again = cms.put("/threads", **ARTICLE | {"url": other})
    assert (again.status_code, again.json["id"]) == (200, first["id"])
    assert again.json["url"] == URL
    assert program().get("/threads", url=other).json["id"] == first["id"]


def test_an_address_that_no_frame_could_name_stays_as_it_is(
    program: Call, cms: Program
) -> None:
    written = "https://z\u00fcrich.example/bridge"
    made = cms.put("/threads", **ARTICLE | {"url": written})
    assert (made.status_code, made.json["url"]) == (201, written)
    assert program().get("/threads", url=written).json["id"] == made.json["id"]


def test_anybody_finds_the_thread_of_an_article(
    program: Call, thread_id: int, published_id: int
) -> None:
    answer = program().get("/threads", url=URL)
    assert answer.status_code == 200
    assert answer.json["id"] == thread_id
    assert answer.json["comment_count"] == 1
    assert answer.json["board_url"] == f"http://localhost/threads/{thread_id}"


def test_an_article_without_a_thread_is_not_found(
    program: Call, thread_id: int
) -> None:
    assert program().get("/threads", url=URL + "/2").status_code == 404


@pytest.mark.parametrize("query", [{}, {"url": ""}, {"url": "a\x00b"}])
def test_a_search_without_an_address_is_refused(
    program: Call, query: dict[str, str]
) -> None:
    answer = program().get("/threads", **query)
    assert (answer.status_code, answer.json["field"]) == (400, "url")


@pytest.mark.parametrize(
    "url",
    [
        "/bridge",
        "javascript:alert(1)",
        "https://",
        "https:///bridge",
        "https://[bridge",
        "https://news.example/a b",
        "https://news.example/\n",
        "https://me:secret@news.example/",
        "x" * 2001,
        5,
        None,
    ],
)
def test_an_article_has_a_web_address(cms: Program, url: Any) -> None:
    answer = cms.put("/threads", url=url, title="A title")
    assert (answer.status_code, answer.json["field"]) == (400, "url")


def test_an_editor_closes_a_thread_and_opens_it_again(
    program: Call, cms: Program, thread_id: int, published_id: int
) -> None:
    closed = cms.patch(f"/threads/{thread_id}", open=False)
    assert (closed.status_code, closed.json["open"]) == (200, False)
    assert program("author").comment(thread_id).status_code == 409
    assert cms.patch(f"/threads/{thread_id}", open=True).json["open"] is True
    assert program("author").comment(thread_id, "Once more.").status_code == 201


def test_in_a_premoderated_thread_every_comment_waits(
    program: Call, cms: Program, thread_id: int
) -> None:
    assert cms.patch(f"/threads/{thread_id}", mode="pre").json["mode"] == "pre"
    answer = program("author").comment(thread_id)
    assert answer.status_code == 202
    assert answer.json["statement"]["findings"] == []
    assert "moderator reads every comment" in str(answer.json["statement"]["sentences"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "open"),
        ({"open": "yes"}, "open"),
        ({"open": 1}, "open"),
        ({"mode": "before"}, "mode"),
    ],
)
def test_a_change_says_what_to_change(
    cms: Program, thread_id: int, change: dict[str, Any], field: str
) -> None:
    answer = cms.patch(f"/threads/{thread_id}", **change)
    assert (answer.status_code, answer.json["field"]) == (400, field)


@pytest.mark.parametrize("part", ["author", "moderator"])
def test_threads_are_for_editors(program: Call, thread_id: int, part: str) -> None:
    assert program(part).put("/threads", **ARTICLE).status_code == 403
    answer = program(part).patch(f"/threads/{thread_id}", open=False)
    assert answer.status_code == 403


def test_a_thread_that_is_not_there_is_not_changed(cms: Program) -> None:
    assert cms.patch("/threads/99", open=False).status_code == 404
