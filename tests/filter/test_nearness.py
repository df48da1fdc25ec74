"""Numbers by which near-identical texts are found."""

from comments.filter.nearness import AGREEING, BANDS, bands_of

TEXT = (
    "come to the town hall on monday and tell them what you think of it " * 2
).split()


def agreeing(one: list[str], other: list[str]) -> int:
    return sum(a == b for a, b in zip(bands_of(one), bands_of(other), strict=True))


def test_the_same_words_have_the_same_numbers_on_every_machine() -> None:
    assert bands_of(TEXT) == bands_of(list(TEXT))
    assert bands_of("one two three four five".split())[0] == -5711217184756258049


def test_other_words_agree_in_nothing() -> None:
    assert agreeing(TEXT, [word[::-1] + "x" for word in TEXT]) == 0


def test_a_word_more_changes_little() -> None:
    assert AGREEING <= agreeing(TEXT, [*TEXT, "friends"]) <= BANDS


def test_a_short_text_has_no_bands() -> None:
    assert bands_of(["i", "agree"]) == ()
