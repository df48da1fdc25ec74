"""The next item, ready while this one is read; and the page of a moderator's keys."""

import re

from tests.web.desk.conftest import Desk, hidden

KEYS = {
    "approve": "a",
    "reject": "r",
    "escalate": "e",
    "sanction": "s",
    "skip": "n",
    "undo": "u",
    "reveal": "v",
    "search": "/",
    "arrivals": "w",
    "help": "?",
}


def test_the_next_item_comes_as_it_will_look_and_nobody_holds_it(desk: Desk) -> None:
    first, second = desk.post("author"), desk.post("reader")
    desk.see("moderator", desk.address(first))
    ahead = desk.see("moderator", f"{desk.address(first)}/next")
    assert ahead.status_code == 200
    assert f'id="comment-{second}"' in ahead.text
    assert hidden(ahead.text, "version") == "1"
    assert "<html" not in ahead.text
    assert desk.item(second).claimed_by is None


def test_nothing_comes_after_the_last_item(desk: Desk) -> None:
    only = desk.post("author")
    desk.see("moderator", desk.address(only))
    answer = desk.see("moderator", f"{desk.address(only)}/next")
    assert (answer.status_code, answer.text) == (204, "")


def test_what_comes_next_keeps_to_the_part_of_the_queue_that_is_worked_on(
    desk: Desk,
) -> None:
    first = desk.post("author")
    desk.post("reader")
    desk.see("moderator", desk.address(first))
    answer = desk.see("moderator", f"{desk.address(first)}/next?rule=spam")
    assert answer.status_code == 204


def test_a_screen_says_who_wrote_it_and_what_became_of_their_comments(
    desk: Desk,
) -> None:
    desk.decide("moderator", desk.post("author"), action="reject", rule="be-nice")
    page = desk.see("moderator", desk.address(desk.post("author"))).text
    record = page.partition('id="record-heading"')[2].partition("</section>")[0]
    assert "1 rejected (50%" in " ".join(record.split())
    assert "no sanctions" in record


def test_a_mark_says_its_rule_and_how_grave_it_is_for_all_to_see(desk: Desk) -> None:
    page = desk.see("moderator", desk.address(desk.post("author"))).text
    marked = re.search(r'<mark class="mark-(\w+)">.+?</mark>', page)
    assert marked is not None
    told = f'<span class="mark-rule"> (Be Nice, {marked[1]})</span>'
    assert told in marked[0]


def test_keys_that_collide_are_refused_and_said_beside_both(desk: Desk) -> None:
    answer = desk.send("moderator", "/queue/keys", **(KEYS | {"skip": "a"}), on="1")
    assert answer.status_code == 400
    assert "Nothing was changed: 2 of these keys" in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'id="problem-skip"' in answer.text
    assert 'data-key="n"' in desk.see("moderator", _an_item(desk)).text


def test_own_keys_stand_on_the_buttons_and_a_colleague_keeps_theirs(
    desk: Desk,
) -> None:
    answer = desk.send("moderator", "/queue/keys", **(KEYS | {"skip": "K"}), on="1")
    assert answer.status_code == 303
    item = _an_item(desk)
    assert 'data-key="k" aria-keyshortcuts="k"' in desk.see("moderator", item).text
    desk.send("moderator", f"{item}/release")
    assert 'data-key="n"' in desk.see("second moderator", item).text
    desk.send("second moderator", f"{item}/release")
    desk.send("moderator", "/queue/keys", usual="1")
    assert 'data-key="n"' in desk.see("moderator", item).text


def test_keys_that_are_off_stand_on_no_button(desk: Desk) -> None:
    desk.send("moderator", "/queue/keys", **KEYS)
    page = desk.see("moderator", _an_item(desk)).text
    assert "data-key=" not in page
    assert "Single keys are off." in page


def _an_item(desk: Desk) -> str:
    return desk.address(desk.post("author"))
