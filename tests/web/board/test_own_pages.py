"""Notices: what an author is told, and the way back to a person."""

from comments.domain.sanctions import SanctionKind
from comments.store.models import Appeal, StatementOfReasons
from comments.store.review_items import item_of
from tests.web.board.conftest import PLAIN, RUDE, THREAT, Board

NOTICES = "/me/notices"


def test_an_author_reads_which_rule_which_words_and_who_decided(board: Board) -> None:
    board.comment("author", RUDE)
    page = board.see("author", NOTICES).text
    assert "Your comment waits for a moderator" in page
    assert "The rule is “Be Nice”" in page
    assert '<mark title="Be Nice">idiot' in page
    assert "a program" in page
    assert 'data-automated="true"' in page
    assert "The mill bridge is closed" in page


def test_an_unread_notice_is_counted_until_it_is_opened(board: Board) -> None:
    assert "data-unread" not in board.see("author").text
    board.comment("author", RUDE)
    assert 'data-unread="1"' in board.see("author").text
    opened = board.see("author", NOTICES).text
    assert 'data-unread="true"' in opened
    assert 'data-unread="1"' not in opened
    assert "data-unread" not in board.see("author", NOTICES).text


def test_nobody_reads_anothers_notices(board: Board) -> None:
    board.comment("author", RUDE)
    for part in ("reader", "moderator", "administrator"):
        assert "idiot" not in board.see(part, NOTICES).text
    answer = board.see("anonymous", NOTICES)
    assert answer.status_code == 303


def test_a_moderators_decision_appears_after_the_undo_window(board: Board) -> None:
    number = board.comment("author")
    board.report("reader", number)
    board.decide("moderator", number, "reject")
    assert "Your comment was removed" not in board.see("author", NOTICES).text
    board.clock.advance(seconds=31)
    page = board.see("author", NOTICES).text
    assert "Your comment was removed" in page
    assert 'data-automated="false"' in page
    assert "a person" in page
    assert PLAIN in page


def test_an_author_asks_for_a_moderator_and_reads_what_came_of_it(board: Board) -> None:
    number = ask_about_a_threat(board)
    page = board.see("author", NOTICES).text
    assert 'data-appeal="open"' in page
    assert "Ask for a moderator" not in page
    with board.database.transaction() as db:
        item = item_of(db, number)
        assert item is not None
        assert item.state == "open"
    board.decide("moderator", number, "approve")
    board.clock.advance(seconds=31)
    page = board.see("author", NOTICES).text
    assert 'data-appeal="overturned"' in page
    assert "Your comment is published" in page
    assert f"comment-{number}" in board.see("anonymous").text


def test_asking_twice_asks_once(board: Board) -> None:
    ask_about_a_threat(board)
    with board.database.transaction() as db:
        (appeal,) = db.query(Appeal).all()
        decision_id = appeal.decision_id
    answer = board.send("author", f"/decisions/{decision_id}/appeal", text="Again.")
    assert answer.status_code == 303
    with board.database.transaction() as db:
        assert [a.text for a in db.query(Appeal)] == ["It was a joke."]


def test_nobody_appeals_anothers_decision(board: Board) -> None:
    board.post("author", THREAT, insist="1")
    address = f"/decisions/{decision_of(board)}/appeal"
    for part in ("reader", "moderator"):
        assert board.send(part, address).status_code == 404
    assert board.send("anonymous", address).status_code == 401


def test_an_appeal_that_is_too_long_keeps_its_text(board: Board) -> None:
    board.post("author", THREAT, insist="1")
    text = "reason " * 300
    answer = board.send("author", f"/decisions/{decision_of(board)}/appeal", text=text)
    assert answer.status_code == 400
    assert text in answer.text


def test_a_sanctioned_reader_reads_the_rule_and_the_end(board: Board) -> None:
    board.ban("author", SanctionKind.MUTE)
    page = board.see("author", NOTICES).text
    assert "Your account is restricted" in page
    assert "It ends on 17 March 2026" in page


def test_many_notices_come_in_pages(board: Board) -> None:
    numbers = [board.comment("author", f"{RUDE} Number {n}.") for n in range(25)]
    first = board.see("author", NOTICES).text
    assert first.count('data-kind="held"') == 20
    oldest = first.rindex('id="notice-')
    last_shown = int(first[oldest:].split('"')[1].removeprefix("notice-"))
    second = board.see("author", f"{NOTICES}?before={last_shown}").text
    assert second.count('data-kind="held"') == 5
    assert f'data-comment-id="{numbers[0]}"' in second


def test_the_link_beside_a_held_comment_leads_to_its_notice(board: Board) -> None:
    board.comment("author", RUDE)
    with board.database.transaction() as db:
        (statement,) = db.query(StatementOfReasons).all()
    address = f"{NOTICES}?before={statement.id + 1}#notice-{statement.id}"
    assert address in board.see("author").text
    assert f'id="notice-{statement.id}"' in board.see("author", address).text


def test_whoever_has_no_notices_reads_what_would_stand_there(board: Board) -> None:
    assert 'data-state="empty"' in board.see("reader", NOTICES).text
    assert 'data-state="empty"' in board.see("reader", "/me/reports").text


def ask_about_a_threat(board: Board) -> int:
    number = board.comment("author", THREAT)
    answer = board.send(
        "author", f"/decisions/{decision_of(board)}/appeal", text="It was a joke."
    )
    assert answer.status_code == 303
    return number


def decision_of(board: Board) -> int:
    with board.database.transaction() as db:
        (statement,) = db.query(StatementOfReasons).all()
        assert statement.decision_id is not None
        return statement.decision_id


def test_the_sentences_of_a_statement_stand_apart(board: Board) -> None:
    board.comment("author", RUDE)
    page = board.see("author", NOTICES).text
    assert "the newsroom sees your comment. This holds everywhere" in page
