"""Programs that list, post, edit and withdraw comments."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from comments.domain.sanctions import SanctionKind
from comments.store.models import Comment, FilterCount, Sanction, Thread
from tests.web.api.conftest import PLAIN, RUDE, Call, Cast, Program
from tests.web.conftest import Clock

THREAT = "I will find you and kill you, Marta."
KEYS = {
    "id",
    "thread_id",
    "parent_id",
    "author",
    "text",
    "html",
    "waiting",
    "status",
    "mark",
    "edited",
    "appreciated",
    "picked",
    "appeared_at",
    "removed_under",
    "created_at",
    "url",
}


def count(app: Flask, model: Any) -> int:
    with app.extensions["parley"].database.transaction() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def listed(program: Program, thread_id: int, **query: Any) -> list[dict]:
    return program.get(f"/threads/{thread_id}/comments", **query).json["comments"]


def test_a_plain_comment_is_published_at_once(program: Call, thread_id: int) -> None:
    answer = program("author").comment(thread_id)
    assert answer.status_code == 201
    assert set(answer.json) == KEYS | {"statement"}
    assert answer.json["text"] == PLAIN
    assert answer.json["html"] == f'<p dir="auto">{PLAIN}</p>'
    assert answer.json["status"] == "published"
    assert answer.json["statement"] is None
    assert answer.json["created_at"] == "2026-03-14T09:26:53Z"
    assert answer.headers["Location"] == answer.json["url"]


def test_everybody_reads_what_was_published(
    program: Call, thread_id: int, cast: Cast
) -> None:
    posted = program("author").comment(thread_id, mark="witness").json
    (comment,) = listed(program(), thread_id)
    assert set(comment) == KEYS
    assert comment["id"] == posted["id"]
    assert comment["mark"] == "witness"
    assert comment["author"] == {
        "id": cast["author"].id,
        "name": "Marta R.",
        "staff": False,
    }


def test_a_moderator_is_known_as_staff(program: Call, thread_id: int) -> None:
    assert program("moderator").comment(thread_id).json["author"]["staff"] is True


def test_a_reply_names_its_parent(
    program: Call, thread_id: int, published_id: int
) -> None:
    reply = program("reader").comment(thread_id, "So it was.", parent_id=published_id)
    assert reply.status_code == 201
    assert reply.json["parent_id"] == published_id


def test_words_that_may_break_a_rule_are_nudged_and_nothing_is_stored(
    program: Call, thread_id: int, app: Flask
) -> None:
    answer = program("author").comment(thread_id, RUDE)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == 422
    assert answer.json["outcome"] == "hold"
    (finding,) = answer.json["findings"]
    assert finding["rule"] == "be-nice"
    assert "idiot" in RUDE[slice(*finding["spans"][0])]
    assert answer.json["advice"]
    assert count(app, Comment) == 0


def test_a_nudge_is_counted_under_its_rule(
    program: Call, thread_id: int, app: Flask
) -> None:
    program("author").comment(thread_id, RUDE)
    with app.extensions["parley"].database.transaction() as db:
        (row,) = db.scalars(select(FilterCount))
    counted = (row.day, row.event, row.rule, row.count)
    assert counted == ("2026-03-14", "nudge", "be-nice", 1)


def test_an_author_who_insists_is_held_and_told_why(
    program: Call, thread_id: int
) -> None:
    answer = program("author").comment(thread_id, RUDE, insist=True)
    assert answer.status_code == 202
    assert answer.json["status"] == "held"
    assert answer.json["text"] == RUDE
    statement = answer.json["statement"]
    assert (statement["kind"], statement["rule"]) == ("held", "be-nice")
    assert statement["automated"] is True
    assert any("program" in sentence for sentence in statement["sentences"])
    assert listed(program(), thread_id) == []


def test_an_author_who_insists_on_a_threat_is_rejected_and_may_ask_for_a_person(
    program: Call, thread_id: int
) -> None:
    author = program("author")
    nudge = author.comment(thread_id, THREAT)
    assert (nudge.status_code, nudge.json["outcome"]) == (422, "reject")
    answer = author.comment(thread_id, THREAT, insist=True)
    assert (answer.status_code, answer.json["status"]) == (202, "rejected")
    assert answer.json["statement"]["rule"] == "dont-threaten"
    assert answer.json["text"] == THREAT
    assert listed(author, thread_id) == []
    decision_id = answer.json["statement"]["decision_id"]
    assert author.post(f"/decisions/{decision_id}/appeal").status_code == 201


def test_only_its_author_sees_a_held_comment_in_the_list(
    program: Call, thread_id: int, held_id: int
) -> None:
    assert [c["id"] for c in listed(program("author"), thread_id)] == [held_id]
    assert listed(program("author"), thread_id)[0]["text"] == RUDE
    assert listed(program("reader"), thread_id) == []
    assert listed(program("moderator"), thread_id) == []


def test_a_comment_sent_twice_is_stored_once(
    program: Call, thread_id: int, app: Flask
) -> None:
    author = program("author")
    first = author.comment(thread_id, attempt="one form")
    again = author.comment(thread_id, attempt="one form")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["id"] == first.json["id"]
    assert count(app, Comment) == 1


def test_a_form_is_not_used_for_two_comments(
    program: Call, thread_id: int, app: Flask
) -> None:
    author = program("author")
    author.comment(thread_id, attempt="one form")
    other = author.comment(thread_id, "Other words.", attempt="one form")
    assert other.status_code == 409
    assert count(app, Comment) == 1


def test_two_readers_may_use_the_same_attempt_key(
    program: Call, thread_id: int
) -> None:
    program("author").comment(thread_id, attempt="one form")
    assert program("reader").comment(thread_id, attempt="one form").status_code == 201


def test_a_closed_thread_takes_no_comment(
    program: Call, thread_id: int, app: Flask
) -> None:
    with app.extensions["parley"].database.transaction(writes=True) as db:
        db.get_one(Thread, thread_id).is_open = False
    assert program("author").comment(thread_id).status_code == 409


def test_a_thread_that_is_not_there_takes_no_comment(
    program: Call, thread_id: int
) -> None:
    assert program("author").comment(thread_id + 1).status_code == 404
    assert program().get(f"/threads/{thread_id + 1}/comments").status_code == 404


def test_a_muted_reader_is_told_why_nothing_is_posted(
    program: Call, thread_id: int, app: Flask, cast: Cast, now: datetime
) -> None:
    sanction = Sanction(
        account_id=cast["author"].id,
        kind=SanctionKind.MUTE.value,
        rule="be-nice",
        decided_by=cast["moderator"].id,
        starts_at=now,
    )
    with app.extensions["parley"].database.transaction(writes=True) as db:
        db.add(sanction)
    answer = program("author").comment(thread_id)
    assert answer.status_code == 403
    assert "Be Nice" in answer.json["detail"]


def test_a_visitor_cannot_post(program: Call, thread_id: int) -> None:
    answer = program().comment(thread_id)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_a_program_walks_a_whole_thread_without_gaps(
    program: Call, thread_id: int, app: Flask, sort: str
) -> None:
    author = program("author")
    ids = [author.comment(thread_id, f"Remark {n}.").json["id"] for n in range(7)]
    found, cursor = [], None
    while True:
        query = {"sort": sort, "limit": 3} | ({"cursor": cursor} if cursor else {})
        page = program().get(f"/threads/{thread_id}/comments", **query).json
        found += [comment["id"] for comment in page["comments"]]
        cursor = page["next"]
        if cursor is None:
            break
        assert isinstance(cursor, str)
    assert found == (ids if sort == "oldest" else ids[::-1])


def test_an_edit_that_is_fine_is_shown_at_once(
    program: Call, thread_id: int, published_id: int
) -> None:
    answer = program("author").patch(f"/comments/{published_id}", text="It was 1988.")
    assert answer.status_code == 200
    assert (answer.json["text"], answer.json["edited"]) == ("It was 1988.", True)


def test_an_edit_is_nudged_like_a_new_comment(
    program: Call, thread_id: int, published_id: int
) -> None:
    answer = program("author").patch(f"/comments/{published_id}", text=RUDE)
    assert answer.status_code == 422
    assert listed(program(), thread_id)[0]["text"] == PLAIN


def test_a_held_edit_leaves_the_text_that_readers_see(
    program: Call, thread_id: int, published_id: int
) -> None:
    author = program("author")
    answer = author.patch(f"/comments/{published_id}", text=RUDE, insist=True)
    assert answer.status_code == 202
    assert answer.json["statement"]["kind"] == "held"
    assert (answer.json["text"], answer.json["waiting"]) == (PLAIN, RUDE)
    assert listed(program(), thread_id)[0]["text"] == PLAIN
    assert listed(program(), thread_id)[0]["waiting"] is None


def test_nobody_edits_or_withdraws_anothers_comment(
    program: Call, published_id: int
) -> None:
    for part in ("reader", "moderator"):
        path = f"/comments/{published_id}"
        assert program(part).patch(path, text="Mine now.").status_code == 403
        assert program(part).delete(path).status_code == 403


def test_anothers_held_comment_is_not_there_for_a_reader(
    program: Call, held_id: int
) -> None:
    assert program("reader").patch(f"/comments/{held_id}", text="x").status_code == 404
    assert program("reader").delete(f"/comments/{held_id}").status_code == 404


def test_an_author_withdraws_a_comment(
    program: Call, thread_id: int, published_id: int
) -> None:
    answer = program("author").delete(f"/comments/{published_id}")
    assert (answer.status_code, answer.data) == (204, b"")
    assert listed(program(), thread_id) == []


def test_markup_in_a_comment_stays_text(program: Call, thread_id: int) -> None:
    words = "<script>alert(1)</script> & <b>bold</b>"
    answer = program("author").comment(thread_id, words)
    assert answer.json["text"] == words
    assert "<script" not in answer.json["html"]
    assert "&lt;script&gt;" in answer.json["html"]


def test_a_text_comes_back_as_it_was_typed(program: Call, thread_id: int) -> None:
    words = "  Zwei\r\n\r\nAbsätze \u202eילד\u202c 🧑‍🧑‍🧒 \x07 "
    assert program("author").comment(thread_id, words).json["text"] == words


def test_programs_ask_for_what_appeared_since_a_moment(
    program: Call, thread_id: int, clock: Clock
) -> None:
    program("author").comment(thread_id)
    clock.advance(minutes=5)
    since = clock().isoformat()
    later = [
        program("reader").comment(thread_id, f"Later comment {n} here.").json["id"]
        for n in range(3)
    ]
    seen: list[int] = []
    query = {"since": since, "sort": "oldest", "limit": 2}
    answer = program().get(f"/threads/{thread_id}/comments", **query).json
    seen += [comment["id"] for comment in answer["comments"]]
    answer = (
        program()
        .get(f"/threads/{thread_id}/comments", **query, cursor=answer["next"])
        .json
    )
    seen += [comment["id"] for comment in answer["comments"]]
    assert seen == later
    assert answer["next"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-03-14T09:00:00"}, "since"),
        ({"since": "2026-03-14T09:00:00Z", "sort": "most-replied"}, "sort"),
        ({"show": "new"}, "show"),
        ({"sort": "best"}, "sort"),
        ({"sort": "most-replied", "cursor": "NQ"}, "cursor"),
    ],
)
def test_a_list_that_cannot_be_made_is_refused_by_its_field(
    program: Call, thread_id: int, query: dict[str, str], field: str
) -> None:
    answer = program().get(f"/threads/{thread_id}/comments", **query)
    assert answer.status_code == 400
    assert answer.json["field"] == field


def test_a_warned_reader_acknowledges_by_program_and_posts_again(
    program: Call, thread_id: int, app: Flask, cast: Cast, now: datetime
) -> None:
    warning = Sanction(
        account_id=cast["author"].id,
        kind=SanctionKind.WARNING.value,
        rule="be-nice",
        decided_by=cast["moderator"].id,
        starts_at=now,
    )
    with app.extensions["parley"].database.transaction(writes=True) as db:
        db.add(warning)
    refused = program("author").comment(thread_id)
    assert refused.status_code == 403
    address = f"/me/warnings/{refused.json['warning']}/acknowledge"
    assert program("stranger").post(address).status_code == 404
    assert program("author").post(address).status_code == 204
    assert program("author").comment(thread_id).status_code == 201
