"""Patterns as data: the little language of forms, and what keeps it harmless."""

import re

import pytest

from comments.domain.posted_rules import POSTED_RULES
from comments.filter import load_filter
from comments.filter.checks import PATTERN_FILES
from comments.filter.patterns import (
    compile_forms,
    first_words,
    load_patterns,
    load_vocabulary,
    most_words,
    needed_words,
)
from comments.filter.reasons import REASONS
from comments.filter.spans import overlaps

VOCABULARY = {
    "FRUIT": ("apple", "blood orange"),
    "COMMON": ("the", "a", "i", "eat", "."),
}
UNBOUNDED = re.compile(r"(?<!\\)(?:\+|\*|\{\d+,\})")


def matches(form: str, line: str) -> list[str]:
    return [m[0] for m in compile_forms([form], VOCABULARY).finditer(f" {line} ")]


@pytest.mark.parametrize(
    ("form", "line", "found"),
    [
        ("i eat FRUIT", "i eat apple", ["i eat apple "]),
        ("i eat FRUIT", "i eat blood orange", ["i eat blood orange "]),
        ("i eat FRUIT", "hi eat apple", []),
        ("i (eat|have) [a|the] FRUIT", "i have the apple now", ["i have the apple "]),
        ("eat * FRUIT", "eat one more apple", ["eat one more apple "]),
        ("eat * FRUIT", "eat one of those apple", []),
        ("eat ** FRUIT", "eat one of those apple", ["eat one of those apple "]),
        ("eat * FRUIT", "eat . apple", []),
        ("^ eat FRUIT", "eat apple . eat apple", ["eat apple ", "eat apple "]),
        ("^ eat FRUIT", "i eat apple", []),
        ("(green FRUIT|pear)", "green blood orange", ["green blood orange "]),
    ],
)
def test_a_form_matches_whole_words(form: str, line: str, found: list[str]) -> None:
    assert matches(form, line) == found


def test_a_form_is_tried_only_when_its_words_are_there() -> None:
    fruit, *common = needed_words("i eat the FRUIT", VOCABULARY)
    assert fruit == {"apple", "orange"}
    assert common == [{"i"}, {"eat"}, {"the"}]
    assert list(needed_words("(i|a) [the] pear", VOCABULARY)) == [{"pear"}, {"i", "a"}]


def test_a_form_is_tried_only_where_it_may_begin() -> None:
    assert first_words("^ [a|the] FRUIT i eat", VOCABULARY) == {
        "a",
        "the",
        "apple",
        "blood",
    }
    with pytest.raises(ValueError, match="any word"):
        first_words("[the] ** FRUIT", VOCABULARY)


@pytest.mark.parametrize("file", PATTERN_FILES)
def test_looking_around_the_rarest_words_misses_nothing(file: str) -> None:
    padding = "the long road to the old bridge . " * 20
    book = load_patterns(file)
    for form in book.forms:
        rarest = " and then ".join(min(words) for words in reversed(form.needs))
        said = " ".join(min(words) for words in form.needs)
        text = f"{padding}{said} {rarest} {padding}{rarest} {said}"
        reading = load_filter().read(text)
        whole = [match.span() for match in form.expression.finditer(reading.line)]
        assert list(form.find(reading, reading.places())) == whole


def test_a_form_reaches_as_far_as_its_words() -> None:
    assert (
        most_words("^ i eat ** (green FRUIT|pear) [now]", VOCABULARY)
        == 1 + 1 + 4 + 3 + 1
    )


@pytest.mark.parametrize("file", PATTERN_FILES)
def test_every_pattern_can_be_explained_and_takes_bounded_steps(file: str) -> None:
    book = load_patterns(file)
    rules = {rule.code for rule in POSTED_RULES.filtered()}
    assert set(book.by_word.values())
    for form in book.forms:
        assert form.pattern.rule in rules
        assert form.pattern.sense in REASONS
        assert not UNBOUNDED.search(form.expression.pattern)
    assert not UNBOUNDED.search(book.innocent.pattern)


def test_classes_of_words_are_in_normal_form() -> None:
    for words in load_vocabulary().values():
        for word in words:
            assert word == word.lower().strip()


def test_ranges_that_touch_overlap_and_neighbours_do_not() -> None:
    spans = [(2, 4), (8, 9)]
    assert [overlaps(a, b, spans) for a, b in [(0, 2), (3, 5), (4, 8), (0, 20)]] == [
        False,
        True,
        False,
        True,
    ]
