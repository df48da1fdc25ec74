"""Hostile texts in a real browser: no script runs, and the policy has nothing to stop.

The policy is a net that must stay empty: a text that only it had stopped is a defect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

from tests.e2e.conftest import PASSWORD, Town
from tests.payloads import HOSTILE, corpus
from tests.web.test_payloads import batches

EVERY = 12  # one in so many of a public list's batches
RUDE = "The mayor is a pathetic lying idiot."


@dataclass
class Watch:
    """What a page did that it was not made to do."""

    base: str
    deeds: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.deeds.append(f"error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        self.deeds.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or message.type == "error":
            self.deeds.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.base):
            self.deeds.append(f"request: {request.url}")


@contextmanager
def watched(town: Town, chromium: Browser, name: str) -> Iterator[Page]:
    """Somebody's browser, which at the end must have done nothing by itself."""
    watch = Watch(town.server.base)
    context = chromium.new_context(base_url=town.server.base)
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("Log out").wait_for()
    watch.over(page)
    yield page
    context.close()
    assert watch.deeds == []


def type_everywhere(town: Town, text: str, attempt: str) -> tuple[int, int]:
    """A text in every field that a program may fill; its thread and its item."""
    article = {
        "url": f"https://news.example/{attempt}",
        "title": text[:300],
        "section": text[:80],
        "standfirst": text[:2000],
    }
    with town.client("Lee Moss") as press:
        made = press.put("/api/v1/threads", json=article)
        assert made.status_code == 201, made.text
    thread = int(made.json()["id"])
    comments = f"/api/v1/threads/{thread}/comments"
    with town.client("Marta R.") as author, town.client("Tom K.") as reader:
        for number, words in enumerate((text[:2900], f"{RUDE} {text[:2900]}")):
            body = {"text": words, "attempt": f"{attempt} {number}", "insist": True}
            sent = author.post(comments, json=body)
            assert sent.status_code in (201, 202), sent.text
        shown = reader.get(comments).json()["comments"]
        for comment in shown:
            report = {"rule": "be-nice", "note": text[:500]}
            reader.post(f"/api/v1/comments/{comment['id']}/reports", json=report)
    with town.client("Jo Marsh") as moderator:
        items = moderator.get("/api/v1/queue").json()["items"]
    return thread, int(items[0]["id"])


def read_everywhere(town: Town, chromium: Browser, thread: int, item: int) -> None:
    for name, addresses in {
        "Marta R.": (f"/threads/{thread}", "/me/notices", "/"),
        "Tom K.": (f"/threads/{thread}", "/me/reports"),
        "Lee Moss": ("/queue", f"/queue/{item}", "/people/1", "/site"),
    }.items():
        with watched(town, chromium, name) as page:
            for address in addresses:
                page.goto(address)
                page.keyboard.press("Tab")
                page.mouse.move(200, 200)


@pytest.mark.sqlite
def test_no_text_runs_in_anybodys_browser(besieged: Town, chromium: Browser) -> None:
    for number, text in enumerate(batches(HOSTILE, 1400)):
        read_everywhere(
            besieged, chromium, *type_everywhere(besieged, text, f"own-{number}")
        )


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["xss_payloadbox.txt", "xss_dompurify.json"])
def test_no_text_of_public_lists_runs_in_anybodys_browser(
    besieged: Town, chromium: Browser, name: str
) -> None:
    texts = list(batches(corpus(name), 2900))[::EVERY]
    for number, text in enumerate(texts[:2]):
        attempt = f"{name}-{number}"
        read_everywhere(besieged, chromium, *type_everywhere(besieged, text, attempt))
