"""What was taken down is nowhere any more: not its words, not whose they were."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.board.conftest import RUDE, Board, board
from tests.web.conftest import routes

__all__ = ["board"]

SECRET = "The lantern keeper saw forty herons on the weir."
OTHERS = ("anonymous", "reader")


@pytest.fixture(params=["rejected", "withdrawn", "held"])
def gone(request: pytest.FixtureRequest, board: Board) -> int:
    """A comment of the author's that nobody else may see (any more)."""
    if request.param == "held":
        return board.comment("author", f"{RUDE} {SECRET}")
    comment = board.comment("author", SECRET)
    board.comment("stranger", "The weir was repaired in May.", parent_id=comment)
    if request.param == "withdrawn":
        board.send("author", f"/comments/{comment}/withdraw")
    else:
        board.reject(comment)
    return comment


def pages(app: Flask, board: Board, comment: int) -> Iterator[str]:
    """Every address that can be read, about this comment where it takes a number."""
    for _, address, _ in routes(app, ("GET",)):
        yield address
        yield re.sub(r"/1(?=/|$)", f"/{comment}", address)
    thread = board.thread_id
    yield f"/threads/{thread}/conversations/{comment}"
    yield f"/threads/{thread}/conversations/{comment}?after={comment}"
    yield f"/threads/{thread}?cursor={comment}&sort=oldest"
    yield f"/threads/{thread}?stored={comment}"
    yield f"/notices/unlawful?comment={comment}"
    yield f"/api/v1/threads/{thread}/comments?sort=oldest"
    yield "/api/v1/threads?url=http://localhost/articles/The-mill-bridge-is-closed"


def test_no_page_shows_others_what_was_taken_down(
    app: Flask, board: Board, gone: int
) -> None:
    for part in OTHERS:
        for address in pages(app, board, gone):
            answer = board.see(part, address)
            assert answer.status_code < 500, address
            assert "lantern keeper" not in answer.text, (part, address)
            assert board.cast["author"].name not in answer.text, (part, address)


def test_nobody_acts_on_what_was_taken_down(board: Board, gone: int) -> None:
    acts = {
        "reply": {"text": "I saw them too.", "attempt": "a1"},
        "edit": {"text": "I saw none.", "attempt": "a2"},
        "report": {"rule": "be-nice"},
        "withdraw": {},
    }
    stored = board.stored()
    for act, fields in acts.items():
        answer = board.send("reader", f"/comments/{gone}/{act}", **fields)
        assert answer.status_code == 404, act
        assert "lantern keeper" not in answer.text
    notice = {"comment": str(gone), "explanation": "It is.", "good_faith": "1"}
    answer = board.send("anonymous", "/notices/unlawful", **notice)
    assert answer.status_code == 404
    assert board.stored() == stored


def test_a_cached_page_is_out_of_date_once_a_comment_is_taken_down(
    board: Board,
) -> None:
    comment = board.comment("author", SECRET)
    before = board.see("anonymous")
    assert "lantern keeper" in before.text
    assert "s-maxage=1" in before.headers["Cache-Control"]
    board.reject(comment)
    known = {"If-None-Match": before.headers["ETag"]}
    address = f"/threads/{board.thread_id}"
    after = board.browser("anonymous").get(address, headers=known)
    assert after.status_code == 200
    assert "lantern keeper" not in after.text
    assert 'data-comment-count="0"' in after.text
