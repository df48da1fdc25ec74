"""People: what a moderator sees of an author, and what a sanction does."""

import pytest

from comments.store.models import Sanction
from tests.web.desk.conftest import CLEAN, RUDE, Desk


@pytest.fixture
def person(desk: Desk) -> str:
    return f"/people/{desk.cast['author'].id}"


def impose(desk: Desk, person: str, part: str = "moderator", **fields: str) -> int:
    values = {"kind": "mute", "term": "24h", "rule": "be-nice", "note": ""} | fields
    return desk.send(part, f"{person}/sanctions", **values).status_code


def the_sanction(desk: Desk) -> Sanction:
    with desk.database.transaction() as db:
        return db.get_one(Sanction, 1)


def test_a_record_counts_what_stands_by_rule(desk: Desk, person: str) -> None:
    for rule in ("be-nice", "be-nice", "keep-it-clean"):
        comment_id = desk.post("author", f"{RUDE} {rule}")
        desk.decide("moderator", comment_id, rule=rule)
    undone = desk.post("author")
    desk.decide("moderator", undone, rule="spam")
    desk.send("moderator", f"/decisions/{desk.last_decision_id(undone)}/undo")
    desk.post("author", CLEAN)
    page = desk.see("moderator", person).text
    assert 'data-comments="5"' in page
    assert 'data-rejected="3"' in page
    assert 'data-rule="be-nice" data-count="2"' in " ".join(page.split())
    assert 'data-rule="spam"' not in page
    assert page.count("data-comment=") == 5


def test_a_suspension_ends_every_session_and_says_why(desk: Desk, person: str) -> None:
    author = desk.browser("author")
    assert author.get("/account").status_code == 200
    assert impose(desk, person, kind="suspension", term="7d", note="Enough.") == 303
    assert author.get("/account").status_code == 303
    refused = author.log_in(desk.cast["author"].name)
    assert refused.status_code == 403
    assert "Enough." in refused.text
    desk.clock.advance(days=7, seconds=1)
    assert author.log_in(desk.cast["author"].name).status_code == 303


def test_a_lifted_sanction_binds_no_more_and_the_author_is_told(
    desk: Desk, person: str
) -> None:
    impose(desk, person, kind="ban", term="for-good")
    assert the_sanction(desk).ends_at is None
    page = desk.see("moderator", person).text
    assert 'data-in-force="true"' in page
    assert "for good" in page
    answer = desk.send(
        "moderator", "/sanctions/1/lift", item="1", reason="He has a point."
    )
    assert answer.headers["Location"] == f"{person}?item=1#sanctions"
    assert the_sanction(desk).lifted_at == desk.clock()
    assert desk.told("author") == ["lifted", "sanction"]
    assert desk.send("moderator", "/sanctions/1/lift", reason="No.").status_code == 409


def test_a_warning_has_no_end(desk: Desk, person: str) -> None:
    impose(desk, person, kind="warning", term="24h")
    assert the_sanction(desk).ends_at is None
    comment_id = desk.post("author")
    page = desk.see("moderator", desk.address(comment_id)).text
    assert page.count('data-sanction="warning"') == 1


def test_abusing_report_is_sanctioned_under_its_own_rule(
    desk: Desk, person: str
) -> None:
    assert impose(desk, person, rule="be-proactive") == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "flogging"},
        {"term": "1000y"},
        {"term": ""},
        {"rule": "share-with-us"},
        {"rule": ""},
        {"note": "a" * 1001},
    ],
)
def test_a_broken_sanction_is_not_imposed(
    desk: Desk, person: str, wrong: dict[str, str]
) -> None:
    assert impose(desk, person, **wrong) == 400
    assert desk.told("author") == []


@pytest.mark.parametrize("part", ["moderator", "second moderator", "administrator"])
def test_nobody_sanctions_themselves_their_equals_or_their_seniors(
    desk: Desk, part: str
) -> None:
    address = f"/people/{desk.cast[part].id}"
    assert impose(desk, address) == 403
    assert 'name="kind"' not in desk.see("moderator", address).text


def test_a_person_who_does_not_exist_is_not_found(desk: Desk) -> None:
    assert desk.see("moderator", "/people/999").status_code == 404
    assert impose(desk, "/people/999") == 404


def test_an_editor_closes_a_thread_and_opens_it_again(desk: Desk) -> None:
    address = f"/threads/{desk.thread_id}/settings"
    answer = desk.send("editor", address, state="closed", mode="pre")
    assert answer.status_code == 303
    page = desk.see("editor", answer.headers["Location"]).text
    assert 'data-open="false"' in page
    assert 'data-mode="pre"' in page
    desk.send("editor", address, state="open")
    again = desk.see("editor", address).text
    assert 'data-open="true"' in again
    assert 'data-mode="pre"' in again  # not sent, so it stays


@pytest.mark.parametrize("wrong", [{"state": "ajar"}, {"mode": "never"}])
def test_an_unknown_switch_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    address = f"/threads/{desk.thread_id}/settings"
    assert desk.send("editor", address, **wrong).status_code == 400
    assert desk.see("editor", "/threads/999/settings").status_code == 404
    assert desk.send("editor", "/threads/999/settings").status_code == 404


def test_an_editor_pauses_the_whole_site_and_resumes_it(desk: Desk) -> None:
    desk.send("editor", "/site", site="pause")
    assert 'data-paused="true"' in desk.see("editor", "/site").text
    desk.send("editor", "/site", site="resume")
    assert 'data-paused="false"' in desk.see("editor", "/site").text
    assert desk.send("editor", "/site", site="burn").status_code == 400


def test_a_suggestion_is_filled_in_and_waits_for_a_moderator(
    desk: Desk, person: str
) -> None:
    for word in ("pathetic", "wretched"):
        comment_id = desk.post("author", f"The mayor is a {word} lying idiot.")
        desk.decide("moderator", comment_id, rule="be-nice")
    page = desk.see("moderator", person).text
    assert 'data-suggestion="message"' in page
    assert "2 comments were rejected in 90 days." in page
    assert desk.told("author").count("message") == 0
    filled = desk.see("moderator", f"{person}?suggestion=be-nice").text
    assert 'value="message" required checked' in " ".join(filled.split())
    assert "Please keep to our rule" in filled
    third = desk.post("author", "The mayor is a miserable lying idiot.")
    assert (
        'data-suggestion="message"' in desk.see("moderator", desk.address(third)).text
    )
    impose(desk, person, kind="message", note="Please mind the tone.")
    assert "data-suggestion" not in desk.see("moderator", person).text
