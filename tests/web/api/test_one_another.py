"""Programs ignore, follow, read news, write to the newsroom, and take data along."""

import io
import zipfile

from tests.web.api.conftest import PLAIN, URL, Call, Cast, SignIn

ASKED = "Could we call you about what you saw?"
RUDE = "You are an idiot and everybody here knows it."


def test_a_program_ignores_and_follows_for_its_reader_alone(
    program: Call, cast: Cast, thread_id: int
) -> None:
    reader, other = program("reader"), cast["author"].id
    for path in (f"/me/followed-people/{other}", f"/me/followed-threads/{thread_id}"):
        assert [reader.send("PUT", path).status_code for _ in range(2)] == [204, 204]
    mine = reader.get("/me/company").json
    assert [person["id"] for person in mine["followed_people"]] == [other]
    assert [thread["id"] for thread in mine["followed_threads"]] == [thread_id]
    assert reader.send("PUT", f"/me/ignored/{other}").status_code == 204
    assert reader.send("PUT", f"/me/followed-people/{other}").status_code == 409
    mine = reader.get("/me/company").json
    assert [person["id"] for person in mine["ignored"]] == [other]
    assert mine["followed_people"] == []
    assert program("author").get("/me/company").json["ignored"] == []
    assert reader.delete(f"/me/ignored/{other}").status_code == 204
    assert reader.delete(f"/me/followed-threads/{thread_id}").status_code == 204
    assert reader.get("/me/company").json["ignored"] == []


def test_nobody_ignores_themselves_or_nobody(program: Call, cast: Cast) -> None:
    reader = program("reader")
    assert reader.send("PUT", f"/me/ignored/{cast['reader'].id}").status_code == 403
    assert reader.send("PUT", "/me/ignored/99999").status_code == 404
    assert program().send("PUT", "/me/ignored/1").status_code == 401


def test_news_is_read_up_to_where_a_program_says(program: Call, thread_id: int) -> None:
    author, reader = program("author"), program("reader")
    asked = author.comment(thread_id, PLAIN).json["id"]
    answers = [
        reader.comment(thread_id, f"I saw it {n}.", parent_id=asked).json["id"]
        for n in range(2)
    ]
    listed = author.get("/me/news").json
    assert [one["comment_id"] for one in listed["news"]] == answers[::-1]
    assert (listed["unread"], listed["news"][0]["kind"]) == (2, "reply")
    older = listed["news"][1]["id"]
    assert author.post("/me/news/read", newest=older).status_code == 204
    assert author.get("/me/news").json["unread"] == 1
    assert reader.get("/me/news").json["news"] == []


def test_the_newsroom_asks_and_is_answered_in_private(
    program: Call, thread_id: int
) -> None:
    author, moderator = program("author"), program("moderator")
    shared = author.comment(thread_id, PLAIN, mark="witness", contact=True).json["id"]
    path, mine = f"/shared/{shared}/messages", f"/me/messages/{shared}"
    sent = {"text": ASKED, "attempt": "1"}
    first, again = moderator.post(path, **sent), moderator.post(path, **sent)
    assert (first.status_code, again.json) == (201, first.json)
    assert moderator.post(path, text=RUDE, attempt="2").status_code == 422
    assert program("reader").get(mine).status_code == 404
    assert program("reader").get(path).status_code == 403
    told = author.get(mine).json
    assert [message["text"] for message in told["messages"]] == [ASKED]
    assert author.post(mine, text="Yes, after six.", attempt="3").status_code == 201
    messages = moderator.get(path).json["messages"]
    assert [message["from_newsroom"] for message in messages] == [True, False]
    assert author.get("/me/messages").json["comments"][0]["mark"] == "witness"


def test_without_consent_the_newsroom_does_not_ask(
    program: Call, thread_id: int
) -> None:
    shared = program("author").comment(thread_id, PLAIN, mark="witness").json["id"]
    path = f"/shared/{shared}/messages"
    answer = program("moderator").post(path, text=ASKED, attempt="1")
    assert answer.status_code == 409


def test_a_reader_chooses_letters_and_takes_data_along_but_no_token_may(
    client_for: SignIn, program: Call
) -> None:
    browser = client_for("author")
    token = browser.get("/api/v1/session").json["csrf_token"]
    csrf = {"X-CSRFToken": token}
    chosen = browser.patch("/api/v1/me/mail", json={"mentions": "daily"}, headers=csrf)
    assert chosen.status_code == 200
    assert chosen.json["mentions"] == "daily"
    assert chosen.json["statements"] == "each"
    bad = browser.patch("/api/v1/me/mail", json={"mentions": "hourly"}, headers=csrf)
    assert (bad.status_code, bad.json["field"]) == (400, "mentions")
    file = browser.post("/api/v1/me/data", headers=csrf)
    assert file.mimetype == "application/zip"
    assert "private" in file.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert any(name.endswith("account.json") for name in archive.namelist())
    assert program("author").get("/me/mail").status_code == 403
    assert program("author").post("/me/data").status_code == 403


def test_many_articles_are_counted_in_one_request(
    program: Call, published_id: int
) -> None:
    other = "https://NEWS.example/nothing#top"
    answer = program().get("/threads/counts", url=[URL, other])
    assert answer.json == {"counts": {URL: 1, other: 0}}
    assert program().get("/threads/counts").status_code == 400
