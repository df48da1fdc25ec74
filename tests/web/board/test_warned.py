"""A warned reader: told where they write, held up until they say that they read it."""

from comments.domain.sanctions import SanctionKind
from tests.web.board.conftest import PLAIN, Board

ACKNOWLEDGE = "/me/warnings/1/acknowledge"


def test_a_warned_reader_says_that_they_read_it_and_posts_again(board: Board) -> None:
    board.ban("author", SanctionKind.WARNING)
    page = board.see("author").text
    assert 'data-state="warned"' in page
    assert 'name="attempt"' not in page
    assert "I have read this" in page
    refused = board.post("author")
    assert refused.status_code == 403
    assert "Be Nice" in refused.text
    assert PLAIN in refused.text
    assert ACKNOWLEDGE in refused.text
    there = f"/threads/{board.thread_id}"
    answer = board.send("author", ACKNOWLEDGE, next=there)
    assert (answer.status_code, answer.location) == (303, there)
    assert 'data-state="warned"' not in board.see("author").text
    assert board.post("author").status_code == 303


def test_the_notice_of_a_warning_has_the_button_once(board: Board) -> None:
    board.ban("author", SanctionKind.WARNING)
    assert ACKNOWLEDGE in board.see("author", "/me/notices").text
    board.send("author", ACKNOWLEDGE)
    assert ACKNOWLEDGE not in board.see("author", "/me/notices").text


def test_nobody_else_can_say_it_for_them(board: Board) -> None:
    board.ban("author", SanctionKind.WARNING)
    assert board.send("stranger", ACKNOWLEDGE).status_code == 404
    assert board.send("anonymous", ACKNOWLEDGE).status_code == 401
    assert board.post("author").status_code == 403
