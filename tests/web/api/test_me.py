"""What a program learns about its own account: session, reports, notices, appeals."""

from typing import Any

from flask import Flask

from tests.web.api.conftest import PLAIN, RUDE, Call, Cast, Program, SignIn
from tests.web.conftest import Clock


def removed(program: Call, comment_id: int) -> None:
    """Remove a comment after a report, as a moderator."""
    moderator = program("moderator")
    program("reader").post(f"/comments/{comment_id}/reports", rule="be-truthful")
    item = moderator.post("/queue/claim").json
    answer = moderator.post(
        f"/queue/{item['id']}/decision",
        action="reject",
        rule="be-truthful",
        version=item["version"],
    )
    assert answer.status_code == 200


def test_a_browser_is_told_its_token_for_forms(client_for: SignIn, cast: Cast) -> None:
    browser = client_for("author")
    known = browser.get("/api/v1/session").json
    assert known["account"] == {
        "id": cast["author"].id,
        "name": "Marta R.",
        "role": "reader",
    }
    assert known["csrf_token"]


def test_a_browser_posts_with_its_cookie_and_that_token(
    client_for: SignIn, thread_id: int
) -> None:
    browser = client_for("author")
    token = browser.get("/api/v1/session").json["csrf_token"]
    path, sent = (
        f"/api/v1/threads/{thread_id}/comments",
        {"text": PLAIN, "attempt": "1"},
    )
    refused = browser.post(path, json=sent)
    assert refused.status_code == 400
    assert refused.content_type == "application/problem+json"
    answer = browser.post(path, json=sent, headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_a_browsers_token_is_not_anothers(client_for: SignIn, thread_id: int) -> None:
    token = client_for("reader").get("/api/v1/session").json["csrf_token"]
    answer = client_for("author").post(
        f"/api/v1/threads/{thread_id}/comments",
        json={"text": PLAIN, "attempt": "1"},
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 400


def test_another_sites_page_posts_nothing(client_for: SignIn, thread_id: int) -> None:
    browser = client_for("author")
    token = browser.get("/api/v1/session").json["csrf_token"]
    answer = browser.post(
        f"/api/v1/threads/{thread_id}/comments",
        json={"text": PLAIN, "attempt": "1"},
        headers={"X-CSRFToken": token, "Origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 403


def test_a_program_needs_no_such_token(program: Call, cast: Cast) -> None:
    known = program("author").get("/session").json
    assert known["account"]["name"] == "Marta R."
    assert known["csrf_token"] is None


def test_a_visitor_logs_in_with_the_token_of_the_session(
    app: Flask, cast: Cast
) -> None:
    visitor: Any = app.test_client()
    token = visitor.get("/api/v1/session").json["csrf_token"]
    form = {"name": "Marta R.", "password": "orange lamp on stilts"}
    assert visitor.post("/login", data=form | {"csrf_token": token}).status_code == 303
    assert visitor.get("/api/v1/session").json["account"]["name"] == "Marta R."


def test_a_token_that_nobody_made_is_refused(app: Flask) -> None:
    stranger = Program(app.test_client(), {"Authorization": "Bearer parley_guess"})
    answer = stranger.get("/session")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_a_reporter_learns_the_outcome_once_it_stands(
    program: Call, published_id: int, clock: Clock
) -> None:
    removed(program, published_id)
    (waiting,) = program("reader").get("/me/reports").json["reports"]
    assert (waiting["state"], waiting["outcome_at"]) == ("received", None)
    clock.advance(seconds=31)
    (known,) = program("reader").get("/me/reports").json["reports"]
    assert (known["state"], known["outcome_rule"]) == ("upheld", "be-truthful")
    assert known["outcome_at"]
    assert known["thread"]["title"] == "The mill bridge is closed"
    assert program("stranger").get("/me/reports").json["reports"] == []


def test_reporting_again_does_not_give_the_outcome_away(
    program: Call, published_id: int, clock: Clock
) -> None:
    program("reader").post(f"/comments/{published_id}/reports", rule="be-truthful")
    moderator = program("moderator")
    item = moderator.post("/queue/claim").json
    path = f"/queue/{item['id']}/decision"
    moderator.post(path, action="approve", version=item["version"])
    again = program("reader").post(
        f"/comments/{published_id}/reports", rule="be-truthful"
    )
    assert (again.status_code, again.json["state"]) == (200, "received")


def test_an_author_reads_why_a_comment_was_removed(
    program: Call, published_id: int, clock: Clock
) -> None:
    removed(program, published_id)
    author = program("author")
    assert author.get("/me/notices").json["notices"] == []
    clock.advance(seconds=31)
    answer = author.get("/me/notices").json
    (notice,) = answer["notices"]
    assert (notice["kind"], notice["rule"]) == ("rejected", "be-truthful")
    assert notice["automated"] is False
    assert notice["text"] == PLAIN
    assert notice["may_appeal"] is True
    assert answer["unread"] == 1
    assert author.get("/me/notices").json["unread"] == 1
    assert program("reader").get("/me/notices").json["notices"] == []


def test_an_author_asks_for_a_moderator_once(program: Call, thread_id: int) -> None:
    author = program("author")
    held = author.comment(thread_id, RUDE, insist=True).json
    path = f"/decisions/{held['statement']['decision_id']}/appeal"
    first, again = author.post(path, text="It is a quotation."), author.post(path)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert first.json["state"] == "open"
    (notice,) = author.get("/me/notices").json["notices"]
    assert notice["appeal"]["text"] == "It is a quotation."
    assert notice["may_appeal"] is False


def test_nobody_appeals_anothers_decision(program: Call, thread_id: int) -> None:
    held = program("author").comment(thread_id, RUDE, insist=True).json
    path = f"/decisions/{held['statement']['decision_id']}/appeal"
    assert program("reader").post(path).status_code == 404
    assert program("author").post("/decisions/999/appeal").status_code == 404


def test_a_page_that_is_full_leads_to_the_next(
    program: Call, thread_id: int, clock: Clock
) -> None:
    author, reader = program("author"), program("reader")
    for number in range(23):
        posted = author.comment(thread_id, f"Remark number {number}.").json
        reader.post(f"/comments/{posted['id']}/reports", rule="spam")
    first = reader.get("/me/reports").json
    rest = reader.get("/me/reports", cursor=first["next"]).json
    assert (len(first["reports"]), len(rest["reports"])) == (20, 3)
    assert rest["next"] is None


def test_a_visitor_has_no_reports_and_no_notices(program: Call) -> None:
    assert program().get("/me/reports").status_code == 401
    assert program().get("/me/notices").status_code == 401
