"""Profiles: one table each of rule and severity, from lenient to family."""

from itertools import pairwise

import pytest

from comments.domain.posted_rules import POSTED_RULES
from comments.domain.submission import Submission
from comments.domain.verdict import (
    OUTCOMES,
    SEVERITIES,
    Finding,
    Outcome,
    Severity,
    Target,
)
from comments.filter import load_filter
from comments.filter.policy import PROFILES, load_policy

RULES = [rule.code for rule in POSTED_RULES.filtered()]
CONFIDENCES = [n / 20 for n in range(21)]


def outcome(profile: str, rule: str, severity: Severity, confidence: float) -> Outcome:
    finding = Finding(rule, "words", ((0, 1),), severity, confidence, Target.NONE, "")
    return load_policy(profile).judge(finding).outcome


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("rule", RULES)
def test_worse_and_surer_findings_never_fare_better(profile: str, rule: str) -> None:
    table = [
        [OUTCOMES.index(outcome(profile, rule, s, c)) for c in CONFIDENCES]
        for s in SEVERITIES
    ]
    for row in table:
        assert row == sorted(row)
    for milder, worse in pairwise(table):
        assert all(a <= b for a, b in zip(milder, worse, strict=True))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_profiles_are_ordered_by_strictness(rule: str, severity: Severity) -> None:
    for confidence in CONFIDENCES:
        family, standard, lenient = (
            OUTCOMES.index(outcome(profile, rule, severity, confidence))
            for profile in PROFILES
        )
        assert family >= standard >= lenient


def test_standard_holds_what_is_mild_and_rejects_only_what_is_severe() -> None:
    for rule in RULES:
        assert outcome("standard", rule, Severity.MILD, 1.0) is Outcome.HOLD
        assert outcome("standard", rule, Severity.STRONG, 1.0) is Outcome.HOLD
        assert outcome("standard", rule, Severity.MILD, 0.3) is Outcome.PUBLISH
    assert outcome("standard", "be-nice", Severity.SEVERE, 0.9) is Outcome.REJECT
    assert outcome("standard", "be-nice", Severity.SEVERE, 0.5) is Outcome.HOLD


@pytest.mark.parametrize(
    ("text", "family", "standard", "lenient"),
    [
        ("You are an idiot.", "hold", "hold", "publish"),
        ("What a load of crap.", "hold", "hold", "publish"),
        ("You fucking people.", "reject", "hold", "hold"),
        ("I will kill you.", "reject", "reject", "reject"),
        ("Thank you for the article.", "publish", "publish", "publish"),
    ],
)
def test_the_same_text_under_three_profiles(
    text: str, family: str, standard: str, lenient: str
) -> None:
    outcomes = [load_filter(p).run(Submission(text)).outcome for p in PROFILES]
    assert outcomes == [family, standard, lenient]


def test_a_verdict_names_the_policy_that_made_it() -> None:
    policy = load_policy("standard")
    verdict = load_filter("standard").run(Submission("Hello"))
    assert verdict.policy == policy.label == f"standard@{policy.version}"


def test_an_unknown_profile_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_policy("../standard")
