"""Whatever anybody types anywhere stays text on every page that anybody reads."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from comments.domain.permissions import Scope
from comments.services.accounts import create_token
from tests.payloads import HOSTILE, corpus
from tests.web.board.conftest import RUDE, Board, board
from tests.web.conftest import browser_of

__all__ = ["board"]

SCRIPTS = "/static/"  # our own files
DATA = [("type", "application/ld+json")]  # search engines read it, nothing runs it
TAGS = frozenset(
    "a article bdi blockquote body br button caption code dd details div dl dt em "
    "fieldset footer form h1 h2 h3 head header html input kbd label legend li link "
    "main mark meta nav ol optgroup option p q script section select span strong "
    "summary table tbody td textarea tfoot th thead time title tr ul".split()
)
ADDRESSES = ("href", "src", "action", "formaction")
SAMPLE = 40  # one in so many of a public list's batches, to stay quick


class Page(HTMLParser):
    """A page as a browser reads it, which must not find anything but our own tags."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        assert tag in TAGS, tag
        for name, value in attributes:
            assert not name.startswith(("on", "srcdoc", "style", "xlink")), name
            if name in ADDRESSES:
                allowed = ("/", "#", "?", "http://", "https://")
                assert (value or "").startswith(allowed), (tag, name, value)
        if tag == "script" and attributes != DATA:
            assert (dict(attributes)["src"] or "").startswith(SCRIPTS)

    def handle_data(self, text: str) -> None:
        self.text += text


def batches(payloads: list[str], longest: int) -> Iterator[str]:
    """Payloads a line each, in as few texts as hold them."""
    batch = ""
    for payload in (payload.replace("\x00", "") for payload in payloads):
        if payload.strip() and len(payload) < longest:
            if len(batch) + len(payload) + 1 > longest:
                yield batch
                batch = ""
            batch = f"{batch}\n{payload}" if batch else payload
    yield batch


def announce(board: Board, app: Flask, text: str) -> int:
    """An article whose title, section and standfirst are the text, by the API."""
    with board.database.transaction(writes=True) as db:
        name = board.cast["editor"].name
        token = create_token(
            db, name, label="press", scopes=[Scope.THREADS], now=board.clock()
        )
    article = {
        "url": "https://news.example/payload",
        "title": text[:300],
        "section": text[:80],
        "standfirst": text[:2000],
    }
    answer = browser_of(app).put(
        "/api/v1/threads", json=article, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code in (200, 201), answer.text
    made: Any = answer.json
    return int(made["id"])


def read(board: Board, part: str, address: str) -> Any:
    """What the API answers somebody."""
    return board.see(part, address).json


def item_of(board: Board, comment_id: int) -> int:
    """The comment's item; what was rejected has one when its author asks for it."""
    queue = read(board, "moderator", "/api/v1/queue")["items"]
    for item in queue:
        if item["comment"]["id"] == comment_id:
            return int(item["id"])
    ask_for_a_moderator(board)
    return item_of(board, comment_id)


def ask_for_a_moderator(board: Board, text: str = "") -> None:
    """Appeal the last decision that the author was told of."""
    told = read(board, "author", "/api/v1/me/notices")["notices"][0]
    answer = board.send("author", f"/decisions/{told['decision_id']}/appeal", text=text)
    assert answer.status_code == 303, answer.text


def decide(board: Board, item_id: int, **fields: Any) -> None:
    item = read(board, "moderator", f"/api/v1/queue/{item_id}")
    fields |= {"version": item["version"], "last_report": item["last_report"] or "0"}
    board.see("moderator", f"/queue/{item_id}")
    answer = board.send("moderator", f"/queue/{item_id}/decision", **fields)
    assert answer.status_code == 303, answer.text


def tell_the_whole_story(board: Board, text: str) -> tuple[int, int]:
    """Type a text into every field that there is; return the comment and its item."""
    comment = board.comment("author", f"{RUDE} {text[:2900]}")
    item = item_of(board, comment)
    read_every_page(board, comment, item)
    decide(board, item, action="approve", note=text[:1000])
    board.comment("reader", text[:2900], parent_id=comment)
    board.report("stranger", comment, note=text[:500])
    notice = {"comment": str(comment), "good_faith": "1", "name": text[:100]}
    notice |= {"explanation": text[:2000]}
    assert board.send("anonymous", "/notices/unlawful", **notice).status_code == 303
    read_every_page(board, comment, item)
    decide(board, item, action="reject", rule="be-nice", note=text[:1000])
    board.clock.advance(minutes=1)
    ask_for_a_moderator(board, text[:2000])
    return comment, item


def read_every_page(board: Board, comment: int, item: int) -> None:
    """Read every page as whoever may read it; each must be nothing but our own."""
    thread, author = board.thread_id, board.cast["author"].id
    own = (f"/threads/{thread}", "/me/notices", "/me/reports", "/account", "/")
    desk = ("/queue", f"/queue/{item}", f"/people/{author}", "/api/v1/queue")
    forms = ("report", "reply", "edit", "withdraw")
    pages = {
        "anonymous": (*own[:1], "/", f"/notices/unlawful?comment={comment}"),
        "author": (*own, *(f"/comments/{comment}/{form}" for form in forms)),
        "stranger": (*own, *(f"/comments/{comment}/{form}" for form in forms[:2])),
        "moderator": (*own, *desk),
        "second moderator": (f"/queue/{item}",),
        "editor": (*own, *desk, "/site", f"/threads/{thread}/settings"),
    }
    for part, addresses in pages.items():
        for address in addresses:
            answer = board.see(part, address)
            assert answer.status_code < 500, (part, address)
            if answer.mimetype == "text/html":
                Page(answer.text)


def is_wholly_shown(page: str, text: str) -> bool:
    """Whether a page shows all that was typed, however its lines break."""
    shown = "".join(Page(page).text.split())
    return all("".join(line.split()) in shown for line in text.splitlines())


@pytest.mark.parametrize("text", list(batches(HOSTILE, 1400)), ids=len)
def test_payloads_stay_text_in_every_field_and_on_every_page(
    board: Board, app: Flask, text: str
) -> None:
    board.thread_id = announce(board, app, text)
    comment, item = tell_the_whole_story(board, text)
    read_every_page(board, comment, item)
    sanction = {"kind": "mute", "term": "1h", "rule": "be-nice", "note": text[:1000]}
    author = board.cast["author"].id
    answer = board.send("moderator", f"/people/{author}/sanctions", **sanction)
    assert answer.status_code == 303
    read_every_page(board, comment, item)
    assert is_wholly_shown(board.see("editor", f"/queue/{item}").text, text[:500])


@pytest.mark.parametrize("name", ["xss_payloadbox.txt", "xss_dompurify.json"])
def test_public_lists_of_payloads_stay_text_at_the_desk(
    board: Board, app: Flask, name: str
) -> None:
    for text in list(batches(corpus(name), 2900))[::SAMPLE]:
        board.thread_id = announce(board, app, text)
        comment, item = tell_the_whole_story(board, text)
        read_every_page(board, comment, item)


@pytest.mark.parametrize("name", ["blns.json"])
def test_naughty_texts_come_back_as_they_were_typed(board: Board, name: str) -> None:
    for text in batches(corpus(name), 2900):
        comment = board.comment("moderator", text)
        api = read(board, "moderator", f"/api/v1/threads/{board.thread_id}/comments")
        shown = {c["id"]: c["text"] for c in api["comments"]}
        assert shown.get(comment, text) == text
        Page(board.see("moderator").text)
