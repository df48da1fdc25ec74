"""Sanctions by program: imposed once, lifted with a reason, refused as on the page."""

from typing import Any

import pytest
from flask import Flask

from comments.domain.permissions import Scope
from tests.web.api.conftest import PLAIN, Call, Cast, Program


@pytest.fixture
def moderator(program: Call) -> Program:
    return program("moderator", Scope.MODERATE)


@pytest.fixture
def person(cast: Cast) -> int:
    return cast["author"].id


def impose(by: Program, person: int, **changed: Any) -> Any:
    new = {"kind": "mute", "rule": "be-nice", "term": "24h", "attempt": "one"}
    sent = {name: value for name, value in (new | changed).items() if value is not None}
    return by.post(f"/people/{person}/sanctions", **sent)


def listed(by: Program, person: int) -> Any:
    return by.get(f"/people/{person}/sanctions").json["sanctions"]


def test_a_mute_binds_until_its_term_and_the_author_is_told(
    program: Call, moderator: Program, person: int, thread_id: int
) -> None:
    answer = impose(moderator, person, note="Enough.")
    assert answer.status_code == 201
    assert answer.json["kind"] == "mute"
    assert answer.json["decided_by"] == "Jo Moderator"
    assert answer.json["in_force"] is True
    assert answer.json["ends_at"] == "2026-03-15T09:26:53Z"
    assert program("author").comment(thread_id).status_code == 403
    told = program("author").get("/me/notices").json["notices"]
    assert [notice["kind"] for notice in told] == ["sanction"]


def test_the_same_attempt_imposes_once_and_is_for_one_thing(
    moderator: Program, cast: Cast, person: int
) -> None:
    first = impose(moderator, person)
    again = impose(moderator, person)
    assert (again.status_code, again.json) == (201, first.json)
    assert impose(moderator, person, kind="ban").status_code == 409
    assert impose(moderator, cast["reader"].id).status_code == 409
    assert len(listed(moderator, person)) == 1


def test_a_message_and_a_warning_have_no_term(moderator: Program, person: int) -> None:
    for kind in ("message", "warning"):
        answer = impose(
            moderator, person, kind=kind, term=None, note="Mind the rule.", attempt=kind
        )
        assert (answer.status_code, answer.json["ends_at"]) == (201, None)
    assert [row["kind"] for row in listed(moderator, person)] == ["warning", "message"]


def test_a_ban_may_be_for_good_and_is_lifted_with_a_reason(
    program: Call, moderator: Program, person: int, thread_id: int
) -> None:
    ban = impose(moderator, person, kind="ban", term="for-good").json
    assert ban["ends_at"] is None
    lift = f"/sanctions/{ban['id']}/lift"
    assert moderator.post(lift).status_code == 400
    assert moderator.post(lift, reason=" ").status_code == 400
    lifted = moderator.post(lift, reason="She has a point.")
    assert (lifted.status_code, lifted.json["in_force"]) == (200, False)
    assert lifted.json["lift_reason"] == "She has a point."
    assert program("author").comment(thread_id, PLAIN).status_code == 201
    assert moderator.post(lift, reason="Again.").status_code == 409


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "flogging"},
        {"kind": None},
        {"rule": "share-with-us"},
        {"rule": None},
        {"term": None},
        {"term": "2h"},
        {"attempt": None},
        {"attempt": "a" * 65},
        {"note": "a" * 1001},
        {"note": 7},
    ],
    ids=str,
)
def test_what_is_wrong_or_missing_is_named(
    moderator: Program, person: int, changed: dict[str, Any]
) -> None:
    answer = impose(moderator, person, **changed)
    assert answer.status_code == 400
    assert answer.json["field"] in changed
    assert listed(moderator, person) == []


def test_a_message_without_words_is_refused(moderator: Program, person: int) -> None:
    assert impose(moderator, person, kind="message", term=None).status_code == 403


def test_nobody_sanctions_themselves_an_equal_or_a_senior(
    program: Call, moderator: Program, cast: Cast
) -> None:
    for part in ("moderator", "second moderator", "editor", "administrator"):
        assert impose(moderator, cast[part].id).status_code == 403
    ban = impose(program("editor"), cast["second moderator"].id)
    assert ban.status_code == 201
    lift = f"/sanctions/{ban.json['id']}/lift"
    assert moderator.post(lift, reason="A friend.").status_code == 403
    assert moderator.post("/sanctions/99/lift", reason="None.").status_code == 404
    assert impose(moderator, 999).status_code == 404


def test_readers_strangers_and_tokens_for_other_things_impose_nothing(
    app: Flask, program: Call, person: int
) -> None:
    assert impose(program(), person).status_code == 401
    assert impose(program("reader"), person).status_code == 403
    assert impose(program("moderator", Scope.READ), person).status_code == 403
    assert program("reader").get(f"/people/{person}/sanctions").status_code == 403
    assert program("reader").post("/sanctions/1/lift", reason="x").status_code == 403


def test_a_program_reads_who_misuses_report(
    program: Call, moderator: Program, thread_id: int, cast: Cast, clock: Any
) -> None:
    for number in range(8):
        clock.advance(hours=1)  # nobody is held for writing so much
        comment = program("author").comment(thread_id, f"{PLAIN} {number}").json
        program("reader").post(f"/comments/{comment['id']}/reports", rule="be-nice")
        item = moderator.post("/queue/claim").json
        moderator.post(
            f"/queue/{item['id']}/decision", action="approve", version=item["version"]
        )
    clock.advance(minutes=1)
    (found,) = moderator.get("/reporters").json["reporters"]
    assert (found["id"], found["declined"]) == (cast["reader"].id, 8)
    assert found["suggestion"]["rule"] == "be-proactive"
    assert moderator.get("/reporters/together/1").status_code == 404
    assert moderator.post("/reporters/together/1/dismiss").status_code == 404
    assert program("reader").get("/reporters").status_code == 403
