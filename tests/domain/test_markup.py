"""What readers see of mark-up, and what of plain writing that looks like it."""

import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from comments.domain.markup import bare, read_markup
from comments.domain.markup_pieces import Break, Close, Open, Words

COMMON_MARK = MarkdownIt("zero").enable(["emphasis", "balance_pairs", "fragments_join"])
LONGEST = 3000  # characters of a comment
HARD = {
    "stars": "*",
    "opening stars": "*a ",
    "closing stars": "a* ",
    "crossed emphasis": "*a_ ",
    "paired inside words": "a**b",
    "alternating marks": "_*",
    "brackets": "[",
    "half links": "[a](",
    "links without an end": "[a](http://",
    "links": "[a](http://b) ",
    "addresses in a row": "http://",
    "brackets in addresses": "[a](http://x((",
    "quotations": "> ",
    "quotation signs": ">",
    "short quotations": "> a\n\n",
    "list items": "- a\n",
    "list items of two kinds": "- a\n1. b\n",
    "lists in lists": "- a\n  - b\n    - c\n",
    "lists of one": "- a\n  * b\n",
    "blank lines": "- a\n\n\n\n",
    "backslashes": "\\*",
}


def shown(text: str, *, whole_words: bool = True) -> str:
    """A text with its mark-up as short tags."""
    pieces = []
    for piece in read_markup(text, whole_words=whole_words):
        match piece:
            case Words(start, end):
                pieces.append(text[start:end])
            case Break():
                pieces.append("/")
            case Open(tag, value):
                pieces.append(f"<{tag}{':' if value else ''}{value}>")
            case Close(tag):
                pieces.append(f"</{tag}>")
    return "".join(pieces).replace("<p>", "").replace("</p>", "¶")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("*a* _b_ **c**", "<em>a</em> <em>b</em> <strong>c</strong>¶"),
        ("***a***", "<em><strong>a</strong></em>¶"),
        ("*over\ntwo lines*", "<em>over/two lines</em>¶"),
        ("> a\n>b\nc", "<blockquote>a/b¶</blockquote>c¶"),
        (
            "> > a\n> b",
            "<blockquote><blockquote>a¶</blockquote>b¶</blockquote>",
        ),
        ("- a\n- b", "<ul><li>a¶</li><li>b¶</li></ul>"),
        ("a\n* b\n\n* c\nd", "a¶<ul><li>b¶</li><li>c¶</li></ul>d¶"),
        (
            "- a\n  b\n  - c\n  - d\n- e",
            "<ul><li>a/b¶<ul><li>c¶</li><li>d¶</li></ul></li><li>e¶</li></ul>",
        ),
        ("1. a\n3. b", "<ol><li:1>a¶</li><li:3>b¶</li></ol>"),
        ("[a *b*](https://c.example)", "<a:https://c.example>a <em>b</em></a>¶"),
        ("这是**重要**的", "这是<strong>重要</strong>的¶"),
        (r"\*a\* \[b\]", "*a* [b]¶"),
    ],
)
def test_markup_is_set_as_its_author_meant_it(typed: str, seen: str) -> None:
    assert shown(typed) == seen


@pytest.mark.parametrize(
    "text",
    [
        "f**k this and that s**t",
        "2 * 3 * 4 is not 2*3*4",
        "snake_case_names and __half",
        "- Tom",
        "1987. The bridge was closed.",
        "2024. A year.\n2025. Another.",
        "- - -",
        ">:( and >= 5",
        "* see below",
        "[sic] (as it were)",
        "C:\\new\\temp",
        "https://a.example/_b_/*c",
        "# no heading, `no code`, ~~no strike~~, ![no](picture)",
        "<b>no HTML</b> &amp; no entities",
        "    no code",
    ],
)
def test_plain_writing_stays_as_it_was_typed(text: str) -> None:
    seen = shown(text).replace("¶", "").replace("/2025", "\n2025")
    assert seen.replace("<a:https://a.example/_b_/*c>", "").replace("</a>", "") == text


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("f**u**ck", "fuck"),
        ("id*io*t", "idiot"),
        ("[id](http://x.example)iot", "idiot"),
        ("[i*d*](http://x.example)io\\*t", "idio*t"),
        ("> *a*\n> b", "a\nb"),
        ("- a\n- b", "a\nb"),
    ],
)
def test_a_text_can_be_read_without_its_markup(typed: str, reads: str) -> None:
    without = bare(typed)
    assert without is not None
    assert without.text.split() == reads.split()


@pytest.mark.parametrize("text", ["plain", "5 * 3", "a_b", "[sic]", "- Tom", "* x"])
def test_a_text_without_markup_has_nothing_to_leave_out(text: str) -> None:
    assert bare(text) is None


@given(st.text("ab*_[]()\\>-1. \r\nhtps:/x", max_size=80))
def test_every_letter_knows_where_it_was_typed(text: str) -> None:
    without = bare(text)
    if without is None:
        return
    assert len(without.starts) == len(without.text)
    for letter, start in zip(without.text, without.starts, strict=True):
        assert letter in ("\n", text[start])
    assert list(without.starts) == sorted(without.starts)


def test_places_lead_back_to_what_was_typed() -> None:
    text = "so: f**u**ck"
    without = bare(text)
    assert without is not None
    start, end = without.typed((4, 8))
    assert text[start:end] == "f**u**ck"


def test_emphasis_pairs_as_common_mark_says() -> None:
    chance = random.Random(1)  # noqa: S311  (texts, not secrets)
    for _ in range(3000):
        letters = (chance.choice("**__ab .(é“日") for _ in range(chance.randint(1, 9)))
        text = "".join(letters).strip()
        if text:
            assert shown(text, whole_words=False) == f"{_common_mark(text)}¶"


@pytest.mark.parametrize("name", HARD)
def test_no_text_takes_more_than_its_length(name: str) -> None:
    text = HARD[name] * (8 * LONGEST // len(HARD[name]))
    short = _steps(text[:LONGEST])
    assert _steps(text) < 16 * short + 1000  # 8 times the text; 64 if it were squared


def _common_mark(text: str) -> str:
    tokens = COMMON_MARK.parseInline(text)[0].children or []
    return "".join(
        token.content
        if token.type == "text"
        else f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
        for token in tokens
    )


def _steps(text: str) -> int:
    """How many calls it takes: the same on every machine, however busy it is."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for _ in read_markup(text, whole_words=False):
            pass
    finally:
        sys.setprofile(before)
    return steps
