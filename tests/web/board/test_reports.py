"""Reports and notices of unlawful content: filed, followed, answered."""

import re

import pytest
from werkzeug.test import TestResponse

from comments.store.models import Report, ReviewItem, UnlawfulNotice
from tests.web.board.conftest import PLAIN, RUDE, Board
from tests.web.conftest import Browser


def test_a_reader_chooses_among_the_reportable_rules(board: Board) -> None:
    number = board.comment("author")
    page = board.see("reader", f"/comments/{number}/report").text
    offered = re.findall(r'name="rule" value="([^"]+)"', page)
    assert offered == [rule.code for rule in board.parley.rules.reportable()]
    assert "It is knowingly false" in page
    assert PLAIN in page


def test_a_report_is_thanked_for_and_stands_under_my_reports(board: Board) -> None:
    number = board.comment("author")
    answer = board.report("reader", number, "be-truthful", note="I was <there>.")
    assert answer.status_code == 303
    page = board.see("reader", answer.location).text
    assert "Thank you" in page
    assert f'data-comment-id="{number}"' in page
    assert 'data-state="received"' in page
    assert "I was &lt;there&gt;." in page
    assert "Nobody" not in board.see("stranger", "/me/reports").text
    assert "Be Truthful" not in board.see("stranger", "/me/reports").text


def test_a_reader_cannot_report_one_text_twice(board: Board) -> None:
    number = board.comment("author")
    first = board.report("reader", number)
    second = board.report("reader", number, "be-truthful")
    assert second.status_code == 303
    assert first.location == second.location
    with board.database.transaction() as db:
        assert db.query(Report).count() == 1
        assert db.query(ReviewItem).count() == 1


def test_the_outcome_appears_after_the_undo_window(board: Board) -> None:
    number = board.comment("author")
    board.report("reader", number)
    board.decide("moderator", number, "reject", "keep-it-clean")
    assert 'data-state="received"' in board.see("reader", "/me/reports").text
    board.clock.advance(seconds=31)
    page = board.see("reader", "/me/reports").text
    assert 'data-state="upheld"' in page
    assert "Keep it Clean" in page


def test_a_report_that_was_not_upheld_says_so(board: Board) -> None:
    number = board.comment("author")
    board.report("reader", number)
    board.decide("moderator", number, "approve")
    board.clock.advance(seconds=31)
    assert 'data-state="not upheld"' in board.see("reader", "/me/reports").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"rule": ""}, "Choose the rule"),
        ({"rule": "be-proactive"}, "must be one of"),
        ({"rule": "no-such-rule"}, "must be one of"),
        ({"rule": "be-nice", "note": "x" * 501}, "501 characters"),
        ({"rule": "be-nice", "note": "nul \x00"}, "NUL"),
    ],
)
def test_a_report_that_cannot_be_used_comes_back(
    board: Board, fields: dict[str, str], field: str
) -> None:
    number = board.comment("author")
    answer = board.report("reader", number, **fields)
    assert answer.status_code == 400
    assert field in answer.text
    assert fields.get("note", "")[:500].rstrip("\x00") in answer.text


def test_nobody_reports_themselves(board: Board) -> None:
    number = board.comment("author")
    assert board.see("author", f"/comments/{number}/report").status_code == 403
    assert board.report("author", number).status_code == 403


def test_a_held_comment_cannot_be_reported_for_nobody_sees_it(board: Board) -> None:
    number = board.comment("author", RUDE)
    assert board.report("reader", number).status_code == 404


def test_reporters_are_never_shown_to_authors_or_the_public(board: Board) -> None:
    number = board.comment("author")
    board.report("reader", number, note="between us")
    board.decide("moderator", number, "reject")
    board.clock.advance(seconds=31)
    pages = [
        board.see(part, address).text
        for part in ("author", "anonymous")
        for address in ("/", None, "/me/notices", "/me/reports")
    ]
    assert not any("Tom K." in page or "between us" in page for page in pages)


def test_a_visitor_is_shown_both_ways_to_complain(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author")
    page = visitor.get(f"/comments/{number}/report")
    assert page.status_code == 200
    assert "/login?next=" in page.text
    assert f"/notices/unlawful?comment={number}" in page.text


def test_unlawful_leads_to_the_notice_form(board: Board) -> None:
    number = board.comment("author")
    answer = board.report("reader", number, "unlawful")
    assert answer.status_code == 303
    assert answer.location == f"/notices/unlawful?comment={number}"
    assert PLAIN in board.see("reader", answer.location).text


def test_anyone_files_a_notice_and_follows_it_by_its_link(board: Board) -> None:
    number = board.comment("author")
    answer = notice(board, comment=str(number))
    assert answer.status_code == 303
    receipt = board.see("anonymous", answer.location)
    assert "has arrived" in receipt.text
    assert 'data-state="received"' in receipt.text
    assert receipt.headers["Cache-Control"] == "private, no-store"
    board.decide("moderator", number, "reject", "unlawful")
    board.clock.advance(seconds=31)
    assert 'data-state="upheld"' in board.see("anonymous", answer.location).text


def test_only_the_digest_of_a_notices_link_is_kept(board: Board) -> None:
    number = board.comment("author")
    token = notice(board, comment=str(number)).location.split("/")[-1].split("?")[0]
    with board.database.transaction() as db:
        (kept,) = db.query(UnlawfulNotice).all()
    assert token not in str(vars(kept))
    assert board.see("anonymous", f"/notices/unlawful/{token}").status_code == 200
    assert board.see("anonymous", f"/notices/unlawful/{token}x").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        "{number}",
        "http://localhost/comments/{number}",
        "https://news.example/threads/1?cursor=1#comment-{number}",
        " http://localhost/comments/{number}/ ",
    ],
)
def test_a_notice_names_its_comment_by_link_or_number(board: Board, typed: str) -> None:
    number = board.comment("author")
    assert notice(board, comment=typed.format(number=number)).status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"good_faith": ""}, "Please confirm this"),
        ({"explanation": ""}, "Nothing was written here"),
        ({"explanation": "x" * 2001}, "2,001 characters"),
        ({"comment": "that one"}, "Paste the comment"),
        ({"email": "nobody"}, "e-mail address"),
    ],
)
def test_a_notice_that_cannot_be_used_comes_back_whole(
    board: Board, fields: dict[str, str], sentence: str
) -> None:
    number = board.comment("author")
    answer = notice(board, **({"comment": str(number)} | fields))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert fields.get("explanation", "It names a child.") in answer.text
    assert "Rosa" in answer.text


def test_a_notice_about_a_comment_that_is_not_shown_finds_nothing(
    board: Board,
) -> None:
    number = board.comment("author", RUDE)
    assert notice(board, comment=str(number)).status_code == 404
    page = board.see("anonymous", f"/notices/unlawful?comment={number}").text
    assert RUDE not in page


def notice(board: Board, **fields: str) -> TestResponse:
    values = {
        "explanation": "It names a child.",
        "name": "Rosa",
        "email": "rosa@reader.example",
        "good_faith": "1",
    }
    return board.send("anonymous", "/notices/unlawful", **(values | fields))
