"""What other sites are given, what may be framed, and who is logged in where."""

import dataclasses
import gzip
import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from comments.domain.articles import sign_title
from comments.services.log_in_code import challenge_of
from comments.settings import Settings, WrongSetting, read_settings
from comments.store.models import Thread
from tests.web.conftest import (
    PASSWORD,
    Browser,
    ClientFor,
    Clock,
    browser_of,
    database_of,
)

SITE = "https://news.example"
OTHER = "http://localhost:8001"
VERIFIER = "v" * 43
ASKED = {"challenge": challenge_of(VERIFIER), "origin": SITE}
MOST_BYTES = 15_000  # loader and frame together, also for who has logged in
MOST_TO_READ = 10_500  # of it, what every reader loads


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return dataclasses.replace(
        settings, embed_origins=(SITE, OTHER), embed_key="k" * 32
    )


def frame(browser: Browser, path: str = "/bridge", **more: str) -> TestResponse:
    query = {"url": f"{SITE}{path}", "title": "The mill bridge", **more}
    return browser.get("/embed", query_string=query)


def policy(answer: TestResponse) -> str:
    found = re.search(
        r"frame-ancestors ([^;]*)", answer.headers["Content-Security-Policy"]
    )
    assert found
    return found.group(1)


# The frame


def test_an_article_seen_for_the_first_time_gets_its_board(
    visitor: Browser, app: Flask
) -> None:
    answer = frame(visitor)
    assert answer.status_code == 200
    assert "Nobody has written here yet" in answer.text
    assert "Set-Cookie" not in answer.headers
    with database_of(app).transaction() as db:
        thread = db.query(Thread).one()
    assert (thread.url, thread.seen_on) == (f"{SITE}/bridge", SITE)
    assert thread.title_unverified


def test_only_the_allowed_sites_may_frame_and_only_the_board(
    visitor: Browser, client_for: ClientFor
) -> None:
    answer = frame(visitor)
    assert policy(answer) == f"{SITE} {OTHER}"
    assert "X-Frame-Options" not in answer.headers
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for path in ("/threads/1", "/", "/login", "/embed/log-in", "/discussion"):
        assert policy(client_for("reader").get(path)) == "'none'", path


@pytest.mark.parametrize(
    "path", ["/queue", "/account", "/login", "/site", "/embed.js", "/health"]
)
def test_nothing_but_the_board_is_there_in_a_frame(
    client_for: ClientFor, path: str
) -> None:
    assert client_for("administrator").get(f"/framed{path}").status_code == 404


def test_nothing_may_be_framed_where_no_site_is_allowed(
    app: Flask, visitor: Browser, settings: Settings
) -> None:
    none = dataclasses.replace(settings, embed_origins=())
    app.extensions["parley"] = dataclasses.replace(
        app.extensions["parley"], settings=none
    )
    answer = frame(visitor)
    assert answer.status_code == 403
    assert "ALLOWED_EMBED_ORIGINS" in answer.text
    assert policy(answer) == "'none'"


def test_another_sites_article_is_refused_in_words(
    visitor: Browser, app: Flask
) -> None:
    for path in ("/embed", "/discussion"):
        answer = visitor.get(path, query_string={"url": "https://evil.example/a"})
        assert answer.status_code == 403
        assert "https://evil.example is not among the sites" in answer.text
        assert "evil" not in policy(answer)
    with database_of(app).transaction() as db:
        assert db.query(Thread).count() == 0


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "x", "https://a b/"])
def test_a_frame_without_an_article_is_refused(visitor: Browser, url: str) -> None:
    assert visitor.get("/embed", query_string={"url": url}).status_code == 400


def test_links_within_the_board_stay_in_the_frame_and_others_leave_it(
    visitor: Browser,
) -> None:
    page = frame(visitor).text
    assert 'href="/login?next=/framed/threads/1"' in page
    links = set(re.findall(r'(?:href|src|action)="(/[^"]*)"', page))
    outside = {link for link in links if not link.startswith("/framed/")}
    known = ("/static/", "/login?", "/register?", "/threads/1")
    assert [link for link in outside if not link.startswith(known)] == []
    assert "<header class=" not in page.split("<main")[0]


def test_a_boards_page_on_its_own_still_has_its_links(visitor: Browser) -> None:
    frame(visitor)
    assert "/framed" not in visitor.get("/threads/1").text


def test_a_permalink_opens_the_page_of_its_comment(
    visitor: Browser, client_for: ClientFor
) -> None:
    frame(visitor)
    author = client_for("author")
    author.send("/threads/1/comments", page="/account", text="Words.", attempt="a1")
    answer = frame(visitor, comment="1")
    assert answer.status_code == 303
    assert answer.location == "/framed/comments/1"
    assert visitor.get(answer.location).location.startswith("/framed/threads/1")


def test_who_reads_without_scripts_is_led_to_the_boards_own_page(
    visitor: Browser,
) -> None:
    answer = visitor.get("/discussion", query_string={"url": f"{SITE}/bridge"})
    assert (answer.status_code, answer.location) == (303, "/threads/1")


def test_a_title_is_marked_until_the_newsroom_confirms_it(
    visitor: Browser, client_for: ClientFor
) -> None:
    frame(visitor)
    assert "data-unverified" in visitor.get("/threads/1").text
    assert "mill bridge" not in visitor.get("/").text
    editor = client_for("editor")
    assert "Confirm the title" in editor.get("/threads/1/settings").text
    sent = editor.send("/threads/1/title", page="/account", title="The bridge")
    assert sent.status_code == 303
    assert "data-unverified" not in visitor.get("/threads/1").text
    assert "The bridge" in visitor.get("/").text


def test_a_signed_title_is_the_newsrooms(visitor: Browser, clock: Clock) -> None:
    token = sign_title(f"{SITE}/bridge", "The mill bridge", key="k" * 32, now=clock())
    frame(visitor, token=token)
    assert "data-unverified" not in visitor.get("/threads/1").text


@pytest.mark.parametrize("limits_raised", [False])
def test_one_address_opens_only_so_many_threads(visitor: Browser) -> None:
    answers = [frame(visitor, f"/{number}") for number in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "Retry-After" in answers[-1].headers
    assert frame(visitor, "/1").status_code == 200


# Logging in


def hand_over(browser: Browser, **asked: str) -> str:
    """The code that the window is given for a frame."""
    answer = browser.send("/embed/log-in", page="/account", **ASKED, **asked)
    assert answer.status_code == 200, answer.text
    found = re.search(r'data-code="([^"]+)"', answer.text)
    assert found
    return found.group(1)


def take_over(browser: Browser, code: str, **other: str) -> TestResponse:
    fields = {"code": code, "verifier": VERIFIER, "origin": SITE} | other
    return browser.post("/framed/log-in", data=fields)


def keep(browser: Browser, answer: TestResponse) -> str:
    """Keep a frame's cookie as browsers do over http on a loopback host."""
    secret = answer.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    browser.set_cookie("parley-framed", secret)
    return secret


@pytest.fixture
def logged_in(app: Flask, client_for: ClientFor) -> Browser:
    """A browser in whose frame somebody has logged in."""
    browser = browser_of(app)
    frame(browser)
    keep(browser, take_over(browser, hand_over(client_for("reader"))))
    return browser


def test_a_frame_is_logged_in_by_the_code_and_only_the_frame(
    visitor: Browser, client_for: ClientFor
) -> None:
    frame(visitor)
    answer = take_over(visitor, hand_over(client_for("reader")))
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("parley-framed=s.")
    for part in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
        assert f"; {part}" in cookie
    visitor.set_cookie("parley", keep(visitor, answer))
    assert "Tom K." in visitor.get("/framed/threads/1").text
    assert "Tom K." not in visitor.get("/threads/1").text
    assert visitor.get("/account").status_code == 303


def test_a_code_logs_in_once(visitor: Browser, client_for: ClientFor) -> None:
    code = hand_over(client_for("reader"))
    assert take_over(visitor, code).status_code == 200
    assert take_over(visitor, code).status_code == 403


@pytest.mark.parametrize("other", [{"verifier": "w" * 43}, {"origin": OTHER}])
def test_a_code_is_its_frames_alone_and_spent_by_a_try(
    visitor: Browser, client_for: ClientFor, other: dict[str, str]
) -> None:
    code = hand_over(client_for("reader"))
    assert take_over(visitor, code, **other).status_code == 403
    assert take_over(visitor, code).status_code == 403


def test_a_code_ends_after_a_minute(
    visitor: Browser, client_for: ClientFor, clock: Clock
) -> None:
    code = hand_over(client_for("reader"))
    clock.moment += timedelta(seconds=61)
    assert take_over(visitor, code).status_code == 403


@pytest.mark.parametrize("verifier", ["", "short", "v" * 129, "ü" * 43])
def test_a_secret_that_is_none_is_refused(visitor: Browser, verifier: str) -> None:
    assert take_over(visitor, "code", verifier=verifier).status_code == 400


def test_no_code_is_made_for_a_site_that_is_not_allowed(client_for: ClientFor) -> None:
    reader = client_for("reader")
    asked = ASKED | {"origin": "https://evil.example"}
    assert reader.get("/embed/log-in", query_string=asked).status_code == 403
    sent = reader.send("/embed/log-in", page="/account", **asked)
    assert sent.status_code == 403


def test_the_window_asks_who_it_is_and_comes_back(
    visitor: Browser, client_for: ClientFor
) -> None:
    client_for("reader")
    sent_on = visitor.get("/embed/log-in", query_string=ASKED)
    assert sent_on.location.startswith("/login?next=")
    page = visitor.get(sent_on.location)
    wanted = re.search(r'name="next" value="([^"]+)"', page.text)
    assert wanted
    back = visitor.send(
        "/login",
        name="Tom K.",
        password=PASSWORD,
        next=wanted.group(1).replace("&amp;", "&"),
    )
    assert "Continue as Tom K." in visitor.get(back.location).text
    answers = (sent_on, page, back, visitor.get(back.location))
    openers = {answer.headers["Cross-Origin-Opener-Policy"] for answer in answers}
    assert openers == {"unsafe-none"}
    elsewhere = visitor.get("/login", query_string={"next": "/account"})
    assert elsewhere.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_who_logs_in_beside_the_frame_goes_on_at_the_page_itself(
    visitor: Browser, client_for: ClientFor
) -> None:
    frame(visitor)
    client_for("reader")
    wanted = {"next": "/framed/threads/1#write"}
    sent = visitor.send("/login", name="Tom K.", password=PASSWORD, **wanted)
    assert sent.location == "/threads/1#write"


def test_a_frames_log_in_is_listed_and_ended_like_any_other(
    logged_in: Browser, client_for: ClientFor
) -> None:
    reader = client_for("reader")
    assert f"The board on {SITE}" in reader.get("/account").text
    reader.send("/account/sessions/end-others", page="/account")
    assert "Tom K." not in logged_in.get("/framed/threads/1").text


def test_logging_out_ends_the_frames_log_in(
    visitor: Browser, client_for: ClientFor
) -> None:
    frame(visitor)
    cookie = keep(visitor, take_over(visitor, hand_over(client_for("reader"))))
    page = visitor.get("/framed/threads/1").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    left = visitor.post(
        "/framed/log-out", data={"csrf_token": token.group(1), "thread": "1"}
    )
    assert left.location == "/framed/threads/1"
    visitor.set_cookie("parley-framed", cookie)
    assert "Tom K." not in visitor.get("/framed/threads/1").text


def test_a_reader_thanks_follows_and_ignores_without_leaving_the_frame(
    logged_in: Browser, client_for: ClientFor
) -> None:
    author = client_for("author")
    author.send("/threads/1/comments", page="/account", text="Words.", attempt="a1")
    page = logged_in.get("/framed/threads/1").text
    forms = re.findall(r'<form[^>]*method="post" action="([^"]+)"', page)
    assert [form for form in forms if not form.startswith("/framed/")] == []
    thanks = "/framed/comments/1/appreciation"
    assert {thanks, "/framed/me/followed-threads/1"} < set(forms)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    here = re.search(r'name="next" value="(/framed/threads/1[^"]*)"', page)
    assert token
    assert here
    sent = {"csrf_token": token.group(1), "next": here.group(1), "appreciated": "1"}
    back = logged_in.post(thanks, data=sent)
    assert back.location.startswith("/framed/threads/1")
    assert 'data-appreciated="1"' in logged_in.get("/framed/threads/1").text


def test_a_visitor_in_a_frame_is_asked_to_log_in_there(
    visitor: Browser, client_for: ClientFor
) -> None:
    frame(visitor)
    author = client_for("author")
    author.send("/threads/1/comments", page="/account", text="Words.", attempt="a1")
    answer = visitor.get("/framed/comments/1/reply")
    assert answer.status_code == 401
    assert "/login?next=/framed/comments/1/reply" in answer.text
    assert policy(answer) == f"{SITE} {OTHER}"


# The tag and the counts


def test_the_loader_is_everybodys_and_may_be_kept(visitor: Browser) -> None:
    answer = visitor.get("/embed.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "ETag" in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_many_counts_come_in_one_answer_that_caches_keep(
    visitor: Browser, client_for: ClientFor
) -> None:
    frame(visitor)
    author = client_for("author")
    author.send("/threads/1/comments", page="/account", text="Words.", attempt="a1")
    asked = [f"{SITE}/bridge", f"{SITE}/bridge#top", f"{SITE}/nowhere"]
    answer = visitor.get("/embed/counts", query_string={"url": asked})
    assert answer.get_json() == {
        "counts": {asked[0]: 1, asked[1]: 1, asked[2]: 0},
    }
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    many = [f"{SITE}/{number}" for number in range(101)]
    refused = visitor.get("/embed/counts", query_string={"url": many})
    assert refused.status_code == 400


def test_script_and_style_of_loader_and_frame_weigh_little(
    visitor: Browser, logged_in: Browser
) -> None:
    read = {"/embed.js", *parts_of(frame(visitor).text)}
    written = {"/embed.js", *parts_of(logged_in.get("/framed/threads/1").text)}
    assert {"framed.css", "framed.js"} <= {name_of(part) for part in read}
    assert {name_of(part) for part in written - read} == {"taking-part.js"}
    weights = {name_of(part): weight(visitor, part) for part in read | written}
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert sum(weights.values()) - weights["taking-part.js"] <= MOST_TO_READ, weights


def name_of(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def parts_of(page: str) -> list[str]:
    """The scripts and styles that a page asks for."""
    return re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', page)


def weight(browser: Browser, address: str) -> int:
    """What comes over the wire."""
    answer = browser.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == browser.get(address).data
    return len(answer.data)


# The setting


@pytest.mark.parametrize(
    "value",
    [
        "https://*.example",
        "https://news.example/",
        "https://news.example;script-src *",
        "https://news.example 'unsafe-inline'",
        "HTTPS://news.example",
        "http://news.example",
        "null",
        "*",
        "ftp://news.example",
    ],
)
def test_what_is_no_origin_stops_the_start(value: str) -> None:
    keys = {"SECRET_KEY": "s" * 32, "LEDGER_KEY": "l" * 32}
    with pytest.raises(WrongSetting) as stopped:
        read_settings(keys | {"ALLOWED_EMBED_ORIGINS": value})
    assert stopped.value.variable == "ALLOWED_EMBED_ORIGINS"


def test_a_short_key_for_signing_titles_stops_the_start() -> None:
    keys = {"SECRET_KEY": "s" * 32, "LEDGER_KEY": "l" * 32, "EMBED_KEY": "short"}
    with pytest.raises(WrongSetting) as stopped:
        read_settings(keys)
    assert stopped.value.variable == "EMBED_KEY"
