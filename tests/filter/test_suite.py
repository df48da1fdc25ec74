"""Our own suite: what the filter can do is held, what it cannot is on record.

After a change to the filter, `python -m tests.filter.suite_record` renews the record.
"""

from collections import defaultdict
from typing import Any

import pytest

from comments.domain.posted_rules import POSTED_RULES, codes
from comments.domain.verdict import Severity, Target
from comments.filter import check
from tests.filter.suite_cases import (
    PUBLISH,
    Case,
    about,
    files,
    is_right,
    read_known_failures,
    read_suite,
)

SUITE = read_suite()
KNOWN = read_known_failures()


def _parameter(case: Case) -> Any:
    known = case.digest in KNOWN.get(case.functionality, {})
    mark = pytest.mark.xfail(
        reason="known failure; once it passes, renew the record",
        raises=AssertionError,
        strict=True,
    )
    return pytest.param(case, id=case.name, marks=mark if known else ())


@pytest.mark.parametrize("case", [_parameter(case) for case in SUITE])
def test_a_readers_words_are_judged_under_the_right_rule(case: Case) -> None:
    verdict = check(case.text)
    assert is_right(case, verdict), (case.rule, verdict.grounds)


def test_the_record_names_cases_that_exist() -> None:
    existing = {(case.functionality, case.digest) for case in SUITE}
    recorded = {(name, digest) for name, digests in KNOWN.items() for digest in digests}
    assert recorded <= existing


def test_the_suite_is_wide_and_about_half_of_it_innocent() -> None:
    innocent = sum(case.is_innocent for case in SUITE)
    assert len(files()) >= 24
    assert len(SUITE) >= 480
    assert 0.4 <= innocent / len(SUITE) <= 0.6
    assert all(about(file) for file in files())


def test_no_two_cases_are_the_same_text() -> None:
    assert len({case.text for case in SUITE}) == len(SUITE)


@pytest.mark.parametrize("case", SUITE, ids=lambda case: case.name)
def test_a_case_says_what_is_wrong_and_where(case: Case) -> None:
    if case.is_innocent:
        assert (case.target, case.severity, case.words) == ("none", "", ())
        return
    assert case.rule in codes(POSTED_RULES.filtered())
    assert Target(case.target)
    assert Severity(case.severity)
    assert case.words
    assert all(words in case.text for words in case.words)


def test_every_violation_has_an_innocent_look_alike() -> None:
    pairs: dict[tuple[str, str], set[bool]] = defaultdict(set)
    for case in SUITE:
        if case.pair:
            pairs[case.functionality, case.pair].add(case.is_innocent)
    assert all(kinds == {True, False} for kinds in pairs.values())
    assert all(case.pair for case in SUITE if case.rule != PUBLISH)
