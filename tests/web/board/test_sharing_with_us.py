"""Share with Us on the pages: consent, a desk, and messages between two."""

from tests.web.board.conftest import RUDE, Board

ASKED = "Could we call you about what you saw?"


def share(board: Board, contact: str = "1") -> int:
    return board.comment("author", mark="witness", contact=contact)


def ask(board: Board, number: int, text: str = ASKED, part: str = "moderator") -> int:
    answer = board.send(part, f"/shared/{number}", text=text, attempt=f"a {text}")
    return answer.status_code


def test_a_marked_comment_and_its_consent_reach_the_desk(board: Board) -> None:
    assert 'name="contact"' in board.see("author").text
    agreed, silent = share(board), board.comment("reader", "So I know.", mark="history")
    page = board.see("moderator", "/shared").text
    assert f'data-comment="{agreed}" data-mark="witness" data-contact="true"' in page
    assert f'data-comment="{silent}" data-mark="history" data-contact="false"' in page
    only = board.see("moderator", "/shared?mark=history").text
    assert f'data-comment="{agreed}"' not in only


def test_consent_without_a_mark_is_none(board: Board) -> None:
    board.comment("author", contact="1")
    assert "data-contact" not in board.see("moderator", "/shared").text


def test_nobody_but_staff_sees_the_desk(board: Board) -> None:
    share(board)
    assert board.see("reader", "/shared").status_code == 403
    assert board.see("author", "/shared").status_code == 403
    assert board.see("anonymous", "/shared").status_code == 303


def test_the_newsroom_asks_and_reads_the_answer(board: Board) -> None:
    number = share(board)
    assert ask(board, number) == 303
    assert 'data-unread="1"' in board.see("author").text
    address = f"/me/messages/{number}"
    page = board.see("author", address).text
    assert ASKED in page
    answer = board.send("author", address, text="Yes, after six.", attempt="b")
    assert answer.status_code == 303
    assert "1 new" in board.see("moderator", "/shared").text
    assert "Yes, after six." in board.see("second moderator", f"/shared/{number}").text
    assert "1 new" not in board.see("moderator", "/shared").text


def test_nothing_of_it_is_public(board: Board) -> None:
    number = share(board)
    ask(board, number)
    for part in ("reader", "anonymous", "stranger"):
        for address in (None, f"/comments/{number}", "/me/news"):
            assert ASKED not in board.see(part, address).text
    assert board.see("reader", f"/me/messages/{number}").status_code == 404
    listed = board.see("reader", f"/api/v1/threads/{board.thread_id}/comments").text
    assert "contact" not in listed
    assert ASKED not in listed


def test_an_author_takes_the_consent_back_and_is_asked_no_more(board: Board) -> None:
    number = share(board)
    board.send("author", f"/me/messages/{number}/contact", wanted="0")
    assert ask(board, number) == 409
    page = board.see("moderator", f"/shared/{number}").text
    assert 'data-state="no-consent"' in page
    assert "<textarea" not in page


def test_a_rude_message_comes_back_and_an_insisting_author_is_folded(
    board: Board,
) -> None:
    number = share(board)
    assert ask(board, number, RUDE) == 422
    ask(board, number)
    address = f"/me/messages/{number}"
    nudged = board.send("author", address, text=RUDE, attempt="c")
    assert nudged.status_code == 422
    assert "Be Nice" in nudged.text
    assert RUDE in nudged.text
    sent = board.send("author", address, text=RUDE, attempt="c", insist="1")
    assert sent.status_code == 303
    assert (
        "This message may break a rule"
        in board.see("moderator", f"/shared/{number}").text
    )


def test_an_empty_message_is_refused_in_place(board: Board) -> None:
    number = share(board)
    assert ask(board, number, " ") == 400


def test_readers_filter_a_discussion_by_a_mark(board: Board) -> None:
    assert "data-mark-count" not in board.see("reader").text
    seen, known = share(board), board.comment("reader", "So I know.", mark="history")
    reply = board.comment("stranger", "Me too.", mark="witness", parent_id=known)
    plain = board.comment("stranger", "Just a thought.")
    for part in ("reader", "anonymous"):
        assert "I was there (2)" in board.see(part).text
        page = board.see(part, f"/threads/{board.thread_id}?show=witness").text
        shown = {n for n in (seen, known, reply, plain) if f'id="comment-{n}"' in page}
        assert shown == {seen, reply}
    listed = board.see(
        "reader", f"/api/v1/threads/{board.thread_id}/comments?show=history"
    ).json
    assert listed is not None
    assert [comment["id"] for comment in listed["comments"]] == [known]
