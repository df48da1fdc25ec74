"""Text to HTML: the one place where a reader's words become markup.

Text is stored as it was typed and never as HTML.  Everything here is built from escaped
pieces; nothing is parsed again afterwards.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NewType
from urllib.parse import urlsplit

from markupsafe import Markup, escape

PARAGRAPH_BREAK: Final = re.compile(r"\n(?:[ \t]*\n)+")
# Lines, and control characters other than the tab: what escaping alone does not show.
UNPRINTED: Final = re.compile(r"\r\n?|\n|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# An address ends at white space, quotes, brackets and whatever is not seen.
ADDRESS: Final = re.compile(
    r"""\bhttps?://[^\s<>"'`\\^{}|\x00-\x20\x7f-\x9f\u00ad\u061c"""
    r"""\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+""",
    re.IGNORECASE,
)
SCHEMES: Final = frozenset({"http", "https"})
CLOSING: Final = ".,;:!?…"
BRACKETS: Final = {")": "(", "]": "["}
LINK_RELATION: Final = "nofollow ugc noopener"

MarkedSpan = tuple[int, int, str]  # start, end in code points, and the rule in words
# HTML whose every piece that a reader typed is escaped; only this module makes it.
Html = NewType("Html", str)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some text with the same marks from its first to its last character."""

    text: str
    names: tuple[str, ...]


def render_comment(text: str) -> Markup:
    """A comment as paragraphs, with its addresses as links."""
    return _markup(*(_paragraph(_with_links(part)) for part in _paragraphs(text)))


def render_marked(text: str, marks: Sequence[MarkedSpan]) -> Markup:
    """A text with marked words, each with the rule that it may break.

    Spans that overlap are marked once, with all their rules.
    """
    stretches = [_stretch(stretch) for stretch in _stretches(text, marks)]
    return _markup(_paragraph(_join(stretches)))


def render_line(text: str) -> Markup:
    """A text in the flow of a sentence: escaped, with its controls to be seen."""
    return _markup(_plain(text))


def _markup(*pieces: Html) -> Markup:
    return Markup(_join(pieces))  # noqa: S704  (Html is escaped already)


def _paragraph(content: Html) -> Html:
    return Html(f'<p dir="auto">{content}</p>')


def _paragraphs(text: str) -> Iterator[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for paragraph in PARAGRAPH_BREAK.split(lines.strip("\n")):
        if paragraph:
            yield paragraph


def _with_links(text: str) -> Html:
    pieces: list[Html] = []
    end = 0
    for found in ADDRESS.finditer(text):
        address = _without_closing(found.group())
        if not _may_be_linked(address):
            continue
        pieces += [_plain(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return _join([*pieces, _plain(text[end:])])


def _link(address: str) -> Html:
    escaped = _escaped(address)
    return Html(f'<a href="{escaped}" rel="{LINK_RELATION}">{escaped}</a>')


def _without_closing(address: str) -> str:
    """Leave out the punctuation that belongs to the sentence around an address."""
    while address:
        opening = BRACKETS.get(address[-1])
        unopened = opening and address.count(opening) < address.count(address[-1])
        if address[-1] not in CLOSING and not unopened:
            return address
        address = address[:-1]
    return address


def _may_be_linked(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    # A name before an @ makes one site's address look like another's.
    return (
        parts.scheme.lower() in SCHEMES
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and port_is_sound
    )


def _plain(text: str) -> Html:
    pieces: list[Html] = []
    end = 0
    for found in UNPRINTED.finditer(text):
        pieces += [_escaped(text[end : found.start()]), _unprinted(found.group())]
        end = found.end()
    return _join([*pieces, _escaped(text[end:])])


def _unprinted(characters: str) -> Html:
    if characters[0] in "\r\n":
        return Html("<br>")
    sign = f"U+{ord(characters):04X}"
    return Html(f'<span class="control" title="control character">{sign}</span>')


def _stretches(text: str, marks: Sequence[MarkedSpan]) -> Iterator[_Stretch]:
    fitted = [
        (_edge(text, start), _edge(text, end), name) for start, end, name in marks
    ]
    edges = {0, len(text), *(edge for mark in fitted for edge in mark[:2])}
    for start, end in pairwise(sorted(edges)):
        names = [name for first, last, name in fitted if first <= start < end <= last]
        yield _Stretch(text[start:end], tuple(dict.fromkeys(names)))


def _edge(text: str, edge: int) -> int:
    """An edge within the text; parted from its letter, an accent would change sides."""
    edge = max(0, edge)
    while edge < len(text) and unicodedata.combining(text[edge]):
        edge += 1
    return min(edge, len(text))


def _stretch(stretch: _Stretch) -> Html:
    words = _plain(stretch.text)
    if not stretch.names:
        return words
    rules = _escaped(", ".join(stretch.names))
    told = f'<span class="visually-hidden"> ({rules})</span>'
    return Html(f'<mark title="{rules}">{words}{told}</mark>')


def _escaped(text: str) -> Html:
    return Html(str(escape(str(text))))  # str: nobody's word that it is safe counts


def _join(pieces: Sequence[Html]) -> Html:
    return Html("".join(pieces))
