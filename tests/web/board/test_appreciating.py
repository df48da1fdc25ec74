"""Appreciating on the board: a form for readers, a link for visitors."""

from comments.domain.sanctions import SanctionKind
from tests.web.board.conftest import Board, element


def thank(board: Board, part: str, number: int, wanted: str = "1") -> str:
    answer = board.send(
        part,
        f"/comments/{number}/appreciation",
        appreciated=wanted,
        next=f"/threads/{board.thread_id}?sort=oldest",
    )
    assert answer.status_code == 303, answer.text
    return answer.location


def shown(board: Board, part: str, number: int) -> str:
    return element(board.see(part).text, f"comment-{number}")


def test_a_reader_appreciates_and_comes_back_to_where_they_read(board: Board) -> None:
    number = board.comment("author")
    page = shown(board, "reader", number)
    assert 'aria-pressed="false"' in page
    assert 'data-appreciated="0"' in page
    back = thank(board, "reader", number)
    assert back == f"/threads/{board.thread_id}?sort=oldest#comment-{number}"
    page = shown(board, "reader", number)
    assert 'aria-pressed="true"' in page
    assert 'data-appreciated="1"' in page
    thank(board, "reader", number, "0")
    assert 'data-appreciated="0"' in shown(board, "reader", number)


def test_another_reader_sees_the_count_and_has_not_pressed(board: Board) -> None:
    number = board.comment("author")
    thank(board, "reader", number)
    page = shown(board, "stranger", number)
    assert 'data-appreciated="1"' in page
    assert 'aria-pressed="false"' in page


def test_a_visitor_reads_the_count_and_a_link_to_log_in(board: Board) -> None:
    number = board.comment("author")
    thank(board, "reader", number)
    page = shown(board, "anonymous", number)
    assert 'data-appreciated="1"' in page
    assert f"/login?next=/comments/{number}" in page
    assert "<form" not in page
    assert "csrf" not in page


def test_an_author_sees_who_many_thank_and_no_button(board: Board) -> None:
    number = board.comment("author")
    assert "Appreciated by" not in shown(board, "author", number)
    thank(board, "reader", number)
    page = shown(board, "author", number)
    assert "Appreciated by" in page
    assert "aria-pressed" not in page
    answer = board.send("author", f"/comments/{number}/appreciation", appreciated="1")
    assert answer.status_code == 403


def test_whoever_is_muted_appreciates_nothing(board: Board) -> None:
    number = board.comment("author")
    board.ban("reader", SanctionKind.MUTE)
    answer = board.send("reader", f"/comments/{number}/appreciation", appreciated="1")
    assert answer.status_code == 403
    assert "aria-pressed" not in shown(board, "reader", number)


def test_a_foreign_page_to_return_to_is_not_followed(board: Board) -> None:
    number = board.comment("author")
    answer = board.send(
        "reader",
        f"/comments/{number}/appreciation",
        appreciated="1",
        next="https://evil.example/",
    )
    assert answer.location == f"/comments/{number}"


def test_the_most_appreciated_comes_first_where_one_asks_for_it(board: Board) -> None:
    first, second = board.comment("author"), board.comment("author", "Another remark.")
    thank(board, "reader", first)
    page = board.see(
        "stranger", f"/threads/{board.thread_id}?sort=most-appreciated"
    ).text
    assert page.index(f'id="comment-{first}"') < page.index(f'id="comment-{second}"')
