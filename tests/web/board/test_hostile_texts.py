"""Whatever readers type stays text, on every page that shows it."""

from html.parser import HTMLParser

import pytest

from tests.payloads import HOSTILE, corpus
from tests.web.board.conftest import RUDE, Board, add_article

EVENTS = ("on", "srcdoc", "style", "formaction", "xlink:href")
OWN_TAGS = frozenset(
    "html head meta title link script body a header nav ul ol li form input button "
    "main section article div span p h1 h2 h3 details summary dl dt dd footer time "
    "bdi strong em textarea label select option blockquote mark br fieldset legend "
    "q em code aside".split()
)
LONGEST = 3000
LINK = "![x](https://evil.example/track.png)"  # shown as a link, with its site


class Page(HTMLParser):
    """What a browser would make of a page, as far as danger goes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.fields: list[str] = []
        self._in_field = False
        self._in_data = False  # for search engines; browsers do not run it
        self.feed(page)
        self.close()

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        assert tag in OWN_TAGS, tag
        for name, value in attributes:
            assert not name.startswith(EVENTS), (tag, name)
            if name in ("href", "src", "action"):
                assert (value or "").startswith(("/", "#", "http://", "https://"))
        self._in_data = attributes == [("type", "application/ld+json")]
        if tag == "script" and not self._in_data:
            assert (dict(attributes)["src"] or "").startswith("/static/")
        if tag == "textarea":
            self._in_field = True
            self.fields.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False
        self._in_field = self._in_field and tag != "textarea"

    def handle_data(self, text: str) -> None:
        if self._in_data:
            assert "<" not in text  # nothing in it can end it
            return
        self.text += text
        if self._in_field:
            self.fields[-1] += text


def batches(payloads: list[str]) -> list[str]:
    """Payloads as paragraphs of as few comments as hold them."""
    made: list[list[str]] = [[]]
    size = 0
    for payload in (p.replace("\x00", "") for p in payloads):
        if not payload.strip() or len(payload) > LONGEST:
            continue
        if size + len(payload) + 2 > LONGEST:
            made.append([])
            size = 0
        made[-1].append(payload)
        size += len(payload) + 2
    return ["\n\n".join(batch) for batch in made]


@pytest.mark.parametrize("text", batches(HOSTILE), ids=len)
def test_payloads_stay_text_on_every_page_of_the_board(board: Board, text: str) -> None:
    root = board.comment("author", text)
    if board.see("anonymous", f"/comments/{root}").status_code == 404:
        board.decide("moderator", root, "approve")
    reply = board.post("reader", f"{text} reply", parent_id=root)
    edited = board.edit("author", root, f"{text} edited")
    nudge = board.post("author", f"{RUDE} {text[:2900]}")
    board.edit("author", root, f"{RUDE} {text[:2900]}", insist="1")
    board.report("stranger", root, note=text[:500])
    pages = {
        "reply": reply,
        "edited": edited,
        "nudge": nudge,
        "board": board.see("anonymous"),
        "own board": board.see("author"),
        "reply form": board.see("reader", f"/comments/{root}/reply"),
        "edit form": board.see("author", f"/comments/{root}/edit"),
        "withdrawal": board.see("author", f"/comments/{root}/withdraw"),
        "report form": board.see("reader", f"/comments/{root}/report"),
        "notice form": board.see("anonymous", f"/notices/unlawful?comment={root}"),
        "notices": board.see("author", "/me/notices"),
        "reports": board.see("stranger", "/me/reports"),
        "conversation": board.see(
            "anonymous", f"/threads/{board.thread_id}/conversations/{root}"
        ),
    }
    assert pages["nudge"].status_code == 422
    for answer in pages.values():
        Page(answer.text)
    shown = Page(pages["own board"].text).text
    payloads = [payload for payload in text.split("\n\n") if payload != LINK]
    assert all(payload in shown for payload in payloads)
    assert Page(pages["nudge"].text).fields == [f"\n{RUDE} {text[:2900]}"]


@pytest.mark.parametrize("name", ["xss_payloadbox.txt", "xss_dompurify.json"])
def test_public_lists_of_payloads_stay_text_on_the_board(
    board: Board, name: str
) -> None:
    for text in batches(corpus(name))[::8]:
        board.comment("moderator", text)
    Page(board.see("anonymous").text)
    Page(board.see("moderator").text)


@pytest.mark.parametrize("name", ["<b>Local</b>", '"><script>alert(1)</script>'])
def test_an_articles_own_words_are_text_as_well(board: Board, name: str) -> None:
    number = add_article(board, name, name)
    Page(board.see("anonymous", f"/threads/{number}").text)
    Page(board.see("anonymous", "/").text)
    Page(board.see("reader", f"/threads/{number}").text)
