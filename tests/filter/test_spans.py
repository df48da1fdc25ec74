"""Findings mark what was typed: exactly those code points, whatever the disguise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.domain.verdict import Verdict
from comments.filter import check
from comments.filter.learned import CHECK as LEARNED

BAD_WORDS = st.sampled_from(
    [
        "idiot",
        "i d i o t",
        "ｉｄｉｏｔ",
        "іdіоt",
        "i\u200bd\u200bi\u200bo\u200bt",
        "i\u0336d\u0336i\u0336o\u0336t\u0336",
        "&#105;diot",
        "sh!t",
        "f**k",
        "fuuuuck",
        "I will kill you",
        "all muslims are animals",
        "𝓯𝓾𝓬𝓴",
        "🖕",
        "\ufdfa",
    ]
)
ANYTHING = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
TEXTS = st.lists(st.one_of(BAD_WORDS, ANYTHING), max_size=8).map(" ".join)


def marked(text: str, verdict: Verdict) -> list[str]:
    return [text[a:b] for finding in verdict.findings for a, b in finding.spans]


@given(TEXTS)
def test_every_span_lies_inside_the_text_and_holds_something(text: str) -> None:
    for finding in check(text).findings:
        assert finding.spans
        for start, end in finding.spans:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()


@given(st.text("ab \n.,", max_size=40), BAD_WORDS.filter(lambda word: word != "\ufdfa"))
def test_a_word_is_marked_where_it_stands(before: str, word: str) -> None:
    text = f"{before}\n{word}"
    spans = [span for finding in check(text).grounds for span in finding.spans]
    assert any(start >= len(before) for start, _ in spans), text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You are an idiot.", ["idiot"]),
        ("You, Ｉｄｉｏｔ!", ["Ｉｄｉｏｔ"]),
        ("an i\u200bd\u200biot\u200b here", ["i\u200bd\u200biot\u200b"]),
        (
            "zalgo i\u0336d\u0336i\u0336o\u0336t\u0336 end",
            ["i\u0336d\u0336i\u0336o\u0336t\u0336"],
        ),
        ("what a &#109;oron", ["&#109;oron"]),
        ("full of s h i t today", ["s h i t"]),
        ("oh f-u-c-k.", ["f-u-c-k"]),
        ("go sh!t!", ["sh!t"]),
        ("a 🖕 to all", ["🖕"]),
        ("Listen: I will kill you.", ["I will kill you"]),
        ("I'll kill you", ["I'll kill you"]),
        ("ﬀ ﬁrst an idiot", ["idiot"]),
    ],
)
def test_exactly_the_typed_words_are_marked(text: str, words: list[str]) -> None:
    verdict = check(text)
    listed = [f for f in verdict.findings if f.check != LEARNED]
    assert marked(text, replace(verdict, findings=tuple(listed))) == words


def test_the_same_insult_twice_is_one_finding_with_two_spans() -> None:
    text = "Moron here, moron there."
    [finding] = check(text).findings
    assert [text[a:b] for a, b in finding.spans] == ["Moron", "moron"]
