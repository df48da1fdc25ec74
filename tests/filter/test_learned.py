"""The learned tiers: what they add, what they may not do, and what happens without."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Severity, Target
from comments.filter import artifacts, load_filter
from comments.filter import filter as room
from comments.filter.artifacts import BadArtifact, load_arrays, read_artifact
from comments.filter.checks import REVIEWS
from comments.filter.encoder import MOST_PIECES, load_encoder
from comments.filter.evidence import margin, stands
from comments.filter.filter import Filter, learned_tiers_missing
from comments.filter.learned import learned
from comments.filter.linear import hashed, load_linear
from comments.filter.windows import OVERFULL, WINDOW, windows

INSULTING = "What a complete waste of oxygen this man is."


@pytest.fixture
def whole() -> Filter:
    return load_filter(encoder=True)


@pytest.fixture
def lists_alone(whole: Filter) -> Filter:
    return replace(whole, reviews=())


@pytest.fixture
def no_memory() -> Iterator[None]:
    """Artifacts are remembered; a test that damages them starts and ends afresh."""
    artifacts._digests.cache_clear()
    yield
    artifacts._digests.cache_clear()


def test_naming_a_group_weighs_what_naming_any_other_weighs() -> None:
    weigh = load_linear().weigh
    first = weigh("my neighbours are muslims and lovely".split()).logits(0, 6)
    second = weigh("my neighbours are canadians and lovely".split()).logits(0, 6)
    assert np.array_equal(first, second)
    assert hashed("gay") == hashed("christian") != hashed("lovely")


def test_a_word_is_weighed_the_same_wherever_its_text_stands() -> None:
    weighed = load_linear().weigh("you are a fool . thank you all".split())
    assert weighed.contributions.shape == (8, 5)
    assert weighed.logits(0, 5)[0] > weighed.logits(5, 8)[0]


def test_a_text_without_words_has_no_opinion(whole: Filter) -> None:
    assert whole.run(Submission("\u200b")).findings == ()
    assert load_linear().weigh([]).contributions.shape == (0, 5)


def test_what_the_lists_are_sure_of_stays_as_sure(
    whole: Filter, lists_alone: Filter
) -> None:
    for text in ("You fucking people.", "I will kill you.", "oh f-u-c-k."):
        [sure] = lists_alone.run(Submission(text)).grounds
        kept = whole.run(Submission(text)).grounds
        assert stands(sure)
        assert any(
            (one.rule, one.spans) == (sure.rule, sure.spans)
            and one.confidence >= sure.confidence - 1e-6
            for one in kept
        )


def test_a_doubtful_word_in_fair_words_is_let_go(
    whole: Filter, lists_alone: Filter
) -> None:
    doubt = Finding(
        rule="be-nice",
        check="words",
        spans=((4, 10),),
        severity=Severity.MILD,
        confidence=0.61,
        target=Target.INDIVIDUAL,
        reason="",
    )
    text = "The report says that the new library opens on Monday."
    context = whole._context(Submission(text), whole.read(text))
    [moved] = learned(context, [doubt])
    assert margin(doubt) > 0 > margin(moved)
    assert moved.spans == doubt.spans


def test_conduct_is_none_of_the_learned_tiers_business(whole: Filter) -> None:
    link = Finding("spam", "links", ((0, 4),), Severity.MILD, 0.7, Target.NONE, "")
    context = whole._context(Submission("Read this"), whole.read("Read this"))
    assert learned(context, [link]) == [link]


def test_the_encoder_reads_no_more_than_its_bound() -> None:
    [judged] = load_encoder().judge(["wherefore " * 5_000])
    assert len(judged.pieces) <= MOST_PIECES


def test_the_encoder_says_the_same_alone_and_in_company() -> None:
    alone = load_encoder().judge([INSULTING])[0]
    beside = load_encoder().judge([INSULTING, "Thank you. " * 20])[0]
    assert np.allclose(alone.labels, beside.labels, atol=0.3)
    assert [one.span for one in alone.pieces] == [one.span for one in beside.pieces]


def test_windows_cover_every_word_once(whole: Filter) -> None:
    text = "I walked past the old bakery again this morning. " * 40 + "word " * 300
    words = whole.read(text).words
    ranges = windows(words)
    assert [place for range_ in ranges for place in range(*range_)] == list(
        range(len(words))
    )
    assert max(end - first for first, end in ranges) <= OVERFULL
    assert len(ranges) >= len(words) // (WINDOW + OVERFULL)


def test_without_the_encoder_texts_are_still_judged() -> None:
    verdict = load_filter(encoder=False).run(Submission("You are an idiot."))
    assert verdict.outcome is Outcome.HOLD
    assert verdict.unavailable == ()


@pytest.mark.parametrize(
    ("choice", "wanted"), [("", True), ("on", True), ("off", False)]
)
def test_the_environment_can_switch_the_encoder_off(
    monkeypatch: pytest.MonkeyPatch, choice: str, *, wanted: bool
) -> None:
    monkeypatch.setenv(room.SWITCH, choice)
    assert room.is_encoder_wanted() is wanted


def test_a_misspelt_switch_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(room.SWITCH, "of")
    with pytest.raises(ValueError, match=room.SWITCH):
        room.is_encoder_wanted()


@pytest.mark.usefixtures("no_memory")
def test_a_damaged_artifact_is_not_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(artifacts, "_folder", lambda: tmp_path)
    (tmp_path / "digests.json").write_text('{"linear.npz": "0"}')
    (tmp_path / "linear.npz").write_bytes(b"something else")
    with pytest.raises(BadArtifact):
        load_arrays("linear.npz")
    with pytest.raises(BadArtifact):
        read_artifact("encoder.onnx")


def test_a_lost_artifact_holds_every_text(
    monkeypatch: pytest.MonkeyPatch, whole: Filter
) -> None:
    def lost() -> None:
        raise BadArtifact

    monkeypatch.setattr(room, "load_encoder", lost)
    tiers, reviews = room._learned_part(encoder=True)
    assert (tiers, reviews) == (None, (learned_tiers_missing,))
    verdict = replace(whole, reviews=reviews).run(Submission("Thank you."))
    assert verdict.outcome is Outcome.HOLD
    assert verdict.unavailable == ("learned_tiers_missing",)


def test_every_review_has_its_turn_after_the_checks(whole: Filter) -> None:
    assert whole.reviews == REVIEWS == (learned,)
