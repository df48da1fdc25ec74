"""Crowds of reports: what they weigh together, whoever comes and in whatever order."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from comments.domain.reports import (
    BURST_SIZE,
    NEWCOMERS_TOGETHER,
    REOPEN_WEIGHT,
    ReportGroup,
    combined_weight,
    counted_as_one,
    from_brigades,
    report_words,
    reporter_weight,
    with_brigades_as_one,
)

NEWCOMER = reporter_weight(0, 0)


def newcomers(count: int, burst: int = 1) -> ReportGroup:
    """Some newcomers who report within the same ten minutes."""
    return ReportGroup(
        "be-nice",
        newcomers=True,
        burst=burst,
        count=count,
        weight=count * NEWCOMER,
        heaviest=NEWCOMER,
    )


def known(*weights: float) -> ReportGroup:
    """Some reporters with a record."""
    return ReportGroup(
        "be-nice",
        newcomers=False,
        burst=0,
        count=len(weights),
        weight=sum(weights),
        heaviest=max(weights),
    )


numbers = st.integers(1, 10_000)
groups = st.lists(
    st.one_of(
        st.builds(newcomers, numbers, st.integers(1, 500)),
        st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5).map(
            lambda weights: known(*weights)
        ),
    )
)


@given(groups, numbers)
def test_a_crowd_of_newcomers_adds_less_than_reopens_an_approval(
    some: list[ReportGroup], number: int
) -> None:
    grown = combined_weight([*some, newcomers(number, burst=501)])
    assert grown <= combined_weight(some) + NEWCOMERS_TOGETHER + 1e-9
    assert NEWCOMERS_TOGETHER < REOPEN_WEIGHT


@given(groups, st.integers(BURST_SIZE, 10_000), numbers)
def test_whoever_joins_a_burst_adds_nothing(
    some: list[ReportGroup], size: int, more: int
) -> None:
    before = combined_weight([*some, newcomers(size, burst=501)])
    after = combined_weight([*some, newcomers(size + more, burst=501)])
    assert after == before


@given(groups)
def test_the_order_of_reports_does_not_matter(some: list[ReportGroup]) -> None:
    assert abs(combined_weight(some) - combined_weight(some[::-1])) < 1e-9
    assert counted_as_one(some) == counted_as_one(some[::-1])


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_weight_is_a_share_that_follows_the_record(up: int, down: int) -> None:
    weight = reporter_weight(up, up + down)
    assert 0 < weight < 1
    assert reporter_weight(up + 1, up + down + 1) > weight
    assert reporter_weight(up, up + down + 1) < weight


def test_the_card_says_what_was_made_of_a_burst() -> None:
    few = newcomers(BURST_SIZE - 1)
    assert report_words([few]) == "4 reports, weight 1.2"
    burst = report_words([newcomers(20), known(0.5)])
    assert burst == (
        "21 reports, weight 0.8; 20 in bursts of new reporters, each burst as one"
    )
    assert report_words([known(0.5)]) == "1 report, weight 0.5"


members = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=6)


@given(groups, st.lists(st.tuples(st.sampled_from("abc"), members), min_size=1))
def test_a_brigade_weighs_what_its_heaviest_member_weighs_under_all_rules_together(
    some: list[ReportGroup], sent: list[tuple[str, list[float]]]
) -> None:
    brigade = [replace(known(*weights), rule=rule, brigade=7) for rule, weights in sent]
    weighed = with_brigades_as_one([*some, *brigade])
    heaviest = max(weight for _, weights in sent for weight in weights)
    of_it = [group for group in weighed if group.brigade]
    assert abs(combined_weight(of_it) - heaviest) < 1e-9
    assert [g for g in weighed if not g.brigade] == some
    assert from_brigades(weighed) == {7: sum(len(weights) for _, weights in sent)}


def test_a_brigade_of_newcomers_is_no_burst_besides() -> None:
    brigade = replace(newcomers(9), brigade=3)
    (weighed,) = with_brigades_as_one([brigade])
    assert counted_as_one([weighed]) == 0
    assert report_words([weighed]) == (
        "9 reports, weight 0.3; 9 from people who report together, counted as one"
    )
