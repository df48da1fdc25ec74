"""Periods and percentiles, with values that are known."""

from datetime import UTC, date, datetime

import pytest

from comments.domain.periods import NoPeriod, percentile, period_of, share

TODAY = date(2026, 11, 24)


def test_without_days_the_last_thirty_are_meant() -> None:
    period = period_of(None, None, today=TODAY)
    assert (period.first, period.last, period.days) == (date(2026, 10, 26), TODAY, 30)
    assert period.start == datetime(2026, 10, 26, tzinfo=UTC)
    assert period.end == datetime(2026, 11, 25, tzinfo=UTC)


def test_a_period_ends_today_at_the_latest() -> None:
    period = period_of(date(2026, 11, 1), date(2027, 1, 1), today=TODAY)
    assert period.last == TODAY


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 1)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(1900, 1, 1), date(2026, 1, 1)),
        (None, date(1900, 1, 1)),
    ],
)
def test_some_days_enclose_no_period(first: date | None, last: date) -> None:
    with pytest.raises(NoPeriod):
        period_of(first, last, today=TODAY)


@pytest.mark.parametrize(
    ("at", "value"),
    [(0.05, 15), (0.3, 20), (0.4, 20), (0.5, 35), (0.9, 50), (1.0, 50)],
)
def test_percentiles_are_by_nearest_rank(at: float, value: int) -> None:
    counts = dict.fromkeys((15, 20, 35, 40, 50), 1)  # the textbook's example
    assert percentile(counts, at) == value


def test_a_value_counts_as_often_as_it_occurs() -> None:
    assert percentile({1: 8, 100: 2}, 0.5) == 1
    assert percentile({1: 8, 100: 2}, 0.9) == 100


def test_of_nothing_there_is_no_percentile_and_no_share() -> None:
    assert percentile({}, 0.5) is None
    assert share(0, 0) is None
    assert share(1, 4) == 0.25
