"""Moderators who work through programs: claim, decide, hand back, undo."""

from typing import Any

import pytest
from flask import Flask

from comments.domain.permissions import Scope
from tests.web.api.conftest import PLAIN, RUDE, Call, Cast, Program


@pytest.fixture
def moderator(program: Call) -> Program:
    return program("moderator", Scope.MODERATE)


def decide(program: Program, item: Any, action: str = "approve", **more: Any) -> Any:
    sent = {"action": action, "version": item["version"]} | more
    return program.post(f"/queue/{item['id']}/decision", **sent)


def claim(program: Program) -> Any:
    return program.post("/queue/claim")


def test_an_empty_queue_has_nothing_to_claim(moderator: Program) -> None:
    answer = claim(moderator)
    assert (answer.status_code, answer.data) == (204, b"")
    assert moderator.get("/queue").json == {"items": [], "open": 0, "next": None}


def test_a_claim_shows_all_that_a_decision_takes(
    program: Call, moderator: Program, thread_id: int, published_id: int, cast: Cast
) -> None:
    held = program("reader").comment(
        thread_id, RUDE, parent_id=published_id, insist=True
    )
    item = claim(moderator).json
    assert item["comment"]["id"] == held.json["id"]
    assert item["comment"]["text"] == RUDE
    assert item["comment"]["author"]["name"] == "Tom K."
    assert item["comment"]["status"] == "held"
    assert item["parent"]["text"] == PLAIN
    assert item["thread"]["id"] == thread_id
    assert item["findings"][0]["rule"] == "be-nice"
    assert item["signals"][0]["source"] == "filter"
    assert item["state"] == "open"
    assert item["claimed_by"] == {"id": cast["moderator"].id, "name": "Jo Moderator"}
    assert item["claimed_until"] == "2026-03-14T09:28:23Z"
    assert item["last_report"] is None


def test_two_moderators_never_get_the_same_item(
    program: Call, thread_id: int, held_id: int
) -> None:
    program("reader").comment(thread_id, RUDE, insist=True)
    first, second = claim(program("moderator")), claim(program("second moderator"))
    assert first.json["id"] != second.json["id"]
    assert claim(program("editor")).status_code == 204
    assert claim(program("moderator")).json["id"] == first.json["id"]


def test_a_lease_that_is_given_back_is_anybodys(
    program: Call, moderator: Program, held_id: int
) -> None:
    item = claim(moderator).json
    assert moderator.post(f"/queue/{item['id']}/release").status_code == 204
    assert claim(program("second moderator")).json["id"] == item["id"]


def test_a_skipped_item_goes_to_colleagues(
    program: Call, moderator: Program, held_id: int
) -> None:
    item = claim(moderator).json
    assert moderator.post(f"/queue/{item['id']}/skip").status_code == 204
    assert claim(moderator).status_code == 204
    assert claim(program("second moderator")).json["id"] == item["id"]


def test_an_approved_comment_is_shown(
    program: Call, moderator: Program, thread_id: int, held_id: int
) -> None:
    answer = decide(moderator, claim(moderator).json)
    assert answer.status_code == 200
    decision = answer.json["decision"]
    assert (decision["action"], decision["comment_id"]) == ("approve", held_id)
    assert decision["decided_by"]["name"] == "Jo Moderator"
    assert answer.json["item"]["state"] == "decided"
    (comment,) = program().get(f"/threads/{thread_id}/comments").json["comments"]
    assert comment["text"] == RUDE


def test_a_rejection_cites_a_rule(moderator: Program, held_id: int) -> None:
    item = claim(moderator).json
    for rule in (None, "be-proactive", "share-with-us", "nothing"):
        answer = decide(moderator, item, "reject", rule=rule)
        assert (answer.status_code, answer.json["field"]) == (400, "rule")
    answer = decide(moderator, item, "reject", rule="be-nice", note="Not like this.")
    assert answer.status_code == 200
    assert answer.json["decision"]["rule"] == "be-nice"


def test_a_removed_comment_is_gone_for_readers(
    program: Call, moderator: Program, thread_id: int, published_id: int
) -> None:
    program("reader").post(f"/comments/{published_id}/reports", rule="be-truthful")
    decide(moderator, claim(moderator).json, "reject", rule="be-truthful")
    assert program().get(f"/threads/{thread_id}/comments").json["comments"] == []


def test_who_decides_second_is_told_who_was_first(
    program: Call, moderator: Program, held_id: int
) -> None:
    item = claim(moderator).json
    decide(program("second moderator"), item, "reject", rule="be-nice")
    answer = decide(moderator, item)
    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    current = answer.json["current"]
    assert current["decided_by"] == "Kim Moderator"
    assert (current["action"], current["rule"]) == ("reject", "be-nice")
    assert current["comment_status"] == "rejected"
    assert current["version"] > item["version"]


def test_a_decision_about_a_withdrawn_comment_changes_nothing(
    program: Call, moderator: Program, held_id: int
) -> None:
    item = claim(moderator).json
    program("author").delete(f"/comments/{held_id}")
    answer = decide(moderator, item)
    assert answer.status_code == 409
    assert answer.json["current"]["comment_status"] == "withdrawn"


def test_a_report_under_a_rule_not_seen_keeps_the_item_open(
    program: Call, moderator: Program, published_id: int
) -> None:
    path = f"/comments/{published_id}/reports"
    program("reader").post(path, rule="be-truthful")
    item = claim(moderator).json
    assert item["last_report"] == item["reports"][-1]["id"]
    program("stranger").post(path, rule="spam")
    answer = decide(moderator, item, last_report=item["last_report"])
    assert answer.status_code == 200
    assert answer.json["item"]["state"] == "open"


def test_without_the_last_report_all_reports_count_as_seen(
    program: Call, moderator: Program, published_id: int
) -> None:
    path = f"/comments/{published_id}/reports"
    program("reader").post(path, rule="be-truthful", note="Not in 1987.")
    item = claim(moderator).json
    program("stranger").post(path, rule="spam")
    assert decide(moderator, item).json["item"]["state"] == "decided"


def test_a_reporter_is_not_named(
    program: Call, moderator: Program, published_id: int
) -> None:
    path = f"/comments/{published_id}/reports"
    program("reader").post(path, rule="be-truthful", note="Not in 1987.")
    answer = claim(moderator)
    (reported,) = answer.json["reports"]
    assert set(reported) == {"id", "rule", "note", "created_at"}
    assert "Tom K." not in answer.text


def test_a_moderator_takes_a_decision_back(
    program: Call, moderator: Program, thread_id: int, held_id: int
) -> None:
    decided = decide(moderator, claim(moderator).json).json["decision"]
    answer = moderator.post(f"/decisions/{decided['id']}/undo")
    assert answer.status_code == 200
    assert answer.json["item"]["state"] == "open"
    assert program().get(f"/threads/{thread_id}/comments").json["comments"] == []
    again = moderator.post(f"/decisions/{decided['id']}/undo")
    assert again.status_code == 409


def test_nobody_takes_anothers_decision_back(
    program: Call, moderator: Program, held_id: int
) -> None:
    decided = decide(moderator, claim(moderator).json).json["decision"]
    answer = program("second moderator").post(f"/decisions/{decided['id']}/undo")
    assert answer.status_code == 403


def test_an_escalated_item_waits_for_an_editor(
    program: Call, moderator: Program, held_id: int
) -> None:
    item = claim(moderator).json
    answer = decide(moderator, item, "escalate", note="Is this satire?")
    assert (answer.status_code, answer.json["item"]["state"]) == (200, "open")
    assert claim(moderator).status_code == 204
    assert claim(program("editor")).json["escalated"] is True


def test_the_first_decider_does_not_judge_the_appeal(
    program: Call, moderator: Program, held_id: int
) -> None:
    rejected = decide(moderator, claim(moderator).json, "reject", rule="be-nice").json
    decision_id = rejected["decision"]["id"]
    asked = program("author").post(f"/decisions/{decision_id}/appeal", text="Please.")
    assert asked.status_code == 201
    item = moderator.get(f"/queue/{rejected['item']['id']}").json
    assert item["appeal"]["text"] == "Please."
    assert decide(moderator, item).status_code == 403
    assert decide(program("second moderator"), item).status_code == 200


def test_a_moderator_does_not_judge_their_own_comment(
    program: Call, thread_id: int
) -> None:
    posted = program("moderator").comment(thread_id)
    path = f"/comments/{posted.json['id']}/reports"
    program("reader").post(path, rule="be-truthful")
    (item,) = program("moderator").get("/queue").json["items"]
    assert decide(program("moderator"), item).status_code == 403


def test_the_queue_is_read_by_rule_and_by_source(
    program: Call, moderator: Program, held_id: int, published_id: int
) -> None:
    program("reader").post(f"/comments/{published_id}/reports", rule="be-truthful")

    def ids(**part: Any) -> list[int]:
        items = moderator.get("/queue", **part).json["items"]
        return [item["comment"]["id"] for item in items]

    assert set(ids()) == {held_id, published_id}
    assert ids(rule="be-nice") == [held_id]
    assert ids(source="report") == [published_id]
    assert ids(rule="be-nice", source="report") == []
    wrong = moderator.get("/queue", source="gossip")
    assert (wrong.status_code, wrong.json["field"]) == (400, "source")


def test_the_queue_is_walked_without_gaps(
    program: Call, moderator: Program, thread_id: int, app: Flask
) -> None:
    author = program("author")
    for number in range(8):  # more would be a flood, whatever the words
        author.comment(thread_id, f"{RUDE} {number}", insist=True)
    reader = program("reader")
    for number in range(8):
        reader.comment(thread_id, f"{RUDE} {number}", insist=True)
    for number in range(8):
        program("stranger").comment(thread_id, f"{RUDE} {number}", insist=True)
    for number in range(8):
        program("second moderator").comment(thread_id, f"{RUDE} {number}", insist=True)
    found: list[int] = []
    page = moderator.get("/queue").json
    while page["next"]:
        found += [item["id"] for item in page["items"]]
        page = moderator.get("/queue", cursor=page["next"]).json
    found += [item["id"] for item in page["items"]]
    assert page["open"] == 32
    assert len(found) == len(set(found)) == 32


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/queue"),
        ("GET", "/queue/1"),
        ("POST", "/queue/claim"),
        ("POST", "/queue/1/decision"),
        ("POST", "/queue/1/release"),
        ("POST", "/queue/1/skip"),
        ("POST", "/decisions/1/undo"),
    ],
)
def test_the_queue_is_for_staff_before_anything_is_read(
    program: Call, method: str, path: str
) -> None:
    assert program().send(method, path, data=b"{").status_code == 401
    assert program("author").send(method, path, data=b"{").status_code == 403
    posting = program("moderator", Scope.POST)
    assert posting.send(method, path, data=b"{").status_code == 403


def test_an_item_that_is_not_there_is_not_found(moderator: Program) -> None:
    item = {"id": 99, "version": 1}
    assert moderator.get("/queue/99").status_code == 404
    assert decide(moderator, item).status_code == 404
    assert moderator.post("/queue/99/release").status_code == 404
    assert moderator.post("/queue/99/skip").status_code == 404
    assert moderator.post("/decisions/99/undo").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", "1"),
        ("version", True),
        ("version", 1.5),
        ("version", None),
        ("version", 0),
        ("version", 10**30),
        ("action", "delete"),
        ("action", None),
        ("note", "x" * 1001),
        ("last_report", "3"),
    ],
)
def test_a_decision_is_complete(
    moderator: Program, held_id: int, field: str, value: Any
) -> None:
    item = claim(moderator).json
    answer = decide(moderator, item, **{field: value})
    assert (answer.status_code, answer.json["field"]) == (400, field)
