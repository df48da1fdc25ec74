"""Text to HTML: the one place where a reader's words become markup.

Text is stored as it was typed and never as HTML.  All of it is built here from tags of
our own and escaped pieces; nothing is parsed again afterwards.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NewType

from markupsafe import Markup, escape

from comments.domain.markup import read_markup
from comments.domain.markup_pieces import Break, Close, Open, Tag, Words
from comments.domain.mentions import find_mentions

# Lines, and control characters other than the tab: what escaping alone does not show.
UNPRINTED: Final = re.compile(r"\r\n?|\n|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LINK_RELATION: Final = "nofollow ugc noopener"
# Each paragraph reads in the direction of its own first letter.
DIRECTED: Final = frozenset({Tag.PARAGRAPH, Tag.ITEM})

FindPerson = Callable[[str], str | None]
MarkedSpan = tuple[int, int, str]  # start, end in code points, and the rule in words
GradedSpan = tuple[int, int, str, str]  # the same, and a class that draws its severity
# HTML whose every piece that a reader typed is escaped; only this module makes it.
Html = NewType("Html", str)
NO_GRADES: Final[Mapping[MarkedSpan, str]] = {}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some text with the same marks from its first to its last character."""

    text: str
    names: tuple[str, ...]
    grades: tuple[str, ...] = ()


def render_comment(text: str, find_person: FindPerson | None = None) -> Markup:
    """A comment with its mark-up: paragraphs, emphasis, quotations, lists and links.

    `find_person` answers for a folded name with the address that a mention leads to.
    """
    return _markup(*_pieces(text, find_person))


def render_marked(text: str, marks: Sequence[MarkedSpan]) -> Markup:
    """A text with marked words, each with the rule that it may break.

    Spans that overlap are marked once, with all their rules.
    """
    stretches = [_stretch(stretch) for stretch in _stretches(text, marks)]
    return _markup(_paragraph(_join(stretches)))


def render_judged(text: str, marks: Sequence[GradedSpan]) -> Markup:
    """A text as its judge reads it: each mark carries its rules for all to see.

    The gravest mark comes first; where marks overlap its class draws them all.
    """
    named = [(start, end, name) for start, end, name, _ in marks]
    grades = {mark[:3]: mark[3] for mark in reversed(marks)}
    stretches = [_judged(stretch) for stretch in _stretches(text, named, grades)]
    return _markup(_paragraph(_join(stretches)))


def render_line(text: str) -> Markup:
    """A text in the flow of a sentence: escaped, with its controls to be seen."""
    return _markup(_plain(text))


def render_found(
    text: str, spans: Sequence[tuple[int, int]], *, before: bool, after: bool
) -> Markup:
    """A piece of a text in the flow of a sentence, with the words that were found."""
    pieces = [Html("… ")] if before else []
    end = 0
    for span in spans:
        first, end, before_it = max(end, span[0]), _edge(text, span[1]), end
        pieces.append(_plain(text[before_it:first]))
        pieces.append(Html(f"<mark>{_plain(text[first:end])}</mark>"))
    pieces.append(_plain(text[end:]))
    return _markup(*pieces, Html(" …" if after else ""))


def _markup(*pieces: Html) -> Markup:
    return Markup(_join(pieces))  # noqa: S704  (Html is escaped already)


def _paragraph(content: Html) -> Html:
    return Html(f'<p dir="auto">{content}</p>')


def _pieces(text: str, find_person: FindPerson | None) -> Iterator[Html]:
    in_link = False
    for piece in read_markup(text):
        match piece:
            case Words(start, end):
                find = None if in_link else find_person
                yield from _with_mentions(text[start:end], find)
            case Break():
                yield Html("<br>")
            case Open(tag):
                in_link = in_link or tag is Tag.LINK
                yield _opened(piece)
            case Close(tag):
                in_link = in_link and tag is not Tag.LINK
                yield _closed(piece)


def _with_mentions(text: str, find_person: FindPerson | None) -> Iterator[Html]:
    end = 0
    for mention in find_mentions(text, find_person) if find_person else ():
        yield _plain(text[end : mention.start])
        name = _plain(text[mention.start : mention.end])
        address = _escaped(mention.found)
        yield Html(f'<a class="mention" href="{address}">{name}</a>')
        end = mention.end
    yield _plain(text[end:])


def _opened(piece: Open) -> Html:
    tag = piece.tag
    if tag is Tag.LINK:
        return Html(f'<a href="{_escaped(piece.value)}" rel="{LINK_RELATION}">')
    number = f' value="{int(piece.value)}"' if tag is Tag.ITEM and piece.value else ""
    direction = ' dir="auto"' if tag in DIRECTED else ""
    return Html(f"<{tag}{number}{direction}>")


def _closed(piece: Close) -> Html:
    if not piece.value:
        return Html(f"</{piece.tag}>")
    # Words can say anything about where a link leads; the site's name cannot.
    host = f'<bdi class="link-host">{_escaped(piece.value)}</bdi>'
    return Html(f"</{piece.tag}> ({host})")


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


def _stretches(
    text: str,
    marks: Sequence[MarkedSpan],
    grades: Mapping[MarkedSpan, str] = NO_GRADES,
) -> Iterator[_Stretch]:
    fitted = [
        (_edge(text, mark[0]), _edge(text, mark[1]), mark[2], grades.get(mark, ""))
        for mark in marks
    ]
    edges = {0, len(text), *(edge for mark in fitted for edge in mark[:2])}
    for start, end in pairwise(sorted(edges)):
        here = [mark for mark in fitted if mark[0] <= start < end <= mark[1]]
        yield _Stretch(
            text[start:end],
            tuple(dict.fromkeys(mark[2] for mark in here)),
            tuple(mark[3] for mark in here),
        )


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


def _judged(stretch: _Stretch) -> Html:
    words = _plain(stretch.text)
    if not stretch.names:
        return words
    grade, rules = _escaped(stretch.grades[0]), _escaped(", ".join(stretch.names))
    told = f'<span class="mark-rule"> ({rules})</span>'
    return Html(f'<mark class="mark-{grade}">{words}{told}</mark>')


def _escaped(text: str) -> Html:
    return Html(str(escape(str(text))))  # str: nobody's word that it is safe counts


def _join(pieces: Sequence[Html]) -> Html:
    return Html("".join(pieces))
