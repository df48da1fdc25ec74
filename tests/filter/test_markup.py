"""Mark-up inside a word neither hides it from the filter nor changes other verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from comments.domain.submission import Submission
from comments.domain.verdict import Outcome
from comments.filter import check, load_filter
from comments.filter.encoder import EncoderModel, Judged
from comments.filter.opinion import MOST_WINDOWS

PLAIN = "The bridge was closed in 1987 as well, and the town did not fall apart."


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("f**u**ck this", "f**u**ck"),
        ("You are an id*io*t, Tom.", "id*io*t"),
        ("You are an [id](http://x.example)iot, Tom.", "id](http://x.example)iot"),
        ("You are an [*id*](http://x.example)iot, Tom.", "id*](http://x.example)iot"),
        ("> No.\n\nYou are an *i*d*io*t, Tom.", "i*d*io*t"),
        ("- You are\n- an i**d**iot, Tom.", "i**d**iot"),
    ],
)
def test_markup_inside_a_word_does_not_hide_it(text: str, word: str) -> None:
    verdict = check(text)
    assert verdict.outcome is not Outcome.PUBLISH
    marked = [text[a:b] for finding in verdict.grounds for a, b in finding.spans]
    assert word in marked


def test_a_threat_in_pieces_is_rejected_like_the_whole() -> None:
    whole = check("I will kill you tonight.")
    pieces = check("I will [ki](https://x.example)l*l* you tonight.")
    assert pieces.outcome is whole.outcome is Outcome.REJECT


@pytest.mark.parametrize(
    "text",
    [
        "It was **never** closed, *never*.",
        "> The bridge is closed.\n\nIt was open _yesterday_.",
        "1. Open the bridge.\n2. Repair it.",
        "See [the minutes of May](https://town.example/may).",
    ],
)
def test_plain_words_with_markup_appear_at_once(text: str) -> None:
    assert check(text).outcome is Outcome.PUBLISH


@pytest.mark.parametrize("text", [PLAIN, "You are an idiot, Tom.", "I will kill you."])
def test_emphasis_around_words_changes_nothing(text: str) -> None:
    plain, strong = check(text), check(f"**{text}**")
    assert strong.outcome is plain.outcome
    assert [f.rule for f in strong.grounds] == [f.rule for f in plain.grounds]


def test_stars_in_place_of_letters_are_still_read() -> None:
    text = "f**k and s**t"
    (finding,) = check(text).grounds
    assert [text[a:b] for a, b in finding.spans] == ["f**k", "s**t"]


@dataclass(frozen=True, slots=True)
class CountingEncoder(EncoderModel):
    """The encoder, and how many windows it was given."""

    given: list[int]

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        self.given.append(len(texts))
        return EncoderModel.judge(self, texts)


@pytest.mark.parametrize(
    "unit", ["You id*io*t, you [fo](http://x.example)ol. ", "f*ck "]
)
def test_a_text_that_reads_in_two_ways_costs_no_more_than_another(unit: str) -> None:
    shipped = load_filter(encoder=True)
    assert shipped.tiers
    assert shipped.tiers.encoder
    encoder = shipped.tiers.encoder
    counting = CountingEncoder(encoder.session, encoder.vocabulary, [])
    tiers = replace(shipped.tiers, encoder=counting)
    replace(shipped, tiers=tiers).run(Submission(unit * 40))
    assert counting.given
    assert max(counting.given) == MOST_WINDOWS // 2  # for each of the two readings
