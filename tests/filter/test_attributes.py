"""Scores on Perspective's scale say what the filter says, and more finely."""

from dataclasses import replace

import pytest

from comments.domain.submission import Submission
from comments.domain.verdict import Outcome, Severity, Span
from comments.filter import CheckUnavailable, load_filter
from comments.filter.attributes import (
    HOLD_AT,
    Attribute,
    Score,
    probability,
    weigh,
)
from comments.filter.context import Context
from comments.filter.policy import PROFILES, Thresholds
from tests.filter.suite_cases import read_suite

TEXTS = [case.text for case in read_suite()][::3]


def scores(text: str, profile: str = "standard") -> dict[Attribute, Score]:
    return weigh(load_filter(profile), text).scores()


def score(text: str, attribute: Attribute = Attribute.TOXICITY) -> float:
    return scores(text)[attribute].value


def test_there_are_enough_texts_of_both_kinds() -> None:
    outcomes = [load_filter().run(Submission(text)).outcome for text in TEXTS]
    assert outcomes.count(Outcome.PUBLISH) > 20
    assert len(outcomes) - outcomes.count(Outcome.PUBLISH) > 20


@pytest.mark.parametrize("profile", PROFILES)
def test_a_text_scores_above_the_line_when_it_is_held_and_only_then(
    profile: str,
) -> None:
    judge = load_filter(profile)
    for text in TEXTS:
        weighed = weigh(judge, text)
        assert weighed.verdict == judge.run(Submission(text))
        is_held = weighed.verdict.outcome is not Outcome.PUBLISH
        value = weighed.scores()[Attribute.TOXICITY].value
        assert (value > HOLD_AT) == (value >= HOLD_AT) == is_held, text


def test_no_attribute_is_likelier_than_that_anything_is_wrong() -> None:
    for text in TEXTS:
        all_scores = scores(text)
        most = all_scores[Attribute.TOXICITY].value
        assert all(0 <= each.value <= most for each in all_scores.values()), text


def test_texts_that_are_published_differ_too() -> None:
    published = [score(text) for text in TEXTS if score(text) < HOLD_AT]
    assert len(set(published)) > len(published) / 2
    assert score("The ferry leaves at nine.") < 0.2 < score("He is a silly old man.")


def test_surer_evidence_never_scores_less() -> None:
    margins = [step / 10 for step in range(-80, 81)]
    published = [probability(margin, published=True) for margin in margins]
    held = [probability(margin, published=False) for margin in margins]
    assert published == sorted(published)
    assert held == sorted(held)
    assert max(published) < HOLD_AT < min(held)
    assert min(held) - max(published) < 0.001


@pytest.mark.parametrize(
    ("text", "high", "low"),
    [
        ("You are an idiot.", "INSULT", "THREAT"),
        ("I will kill you, and you know when.", "THREAT", "PROFANITY"),
        ("What a fucking mess this road is.", "PROFANITY", "IDENTITY_ATTACK"),
        ("All Muslims are animals.", "IDENTITY_ATTACK", "PROFANITY"),
        ("Nice tits, love, show us more.", "SEXUALLY_EXPLICIT", "THREAT"),
    ],
)
def test_each_attribute_stands_for_its_own_kind(text: str, high: str, low: str) -> None:
    assert score(text, Attribute(high)) > HOLD_AT
    assert score(text, Attribute(low)) < 0.6


def test_only_what_is_grave_is_severely_toxic() -> None:
    severe = Attribute.SEVERE_TOXICITY
    assert score("You are an idiot.", severe) < 0.4
    assert score("I will kill you.", severe) > HOLD_AT
    for text in TEXTS:
        verdict = load_filter().run(Submission(text))
        grave = any(f.severity is Severity.SEVERE for f in verdict.grounds)
        if grave or verdict.outcome is Outcome.REJECT:
            assert score(text, severe) > HOLD_AT, text
        else:
            assert score(text, severe) < HOLD_AT, text


def test_what_a_newsroom_rejects_is_severely_toxic_however_mild() -> None:
    usual = load_filter()
    key = ("be-nice", Severity.MILD)
    table = {**usual.policy.table, key: Thresholds(hold=0.4, reject=0.5)}
    strict = replace(usual, policy=replace(usual.policy, table=table))
    severe = Attribute.SEVERE_TOXICITY
    assert weigh(usual, "You are an idiot.").scores()[severe].value < HOLD_AT
    assert weigh(strict, "You are an idiot.").scores()[severe].value > HOLD_AT


def test_words_that_say_so_are_marked_with_their_own_score() -> None:
    text = "You idiot, I will kill you."
    toxic, threat = scores(text)[Attribute.TOXICITY], scores(text)[Attribute.THREAT]
    assert marked(text, threat) == ["I will kill you"]
    assert {"idiot", "I will kill you"} <= set(marked(text, toxic))
    assert max(value for _, value in toxic.spans) == toxic.value


def test_what_could_not_be_looked_for_may_be_there() -> None:
    def broken(context: Context) -> list:
        raise CheckUnavailable

    careless = replace(load_filter(), checks=(broken,))
    found = weigh(careless, "The ferry leaves at nine.").scores()
    assert all(each.value > HOLD_AT for each in found.values())


def test_a_text_without_words_is_no_offence() -> None:
    assert score("") == score("🙂") == 0


def test_without_learned_tiers_the_lists_alone_give_scores() -> None:
    plain = replace(load_filter(), tiers=None, reviews=())
    assert weigh(plain, "You are an idiot.").scores()[Attribute.INSULT].value > HOLD_AT
    assert weigh(plain, "Hello.").scores()[Attribute.INSULT].value == 0


def marked(text: str, found: Score) -> list[str]:
    spans: list[Span] = [span for span, _ in found.spans]
    return [text[start:end] for start, end in spans]
