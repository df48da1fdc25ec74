"""Appeals and redress on the desk: the list, its secrecy, and what an editor sets."""

from typing import Any

from tests.web.desk.conftest import CLEAN, Desk

REDRESS = "/site/redress"
SET = {"appeal_days": "30", "answer_days": "3", "body": "the Press Council"}


def api_appeals(desk: Desk, part: str) -> list[dict[str, Any]]:
    answer: Any = desk.see(part, "/api/v1/appeals").json
    return list(answer["appeals"])


def appealed(desk: Desk) -> int:
    number = desk.post("author", CLEAN)
    desk.report("reader", number)
    desk.decide("moderator", number, rule="be-nice")
    desk.appeal("author", number, "It is what happened.")
    return number


def test_a_colleague_finds_the_appeal_and_the_first_decider_is_kept_from_it(
    desk: Desk,
) -> None:
    number = appealed(desk)
    page = desk.see("second moderator", "/appeals").text
    assert f'data-comment-id="{number}"' in page
    assert desk.address(number) in page
    assert "28 March 2026" in page
    own = desk.see("moderator", "/appeals").text
    assert desk.address(number) not in own
    assert "a colleague looks" in own


def test_an_appeal_that_waits_too_long_says_so(desk: Desk) -> None:
    appealed(desk)
    desk.clock.advance(days=15)
    page = desk.see("second moderator", "/appeals").text
    assert "overdue since" in page


def test_the_public_never_sees_appeals(desk: Desk) -> None:
    appealed(desk)
    for part in ("author", "reader"):
        assert desk.see(part, "/appeals").status_code == 403
        assert desk.see(part, "/api/v1/appeals").status_code == 403
    assert desk.see("anonymous", "/appeals").status_code == 303
    assert desk.see("anonymous", "/api/v1/appeals").status_code == 401


def test_a_program_reads_the_same_list(desk: Desk) -> None:
    number = appealed(desk)
    (row,) = api_appeals(desk, "second moderator")
    assert (row["comment_id"], row["may_decide"]) == (number, True)
    assert row["decided_by"]["name"] == "Jo Moderator"
    assert row["due_at"] == "2026-03-28T09:26:53Z"
    own = api_appeals(desk, "moderator")
    assert own[0]["may_decide"] is False


def test_an_editor_sets_terms_and_the_body_and_statements_say_so(desk: Desk) -> None:
    assert desk.send("editor", REDRESS, **SET).status_code == 303
    number = desk.post("author", CLEAN)
    desk.report("reader", number)
    desk.decide("moderator", number, rule="be-nice")
    desk.clock.advance(seconds=31)
    page = desk.see("author", "/me/notices").text
    assert "until 13 April 2026" in page
    assert "the Press Council, outside the newsroom" in page


def test_a_term_too_short_or_a_page_without_https_is_refused(desk: Desk) -> None:
    for wrong in ({"appeal_days": "3"}, {"body_url": "http://council.example"}):
        answer = desk.send("editor", REDRESS, **(SET | wrong))
        assert answer.status_code == 400
        assert "the Press Council" in answer.text
    assert desk.send("moderator", REDRESS, **SET).status_code == 403


def test_a_rejection_as_unlawful_asks_for_the_law(desk: Desk) -> None:
    number = desk.post("author", CLEAN)
    desk.report("reader", number)
    answer = desk.decide("moderator", number, rule="unlawful")
    assert answer.status_code == 400
    assert "which law it breaks" in answer.text
    kept = desk.decide("moderator", number, rule="unlawful", note="§ 130.")
    assert kept.status_code == 303
