"""Agreement between two people, against figures worked out by hand."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.domain.agreement import Pair, agreement, answer, by_rule

ANSWERS = ("approve", "be-nice", "spam")
tables = st.dictionaries(
    st.tuples(st.sampled_from(ANSWERS), st.sampled_from(ANSWERS)),
    st.integers(1, 60),
    max_size=9,
)


def test_two_readers_of_fifty_texts() -> None:
    # 35 of 50 alike: 0.7. By chance: 25/50 * 30/50 + 25/50 * 20/50 = 0.5.
    # Kappa is (0.7 - 0.5) / (1 - 0.5) = 0.4.  Its variance: on the diagonal
    # 0.4 (1 - 1.1 * 0.6)^2 + 0.3 (1 - 0.9 * 0.6)^2 = 0.10972; beside it
    # 0.36 (0.1 * 1.1^2 + 0.2 * 0.9^2) = 0.10188; less (0.4 - 0.5 * 0.6)^2 = 0.01;
    # over 50 * 0.25 that is 0.016128, of which the root is 0.126996.
    table = {
        ("yes", "yes"): 20,
        ("yes", "no"): 5,
        ("no", "yes"): 10,
        ("no", "no"): 15,
    }
    found = agreement(table)
    assert (found.pairs, found.alike) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    assert found.low == pytest.approx(0.4 - 1.959964 * 0.126996, abs=1e-5)
    assert found.high == pytest.approx(0.4 + 1.959964 * 0.126996, abs=1e-5)


def test_three_answers_and_a_hundred_texts() -> None:
    # 89 of 100 alike; by chance 0.80 * 0.80 + 0.10 * 0.05 + 0.10 * 0.15 = 0.66;
    # kappa is 0.23 / 0.34.
    table = {
        ("a", "a"): 75,
        ("a", "b"): 1,
        ("a", "c"): 4,
        ("b", "a"): 5,
        ("b", "b"): 4,
        ("b", "c"): 1,
        ("c", "c"): 10,
    }
    found = agreement(table)
    assert found.kappa == pytest.approx(0.23 / 0.34)
    assert found.high is not None
    assert (found.high - 0.23 / 0.34) / 1.959964 == pytest.approx(0.0877, abs=5e-4)


def test_nobody_can_tell_agreement_from_chance_when_all_answers_are_one() -> None:
    found = agreement({("approve", "approve"): 40})
    assert (found.alike, found.kappa, found.is_known) == (40, None, False)


def test_few_pairs_say_nothing() -> None:
    table = {("approve", "approve"): 20, ("spam", "spam"): 9}
    assert agreement(table).is_few
    assert not agreement(table | {("spam", "approve"): 1}).is_few
    assert agreement({}).kappa is None


def test_a_rule_is_named_by_both_or_by_one() -> None:
    table: dict[Pair, int] = {
        ("be-nice", "be-nice"): 3,
        ("be-nice", "spam"): 1,
        ("approve", "be-nice"): 2,
        ("approve", "approve"): 40,
    }
    nice, spam = by_rule(table, ["be-nice", "dont-threaten", "spam"])
    assert (nice.rule, nice.both, nice.one) == ("be-nice", 3, 3)
    assert (nice.agreement.pairs, nice.agreement.alike) == (46, 43)
    assert (spam.rule, spam.both, spam.one) == ("spam", 0, 1)


def test_a_verdict_is_one_answer() -> None:
    assert answer("approve", None) == "approve"
    assert answer("reject", "spam") == "spam"


@given(st.lists(st.sampled_from(ANSWERS), min_size=2))
def test_whoever_always_agree_agree_perfectly(answers: list[str]) -> None:
    found = agreement(Counter((one, one) for one in answers))
    if len(set(answers)) == 1:
        assert found.kappa is None
    else:
        assert found.kappa == pytest.approx(1)
        assert found.low == pytest.approx(1)
        assert found.high == pytest.approx(1)


@given(tables)
def test_it_does_not_matter_who_was_first(table: dict[Pair, int]) -> None:
    here = agreement(table)
    there = agreement({(b, a): count for (a, b), count in table.items()})
    for name in ("pairs", "alike", "kappa", "low", "high"):
        one, other = getattr(here, name), getattr(there, name)
        assert one == other or math.isclose(one, other, abs_tol=1e-9)


@given(tables)
def test_kappa_lies_in_its_interval_and_never_beyond_one(
    table: dict[Pair, int],
) -> None:
    found = agreement(table)
    if found.kappa is not None:
        assert found.low is not None
        assert found.high is not None
        assert -1 <= found.low <= found.kappa + 1e-9
        assert found.kappa - 1e-9 <= found.high <= 1 + 1e-9
