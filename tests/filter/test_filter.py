"""The filter as a whole: every check runs, and a missing answer never publishes."""

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from comments.domain.posted_rules import POSTED_RULES
from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Target
from comments.filter import CheckUnavailable, check, check_name, load_filter
from comments.filter.checks import CHECKS, REVIEWS
from comments.filter.context import Context
from comments.filter.filter import BUDGET_SECONDS, LONGEST_TEXT

CLEAN = Submission("Thank you for the article.")


def broken(context: Context) -> list[Finding]:
    raise CheckUnavailable


def ticking(step: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += step


def test_a_clean_text_is_published_without_findings() -> None:
    verdict = load_filter().run(CLEAN)
    assert verdict.outcome is Outcome.PUBLISH
    assert (verdict.findings, verdict.unavailable) == ((), ())


def test_every_filtered_rule_has_a_score() -> None:
    codes = {rule.code for rule in POSTED_RULES.filtered()}
    assert set(check("Hello").scores) == set(check("You idiot").scores) == codes
    verdict = check("You idiot, I will kill you")
    for code in codes:
        own = [f.confidence for f in verdict.findings if f.rule == code]
        assert verdict.scores[code] == max(own, default=0.0)


def test_all_checks_speak_though_the_first_one_is_enough() -> None:
    verdict = check("I will kill you, you fucking idiot. Women belong in the kitchen.")
    checks = [finding.check for finding in verdict.findings]
    assert {"threats", "degradation", "words"} <= set(checks)
    assert verdict.outcome is Outcome.REJECT


def test_a_check_that_cannot_run_holds_a_clean_text() -> None:
    verdict = replace(load_filter(), checks=(broken, *CHECKS)).run(CLEAN)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.unavailable == ("broken",)
    assert not verdict.may_nudge


def test_a_check_that_cannot_run_does_not_soften_a_rejection() -> None:
    careless = replace(load_filter(), checks=(broken, *CHECKS))
    verdict = careless.run(Submission("I will kill you"))
    assert verdict.outcome is Outcome.REJECT
    assert verdict.unavailable == ("broken",)


def test_a_text_that_takes_too_long_is_held() -> None:
    clock = ticking(BUDGET_SECONDS)
    verdict = replace(load_filter(), clock=lambda: next(clock)).run(CLEAN)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.unavailable


def test_a_text_is_not_held_because_python_tidies_its_memory_meanwhile() -> None:
    def meets_collections(context: Context) -> list[Finding]:
        end = time.thread_time() + 2 * BUDGET_SECONDS
        while time.thread_time() < end:
            gc.collect()
        return []

    unlucky = replace(load_filter(), checks=(meets_collections,))
    assert unlucky.run(CLEAN).unavailable == ()


def test_a_last_check_that_overruns_is_noticed_too() -> None:
    moments = iter([0.0] * (1 + len(CHECKS) + len(REVIEWS)) + [BUDGET_SECONDS * 2])
    verdict = replace(load_filter(), clock=lambda: next(moments)).run(CLEAN)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.unavailable == ("time",)


def test_a_text_beyond_all_bounds_is_held_unread() -> None:
    unhurried = replace(load_filter(), clock=lambda: 0.0)
    verdict = unhurried.run(Submission("a " * LONGEST_TEXT))
    assert verdict.outcome is Outcome.HOLD
    assert verdict.unavailable == ("length",)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\ud800", "idiot\0\udfff", "&#0;", "&#1114112;", "\ufffe\uffff"],
)
def test_no_text_breaks_the_filter(text: str) -> None:
    assert check(text).as_json()["outcome"] in {"publish", "hold"}
    assert load_filter().fingerprint(text)
    assert check_name(text).as_json()["outcome"] in {"publish", "hold"}


def test_an_attack_on_a_group_names_its_target() -> None:
    [group] = check("All Muslims are animals").grounds
    [person] = check("I will kill you").grounds
    [nobody] = check("fuck").grounds
    targets = [finding.target for finding in (group, person, nobody)]
    assert targets == [Target.IDENTITY, Target.INDIVIDUAL, Target.NONE]


def test_threads_share_one_filter() -> None:
    texts = ["You idiot", "Hello there", "I will kill you", "s h i t"] * 50
    alone = [check(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(check, texts)) == alone
    assert load_filter() is load_filter()


@pytest.mark.parametrize(
    "name",
    [
        "IdiotHunter",
        "shithead",
        "FuckFace99",
        "KillAllJews",
        "HitlerWasRight",
        "I hate muslims",
        "f u c k",
        "nïgger",
        "bigfatmoron",
    ],
)
def test_an_offensive_display_name_is_not_shown(name: str) -> None:
    verdict = check_name(name)
    assert verdict.outcome is not Outcome.PUBLISH
    for finding in verdict.findings:
        assert all(name[start:end].strip() for start, end in finding.spans)


@pytest.mark.parametrize(
    "name",
    [
        "Anna Schmidt",
        "Dick Francis",
        "Bob Allcock",
        "Alison Cockburn",
        "Rudy Gay",
        "Mrs Bich Ngoc",
        "Phuc Nguyen",
        "Scunthorpe United fan",
        "queer poet",
        "Rain_Lover",
        "Titus",
    ],
)
def test_an_honest_name_is_shown(name: str) -> None:
    assert check_name(name).outcome is Outcome.PUBLISH
