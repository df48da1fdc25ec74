"""Texts to learn from that are told once more, of another group."""

from random import Random

from comments.filter.patterns import words_of_class
from comments.filter.training.examples import Example
from comments.filter.training.groups import (
    DESCRIBING,
    MANY,
    exchanged,
    told_of_groups,
)

INNOCENT = (0.0,) * 5


def chance() -> Random:
    return Random(3)  # noqa: S311  (an order of words, not a secret)


def test_an_innocent_sentence_stays_innocent_about_another_group() -> None:
    first = Example("My Muslim neighbour bakes. A muslim baker!", INNOCENT, "cases")
    [again] = exchanged([first], chance())
    assert "muslim" not in again.text.lower()
    assert again.text.startswith("My ")
    assert again.text.split()[1].istitle()
    assert again.labels == INNOCENT


def test_texts_whose_marks_would_move_or_that_name_nobody_are_left_alone() -> None:
    marked = Example("A gay idiot", INNOCENT, "civil_comments_toxic_spans")
    nobody = Example("The council met.", INNOCENT, "cases")
    assert not [*exchanged([marked, nobody], chance())]


def test_our_own_sentences_are_told_of_many_groups_in_whole_words() -> None:
    told = [*told_of_groups(chance())]
    assert not [one for one in told if "*" in one.text]
    assert {one.labels[0] for one in told} == {0.0, 1.0}
    assert len({one.text for one in told}) == len(told)


def test_words_that_are_exchanged_weigh_nothing_by_themselves() -> None:
    known = words_of_class("NEUTRAL")
    assert len([one for one in [*DESCRIBING, *MANY] if one in known]) > 40
