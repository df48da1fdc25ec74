"""Attacks on the real server, over real sockets."""

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx
import psutil
import pytest
from sqlalchemy import func, insert, select

from comments.store.models import Account, Comment, Revision
from tests.e2e.conftest import Town, token_on
from tests.e2e.malformed import Sender

pytestmark = pytest.mark.sqlite
CLEAN = "The second crew came over the mill side at nine."
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
FORM = "application/x-www-form-urlencoded"
TEN_MEGABYTES = 10_000_000
GROWTH = 20_000_000  # bytes that the server may need more after refusing them
DEEP = 10_000
TEXTS = [
    "\u202eevif ta sesolc egdirb ehT\u202c",
    "שלום עולם, the bridge \u2067isolated\u2069 opens",
    "Z" + "\u0301\u0323\u0489" * 40 + "algo on the quay",
    "👩‍👩‍👧‍👦 and 🏳️‍🌈 at the ferry 𝕬𝖘𝖙𝖗𝖆𝖑",
    "  two spaces before, a tab\there, and one after ",
    "line one\r\n\r\nline two\rthree\nfour",
    "“quotes” ‘single’ \"plain\" 'plain' &amp; &lt;b&gt;",
    "controls \x01\x1b[31m\x7f\x85 stay",
    "e\u0301 is not é, and ﬁ is not fi",
]
attempts = count(1)


def sender_in(town: Town) -> Sender:
    """The editor, whose requests get through every door."""
    browser = town.browser("Lee Moss")
    cookie = browser.cookies["parley"]
    token = token_on(browser, "/account")
    host = f"127.0.0.1:{town.server.port}"
    return Sender(host, town.tokens["Lee Moss"], cookie, token)


def post(client: httpx.Client, text: str = CLEAN, **fields: Any) -> httpx.Response:
    body = {"text": text, "attempt": f"attempt-{next(attempts)}", "insist": True}
    return client.post("/api/v1/threads/1/comments", json=body | fields)


def stored(town: Town) -> int:
    with town.database.transaction() as db:
        return db.scalar(select(func.count()).select_from(Comment)) or 0


def memory(town: Town) -> int:
    """Bytes that all processes of the server have in memory."""
    server = psutil.Process(town.server.process.pid)
    return sum(p.memory_info().rss for p in [server, *server.children(recursive=True)])


def test_a_thousand_malformed_requests_break_nothing(besieged: Town) -> None:
    requests = list(sender_in(besieged).all())
    assert len(requests) > 1_000
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(besieged.send, requests))
    wrong = [
        (request[:200], answer[:60])
        for request, answer in zip(requests, answers, strict=True)
        if (found := STATUS.match(answer)) is not None and int(found[1]) >= 500
    ]
    assert wrong == []
    assert "Traceback" not in besieged.log()
    assert besieged.browser("Lee Moss").get("/site").status_code == 200
    with besieged.client("Marta R.") as client:
        assert post(client, "The last ferry left at ten.").status_code == 201


def test_half_a_form_is_no_comment(besieged: Town) -> None:
    before = stored(besieged)
    browser = besieged.browser("Marta R.")
    fields = {"csrf_token": token_on(browser, "/threads/1"), "attempt": "half"}
    body = urlencode(
        fields | {"text": "I agree with the mayor, but not at all."}
    ).encode()
    headers = {"Cookie": f"parley={browser.cookies['parley']}", "Content-Type": FORM}
    request = sender_in(besieged).request("POST /threads/1/comments", headers, body)
    besieged.send(request[:-20], cut=True)
    besieged.send(request)
    with besieged.database.transaction() as db:
        texts = db.scalars(select(Revision.text).order_by(Revision.id)).all()
    assert texts[before:] == ["I agree with the mayor, but not at all."]


@pytest.mark.parametrize("host", ["127.0.0.1", "elsewhere.example"])
def test_slow_senders_keep_nobody_from_reading(besieged: Town, host: str) -> None:
    with slow_senders(besieged, host, 60), besieged.client() as reader:
        answers = [reader.get("/threads/1").status_code for _ in range(5)]
    assert answers == [200] * 5
    with besieged.client("Marta R.") as client:
        assert post(client, f"They left {host} at last.").status_code == 201


@contextmanager
def slow_senders(town: Town, host: str, number: int) -> Iterator[None]:
    """Connections that begin to send a form and never end."""
    head = f"POST /login HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM}\r\n"
    with ExitStack() as stack:
        for _ in range(number):
            address = ("127.0.0.1", town.server.port)
            slow = stack.enter_context(socket.create_connection(address))
            slow.sendall(f"{head}Content-Length: 999\r\n\r\nname=a".encode())
        yield


def test_ten_megabytes_are_refused_and_not_kept(besieged: Town) -> None:
    text = b"x" * TEN_MEGABYTES
    with besieged.client("Marta R.") as client:
        before = memory(besieged)
        for address in ("/threads/1/comments", "/api/v1/threads/1/comments"):
            for sent in (text, iter([text])):
                assert refused_with(client, address, sent) in (413, None)
        assert memory(besieged) - before < GROWTH
        assert post(client, "Ten words are enough for me.").status_code == 201


def refused_with(client: httpx.Client, address: str, sent: Any) -> int | None:
    """The status; None when the server hung up before all of it was sent."""
    try:
        return client.post(address, content=sent).status_code
    except httpx.TransportError:
        return None


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_comes_back_as_it_was_typed(besieged: Town, text: str) -> None:
    with besieged.client("Jo Marsh") as client:
        made = post(client, text)
        assert made.status_code in (201, 202), made.text
    browser = besieged.browser("Jo Marsh")
    fields = {"csrf_token": token_on(browser, "/threads/1"), "insist": "1"}
    fields |= {"text": text, "attempt": f"attempt-{next(attempts)}"}
    assert browser.post("/threads/1/comments", data=fields).status_code == 303
    with besieged.database.transaction() as db:
        newest = select(Revision.text).order_by(Revision.id.desc()).limit(2)
        assert db.scalars(newest).all() == [text, text]


def test_a_chain_of_ten_thousand_replies_is_read_page_by_page(besieged: Town) -> None:
    first, last = hang_a_chain(besieged, DEEP)
    with besieged.client("Jo Marsh") as client:
        for address in (
            f"/threads/1?cursor={first}",
            f"/threads/1/conversations/{first}",
            f"/threads/1/conversations/{first}?after={last - 5}",
            "/api/v1/threads/1/comments?sort=oldest",
        ):
            assert client.get(address).status_code == 200, address
        place = client.get(f"/comments/{last}")
        assert place.status_code == 303
        page = client.get(place.headers["Location"])
        assert f'id="comment-{last}"' in page.text
        assert len(page.text) < 200_000
        assert post(client, "And one below.", parent_id=last).status_code == 201


def hang_a_chain(town: Town, length: int) -> tuple[int, int]:
    """So many comments, each in answer to the one before; the first and the last."""
    now = datetime.now(UTC)
    with town.database.transaction(writes=True) as db:
        author = db.scalars(select(Account.id).where(Account.name == "Tom K.")).one()
        first = (db.scalar(select(func.max(Comment.id))) or 0) + 1
        numbers = range(first, first + length)
        shared = {"thread_id": 1, "author_id": author, "root_id": first}
        shared |= {"attempt_digest": "", "status": "published", "created_at": now}
        text = {"number": 1, "text": CLEAN, "fingerprint": "", "status": "published"}
        text |= {"findings": [], "policy": "", "created_at": now}
        base = (db.scalar(select(func.max(Revision.id))) or 0) + 1 - first
        db.execute(
            insert(Comment),
            [
                shared
                | {
                    "id": number,
                    "parent_id": number - 1 if number > first else None,
                    "depth": min(number - first, 5),
                    "attempt": f"chain-{number}",
                    "shown_revision_id": base + number,
                    "shown_replies": length - 1 if number == first else 0,
                }
                for number in numbers
            ],
        )
        db.execute(
            insert(Revision),
            [text | {"id": base + n, "comment_id": n} for n in numbers],
        )
    return first, first + length - 1
