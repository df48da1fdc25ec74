"""Deciding at the desk: what a moderator presses, and what comes of it."""

import pytest

from comments.services.ledger_chain import verify
from tests.web.desk.conftest import CLEAN, RUDE, Desk, hidden


def test_a_moderator_sees_the_marked_words_and_every_reason(desk: Desk) -> None:
    root = desk.post("reader", "Which side did the crew come from?")
    comment_id = desk.post("author", RUDE, parent_id=root)
    page = desk.see("moderator", desk.address(comment_id)).text
    assert "<mark" in page
    assert "Which side did the crew come from?" in page  # what it answers
    assert "in reply to" in page
    assert "Why it is here" in page
    assert "It waits" in page
    assert 'data-standing="mine"' in page


def test_an_approved_comment_is_published_and_the_next_item_is_there(
    desk: Desk,
) -> None:
    first, second = desk.post("author"), desk.post("reader")
    answer = desk.decide("moderator", first, action="approve")
    assert answer.status_code == 303
    assert answer.headers["Location"] == desk.address(second)
    assert desk.comment(first).status == "published"


def test_the_button_of_a_rule_rejects_under_that_rule(desk: Desk) -> None:
    comment_id = desk.post("author")
    desk.decide("moderator", comment_id, rule="keep-it-clean", note="Not here.")
    assert desk.comment(comment_id).removed_under == "keep-it-clean"


def test_a_rejection_cites_a_rule_that_a_comment_can_break(desk: Desk) -> None:
    comment_id = desk.post("author")
    for rule in ("", "be-proactive", "share-with-us", "no-such-rule"):
        answer = desk.decide("moderator", comment_id, action="reject", rule=rule)
        assert answer.status_code == 400
    assert desk.comment(comment_id).status == "held"


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "publish"},
        {"action": "approve", "version": ""},
        {"action": "approve", "version": "-1"},
        {"action": "approve", "version": "9" * 40},
        {"action": "approve", "last_report": "x"},
        {"action": "approve", "note": "a" * 1001},
        {"action": "approve", "note": "\x00"},
    ],
)
def test_a_broken_form_changes_nothing(desk: Desk, wrong: dict[str, str]) -> None:
    comment_id = desk.post("author")
    assert desk.decide("moderator", comment_id, **wrong).status_code == 400
    assert desk.comment(comment_id).status == "held"


def test_who_comes_second_is_told_who_decided_first(desk: Desk) -> None:
    comment_id = desk.post("author")
    address = desk.address(comment_id)
    page = desk.see("moderator", address).text
    desk.clock.advance(seconds=91)  # the lease ran out while the moderator read
    desk.decide("second moderator", comment_id, rule="be-nice")
    late = desk.decide("moderator", comment_id, page, action="approve", note="Fine.")
    assert late.status_code == 409
    assert "Kim Moderator decided first, just now: rejected under" in late.text
    assert 'name="version"' not in late.text
    assert desk.comment(comment_id).status == "rejected"


def test_a_decision_on_a_text_that_changed_shows_the_new_text(desk: Desk) -> None:
    comment_id = desk.post("author")
    page = desk.see("moderator", desk.address(comment_id)).text
    changed = "The mayor is still a pathetic lying idiot."
    desk.edit("author", comment_id, changed)
    late = desk.decide("moderator", comment_id, page, rule="be-nice", note="Too rude.")
    assert late.status_code == 409
    assert "The comment changed after you opened it." in late.text
    assert "still a" in late.text
    assert "Too rude." in late.text  # the note is not lost
    assert hidden(late.text, "version") != hidden(page, "version")
    assert desk.comment(comment_id).status == "held"


def test_an_old_decision_is_not_taken_for_the_one_that_came_first(desk: Desk) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id)
    desk.decide("second moderator", comment_id, action="approve")
    desk.edit("author", comment_id, RUDE)
    page = desk.see("moderator", desk.address(comment_id)).text
    desk.edit("author", comment_id, f"{RUDE} He is one.")
    late = desk.decide("moderator", comment_id, page, action="approve")
    assert late.status_code == 409
    assert "decided first" not in late.text
    assert "The comment changed" in late.text


def test_a_decision_on_a_withdrawn_comment_says_so(desk: Desk) -> None:
    comment_id = desk.post("author")
    page = desk.see("moderator", desk.address(comment_id)).text
    desk.withdraw("author", comment_id)
    late = desk.decide("moderator", comment_id, page, action="approve")
    assert late.status_code == 409
    assert "The author has withdrawn this comment." in late.text


def test_a_button_pressed_twice_decides_once_and_goes_on(desk: Desk) -> None:
    comment_id = desk.post("author")
    page = desk.see("moderator", desk.address(comment_id)).text
    first = desk.decide("moderator", comment_id, page, rule="be-nice")
    again = desk.decide("moderator", comment_id, page, rule="be-nice")
    assert first.status_code == again.status_code == 303
    with desk.database.transaction() as db:
        problems = [p for _, p in verify(db, key=b"l" * 32) if p]
    assert problems == []
    assert desk.item(comment_id).version == 2


def test_the_first_decider_does_not_answer_the_appeal(desk: Desk) -> None:
    comment_id = desk.post("author")
    desk.decide("moderator", comment_id, rule="be-nice")
    desk.clock.advance(seconds=31)
    desk.appeal("author", comment_id, "I was quoting the article.")
    page = desk.see("moderator", desk.address(comment_id)).text
    assert 'data-standing="barred"' in page
    assert "your own decision" in page
    version = str(desk.item(comment_id).version)
    answer = desk.send(
        "moderator",
        f"{desk.address(comment_id)}/decision",
        action="approve",
        version=version,
    )
    assert answer.status_code == 403
    other = desk.see("second moderator", desk.address(comment_id)).text
    assert "I was quoting the article." in other
    desk.decide("second moderator", comment_id, action="approve")
    assert desk.comment(comment_id).status == "published"


def test_an_undo_within_the_window_leaves_the_author_unaware(desk: Desk) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id)
    desk.decide("moderator", comment_id, rule="be-nice")
    queue = desk.see("moderator", "/queue").text
    decision_id = desk.last_decision_id(comment_id)
    assert f'data-last-decision="{decision_id}"' in queue
    answer = desk.send("moderator", f"/decisions/{decision_id}/undo")
    assert answer.headers["Location"] == desk.address(comment_id)
    assert desk.comment(comment_id).status == "published"
    desk.clock.advance(minutes=5)
    assert desk.told("author") == []


def test_an_undo_after_the_window_has_a_notice_of_its_own(desk: Desk) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id)
    desk.decide("moderator", comment_id, rule="be-nice")
    desk.clock.advance(seconds=31)
    assert "data-last-decision" not in desk.see("moderator", "/queue").text
    page = desk.see("moderator", desk.address(comment_id)).text
    decision_id = desk.last_decision_id(comment_id)
    assert f'action="/decisions/{decision_id}/undo"' in page
    desk.send("moderator", f"/decisions/{decision_id}/undo")
    assert desk.told("author") == ["restored", "rejected"]


def test_nobody_undoes_a_colleagues_decision(desk: Desk) -> None:
    comment_id = desk.post("author")
    desk.decide("moderator", comment_id, rule="be-nice")
    decision_id = desk.last_decision_id(comment_id)
    answer = desk.send("second moderator", f"/decisions/{decision_id}/undo")
    assert answer.status_code == 403
    assert desk.comment(comment_id).status == "rejected"


def test_a_report_under_a_rule_that_the_page_did_not_show_keeps_the_item_open(
    desk: Desk,
) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id, "be-nice")
    page = desk.see("moderator", desk.address(comment_id)).text
    desk.report("stranger", comment_id, "be-truthful", "It was ten.")
    desk.decide("moderator", comment_id, page, action="approve")
    assert desk.item(comment_id).state == "open"
    again = desk.see("moderator", desk.address(comment_id)).text
    assert 'data-rule="be-truthful"' in again
    assert "It was ten." in again


def test_the_first_report_of_all_keeps_the_item_open_too(desk: Desk) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.edit("author", comment_id, RUDE)
    page = desk.see("moderator", desk.address(comment_id)).text
    assert hidden(page, "last_report") == "0"
    desk.report("stranger", comment_id, "be-truthful")
    desk.decide("moderator", comment_id, page, rule="be-nice")
    assert desk.item(comment_id).state == "open"


def test_an_escalated_item_goes_to_editors_only(desk: Desk) -> None:
    comment_id = desk.post("author")
    desk.decide("moderator", comment_id, action="escalate", note="Is this satire?")
    where = desk.claim("second moderator")
    assert "none_left" in where
    page = desk.see("second moderator", desk.address(comment_id)).text
    assert 'data-standing="for editors"' in page
    assert 'name="version"' not in page
    version = str(desk.item(comment_id).version)
    refused = desk.send(
        "second moderator",
        f"{desk.address(comment_id)}/decision",
        action="approve",
        version=version,
    )
    assert refused.status_code == 403
    assert desk.claim("editor") == desk.address(comment_id)
    shown = desk.see("editor", desk.address(comment_id)).text
    assert "Is this satire?" in shown
    desk.decide("editor", comment_id, action="approve")
    assert desk.comment(comment_id).status == "published"


def test_a_moderator_cannot_decide_on_their_own_comment(desk: Desk) -> None:
    comment_id = desk.post("moderator", CLEAN)
    desk.report("reader", comment_id)
    page = desk.see("moderator", desk.address(comment_id)).text
    assert 'data-standing="own"' in page
    answer = desk.send(
        "moderator", f"{desk.address(comment_id)}/decision", action="approve", version=1
    )
    assert answer.status_code == 403


def test_severe_words_are_not_shown_before_they_are_asked_for(desk: Desk) -> None:
    comment_id = desk.post("author", "I will kill you tonight, councilman.")
    desk.appeal("author", comment_id)
    page = desk.see("moderator", desk.address(comment_id)).text
    hidden_text = page.split("data-severe")[1]
    assert "I will kill" not in page.split("data-severe")[0]
    assert "<summary" in hidden_text.split("judged-text")[0]


def test_what_a_reader_typed_is_text_on_every_page_of_the_desk(desk: Desk) -> None:
    attack = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    parent = desk.post("reader", attack)
    comment_id = desk.post("author", f"{RUDE} {attack}", parent_id=parent)
    other = desk.post("author", f"{CLEAN} {attack}")
    desk.report("reader", other, "be-nice", note=attack)
    author_id = desk.cast["author"].id
    for address in (
        "/queue",
        desk.address(comment_id),
        desk.address(other),
        f"/people/{author_id}",
    ):
        page = desk.see("moderator", address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_an_item_that_does_not_exist_is_not_found(desk: Desk) -> None:
    assert desk.see("moderator", "/queue/999").status_code == 404
    for act in ("decision", "release", "skip"):
        answer = desk.send(
            "moderator", f"/queue/999/{act}", action="approve", version="1"
        )
        assert answer.status_code == 404
    assert desk.send("moderator", "/decisions/999/undo").status_code == 404
