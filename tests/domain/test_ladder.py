"""The ladder: a record suggests the next step, and fades."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comments.domain.ladder import (
    ABUSE_RULE,
    NEXT_STEP,
    REMEMBERED,
    SANCTIONS_REMEMBERED,
    Removal,
    suggest_for_reports,
    suggest_step,
)
from comments.domain.sanctions import Sanction, SanctionKind

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
days = st.integers(0, 400)
removals = st.lists(
    st.builds(
        lambda rule, ago: Removal(rule, NOW - timedelta(days=ago)),
        st.sampled_from(["be-nice", "spam"]),
        days,
    )
)
sanctions = st.lists(
    st.builds(
        lambda kind, rule, ago: Sanction(kind, rule, NOW - timedelta(days=ago), NOW),
        st.sampled_from(SanctionKind),
        st.sampled_from(["be-nice", ABUSE_RULE]),
        days,
    )
)


def removed(*ago: int, rule: str = "be-nice") -> list[Removal]:
    return [Removal(rule, NOW - timedelta(days=days)) for days in ago]


def step(kind: SanctionKind, ago: int, rule: str = "be-nice") -> Sanction:
    start = NOW - timedelta(days=ago)
    return Sanction(kind, rule, start, start + timedelta(hours=1))


def test_a_person_who_slips_once_is_let_be() -> None:
    assert suggest_step(removed(1), [], NOW) is None


def test_the_second_comment_suggests_a_message_under_its_rule() -> None:
    found = suggest_step(removed(1, 2), [], NOW)
    assert found is not None
    assert (found.kind, found.rule) == (SanctionKind.MESSAGE, "be-nice")
    assert found.reason == "2 comments were rejected in 90 days."


def test_each_step_leads_to_the_next_one() -> None:
    for last, following in NEXT_STEP.items():
        if last is None:
            continue
        found = suggest_step(removed(1), [step(last, 10)], NOW)
        assert (found and (found.kind, found.term)) == following


def test_nobody_is_sanctioned_twice_for_one_comment() -> None:
    warned = [step(SanctionKind.WARNING, 5)]
    assert suggest_step(removed(6, 7, 8), warned, NOW) is None


def test_a_record_fades() -> None:
    old = REMEMBERED.days
    assert suggest_step(removed(old, old + 1), [], NOW) is None
    forgotten = [step(SanctionKind.SUSPENSION, SANCTIONS_REMEMBERED.days)]
    found = suggest_step(removed(1, 2), forgotten, NOW)
    assert found is not None
    assert found.kind is SanctionKind.MESSAGE


def test_a_lifted_step_was_a_mistake_and_does_not_count() -> None:
    lifted = Sanction(
        SanctionKind.BAN, "be-nice", NOW - timedelta(days=3), lifted_at=NOW
    )
    found = suggest_step(removed(1, 2), [lifted], NOW)
    assert found is not None
    assert found.kind is SanctionKind.MESSAGE


def test_whoever_is_silenced_gets_no_further_suggestion() -> None:
    mute = Sanction(SanctionKind.MUTE, "be-nice", NOW - timedelta(days=3))
    assert suggest_step(removed(1, 2), [mute], NOW) is None


def test_few_reports_or_honest_misjudgement_are_no_abuse() -> None:
    assert suggest_for_reports(7, 0, [], NOW) is None
    assert suggest_for_reports(20, 3, [], NOW) is None


def test_abuse_of_report_has_a_ladder_of_its_own() -> None:
    found = suggest_for_reports(10, 1, [step(SanctionKind.SUSPENSION, 3)], NOW)
    assert found is not None
    assert (found.kind, found.rule) == (SanctionKind.MESSAGE, ABUSE_RULE)
    warned = [step(SanctionKind.WARNING, 3, ABUSE_RULE)]
    found = suggest_for_reports(10, 0, warned, NOW)
    assert found is not None
    assert found.kind is SanctionKind.MUTE


@given(removals, sanctions)
def test_the_order_of_a_record_does_not_matter(
    some: list[Removal], history: list[Sanction]
) -> None:
    assert suggest_step(some, history, NOW) == suggest_step(
        some[::-1], history[::-1], NOW
    )


@given(removals, sanctions, st.integers(0, 400))
def test_waiting_alone_never_makes_a_first_step_harder(
    some: list[Removal], history: list[Sanction], waited: int
) -> None:
    later = NOW + timedelta(days=waited)
    if suggest_step(some, [], NOW) is None:
        assert suggest_step(some, [], later) is None
