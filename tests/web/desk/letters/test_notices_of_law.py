"""Notices of unlawful content: the receipt, the answers to both sides, the export."""

import csv
import io
import re

from werkzeug.test import TestResponse

from tests.letterbox import Letterbox
from tests.web.conftest import browser_of
from tests.web.desk.conftest import CLEAN, Desk
from tests.web.desk.letters.conftest import work

EXPORT = "/site/notices.csv"


def file(desk: Desk, number: int, **given: str) -> TestResponse:
    values = {
        "comment": str(number),
        "explanation": "=It names a child.",
        "name": "Rosa",
        "email": "rosa@reader.example",
        "good_faith": "1",
    }
    return desk.send("anonymous", "/notices/unlawful", **(values | given))


def test_a_receipt_arrives_and_its_link_says_how_the_notice_stands(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", CLEAN)
    assert file(desk, number).status_code == 303
    work(desk)
    (message,) = letterbox.messages
    text = message.get_content()
    assert message["To"] == "rosa@reader.example"
    assert message["Subject"] == "Your notice has arrived"
    assert message.get_content_type() == "text/plain"
    assert set(re.findall(r"https?://[^/\s]+", text)) == {"http://localhost"}
    assert "names a child" not in text
    found = re.search(r"http://localhost(/notices/unlawful/\S+)", text)
    assert found
    assert 'data-state="received"' in browser_of(desk.app).get(found.group(1)).text
    desk.decide("moderator", number, rule="unlawful", note="§ 201a: a child.")
    desk.clock.advance(seconds=31)
    assert 'data-state="upheld"' in browser_of(desk.app).get(found.group(1)).text
    forged = found.group(1)[:-2] + "xx"
    assert browser_of(desk.app).get(forged).status_code == 404


def test_both_sides_hear_the_decision_and_neither_hears_of_the_other(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", CLEAN)
    file(desk, number)
    desk.decide("moderator", number, rule="unlawful", note="§ 201a: a child.")
    desk.clock.advance(seconds=31)
    work(desk)
    outcome = letterbox.messages[-1]
    assert outcome["Subject"] == "What came of your notice"
    said = " ".join(outcome.get_content().split())
    assert "the comment was removed under “Unlawful Content”" in said
    assert "A person decided this." in said
    assert "to a court or to an out-of-court dispute body" in said
    assert desk.cast["author"].name not in said
    page = desk.see("author", "/me/notices").text
    assert "Somebody sent a notice that it is unlawful." in page
    assert "§ 201a: a child." in page
    assert "Rosa" not in page


def test_whoever_leaves_no_address_gets_no_letter(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", CLEAN)
    assert file(desk, number, name="", email="").status_code == 303
    work(desk)
    assert letterbox.messages == []


def test_a_notice_about_a_comment_that_is_taken_back_is_answered(
    desk: Desk, letterbox: Letterbox
) -> None:
    number = desk.post("author", CLEAN)
    file(desk, number)
    desk.withdraw("author", number)
    work(desk)
    subjects = [message["Subject"] for message in letterbox.messages]
    assert sorted(subjects) == ["What came of your notice", "Your notice has arrived"]


def test_an_editor_takes_all_notices_along_and_nobody_else_does(desk: Desk) -> None:
    number = desk.post("author", CLEAN)
    file(desk, number)
    desk.decide("moderator", number, rule="unlawful", note="§ 201a: a child.")
    before = rows(desk)
    assert (before[0]["state"], before[0]["grounds"]) == ("received", "")
    desk.clock.advance(seconds=31)
    (row,) = rows(desk)
    assert (row["comment"], row["state"], row["automated"]) == (
        str(number),
        "upheld",
        "no",
    )
    assert row["grounds"] == "§ 201a: a child."
    assert row["explanation"] == "'=It names a child."
    assert desk.see("moderator", EXPORT).status_code == 403
    assert desk.see("author", EXPORT).status_code == 403
    assert desk.see("anonymous", EXPORT).status_code == 303


def rows(desk: Desk) -> list[dict[str, str]]:
    answer = desk.see("editor", EXPORT)
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
