"""Searching all comments from the desk, as pages and as a program."""

import pytest

from tests.web.desk.conftest import CLEAN, RUDE, Desk

HOSTILE = '<script>alert(1)</script> & "bridge" <b>crew</b>'


def test_a_moderator_finds_a_text_with_its_words_marked(desk: Desk) -> None:
    desk.post("author", CLEAN)
    page = desk.see("moderator", "/desk/search?q=crew+nine").text
    assert "<mark>crew</mark>" in page
    assert "<mark>nine</mark>" in page
    assert "Marta R." in page


def test_a_waiting_comment_leads_to_its_item(desk: Desk) -> None:
    held = desk.post("author", RUDE)
    page = desk.see("moderator", "/desk/search?q=pathetic&status=held").text
    assert f'href="{desk.address(held)}"' in page
    assert "waits in the queue" in page


def test_a_hostile_text_stays_a_text(desk: Desk) -> None:
    desk.post("author", HOSTILE)
    page = desk.see("moderator", "/desk/search?q=alert+crew").text
    assert "<script>alert" not in page.replace("<mark>", "").replace("</mark>", "")
    assert "&lt;b&gt;<mark>crew</mark>&lt;/b&gt;" in page


@pytest.mark.parametrize("q", ["", '"', "(((", "NOT", "*", "a" * 200, "%00x", "-no"])
def test_no_question_breaks_the_page(desk: Desk, q: str) -> None:
    answer = desk.see("moderator", f"/desk/search?q={q}")
    assert answer.status_code == (400 if q == "%00x" else 200)


def test_a_wrong_day_is_named(desk: Desk) -> None:
    answer = desk.see("moderator", "/desk/search?q=crew&from=yesterday")
    assert answer.status_code == 400


def test_an_unknown_author_is_said(desk: Desk) -> None:
    page = desk.see("moderator", "/desk/search?q=crew&author=Nobody").text
    assert "Nobody is called" in page


def test_readers_do_not_search(desk: Desk) -> None:
    assert desk.see("reader", "/desk/search?q=crew").status_code == 403


def test_a_program_finds_the_same(desk: Desk) -> None:
    comment = desk.post("author", CLEAN)
    answer = desk.see("moderator", "/api/v1/search?q=crew&author=Marta+R.").json
    assert answer is not None
    assert [hit["comment_id"] for hit in answer["found"]] == [comment]
    assert answer["next"] is None
