"""Ignoring, following and news on the pages: forms for readers, quiet for others."""

from tests.web.board.conftest import PLAIN, Board, element


def ignore(board: Board, part: str, whom: str, wanted: str = "1") -> None:
    answer = board.send(
        part,
        f"/me/ignored/{board.cast[whom].id}",
        wanted=wanted,
        next=f"/threads/{board.thread_id}",
        anchor="comment-1",
    )
    assert answer.status_code == 303, answer.text
    assert answer.location == f"/threads/{board.thread_id}#comment-1"


def test_an_ignored_persons_comment_is_one_line_that_opens(board: Board) -> None:
    number = board.comment("author")
    ignore(board, "reader", "author")
    page = board.see("reader").text
    assert f'data-ignored="{board.cast["author"].id}"' in page
    assert page.index("<details", page.index("conversations")) < page.index(
        f'id="comment-{number}"'
    )
    assert PLAIN in page  # inside, for whoever opens it
    for part in ("stranger", "author", "anonymous"):
        assert "data-ignored" not in board.see(part).text
    ignore(board, "reader", "author", "0")
    assert "data-ignored" not in board.see("reader").text


def test_the_ignored_stand_on_the_readers_page_and_on_nobody_elses(
    board: Board,
) -> None:
    ignore(board, "reader", "author")
    assert "Marta R." in board.see("reader", "/me/people").text
    assert "Marta R." not in board.see("stranger", "/me/people").text
    assert board.see("anonymous", "/me/people").status_code == 303


def test_a_reader_follows_a_discussion_and_reads_its_news(board: Board) -> None:
    assert "Follow this discussion" in board.see("reader").text
    assert "Follow this discussion" in board.see("anonymous").text
    address = f"/me/followed-threads/{board.thread_id}"
    assert board.send("reader", address, wanted="1").location == "/me/people"
    assert "You follow this discussion" in board.see("reader").text
    assert "The mill bridge is closed" in board.see("reader", "/me/people").text
    number = board.comment("author")
    assert 'data-unread="1"' in board.see("reader").text
    page = board.see("reader", "/me/news").text
    assert f'data-comment-id="{number}"' in page
    assert 'data-kind="thread"' in page
    assert 'data-unread="1"' not in board.see("reader").text


def test_a_reader_follows_a_person(board: Board) -> None:
    number = board.comment("author")
    assert "Follow" in element(board.see("reader").text, f"comment-{number}")
    board.send("reader", f"/me/followed-people/{board.cast['author'].id}", wanted="1")
    board.comment("author", "The second crew came at nine.")
    page = board.see("reader", "/me/news").text
    assert 'data-kind="person"' in page
    assert "The second crew came at nine." in page


def test_a_reader_turns_a_kind_of_news_off(board: Board) -> None:
    answer = board.send("author", "/me/news/settings", thread="1")
    assert answer.status_code == 303
    page = board.see("author", "/me/news").text
    assert 'name="reply" value="1" >' in page
    assert 'name="thread" value="1" checked>' in page
    board.comment("reader", "I saw it.", parent_id=board.comment("author"))
    assert "data-kind" not in board.see("author", "/me/news").text


def test_a_visitors_page_has_no_form_of_these(board: Board) -> None:
    board.comment("author")
    page = board.see("anonymous").text
    assert "/me/ignored" not in page
    assert "csrf" not in page
