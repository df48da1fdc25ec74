"""Posted rules, reports' weights, urgency, sanctions and permissions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.domain import permissions as p
from comments.domain.appeals import may_appeal, may_decide_appeal
from comments.domain.posted_rules import POSTED_RULES, codes
from comments.domain.redress import Redress
from comments.domain.reports import (
    BURST_SIZE,
    NEWCOMERS_TOGETHER,
    REOPEN_WEIGHT,
    ReportGroup,
    combined_weight,
    reporter_weight,
)
from comments.domain.review_item import filter_points, rank, report_points, urgency
from comments.domain.sanctions import Sanction, SanctionKind, silenced_by
from comments.domain.statement_of_reasons import (
    HEADLINES,
    HOLD_SENTENCES,
    HoldReason,
    StatementKind,
)
from comments.domain.verdict import Finding, Outcome, Severity, Target, Verdict

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_the_rules_and_what_each_is_for() -> None:
    assert codes(POSTED_RULES.posted()) == (
        "keep-it-clean",
        "dont-threaten",
        "be-truthful",
        "be-nice",
        "be-proactive",
        "share-with-us",
    )
    assert set(codes(POSTED_RULES.filtered())) == {
        "keep-it-clean",
        "dont-threaten",
        "be-nice",
        "spam",
    }
    assert "be-proactive" not in codes(POSTED_RULES.reportable())
    assert "be-proactive" in codes(POSTED_RULES.citable())
    assert "share-with-us" not in codes(POSTED_RULES.citable())


def test_every_rule_has_the_words_that_its_uses_need() -> None:
    for rule in POSTED_RULES:
        assert rule.headline
        assert rule.text
        if rule.reportable:
            assert rule.report_line
        if rule.filtered or rule.citable:
            assert rule.advice


def test_every_statement_and_hold_has_its_words() -> None:
    assert set(HEADLINES) == set(StatementKind)
    assert set(HOLD_SENTENCES) == set(HoldReason)


def _finding(outcome: Outcome, *, spans: tuple[tuple[int, int], ...]) -> Finding:
    return Finding(
        "be-nice", "insults", spans, Severity.MILD, 0.9, Target.NONE, "why", outcome
    )


@pytest.mark.parametrize(
    ("findings", "unavailable", "nudges"),
    [
        ((_finding(Outcome.HOLD, spans=((0, 3),)),), (), True),
        ((_finding(Outcome.REJECT, spans=((0, 3),)),), (), True),
        ((_finding(Outcome.PUBLISH, spans=((0, 3),)),), (), False),
        ((_finding(Outcome.HOLD, spans=()),), (), False),
        ((_finding(Outcome.HOLD, spans=((0, 3),)),), ("threats",), False),
        ((), (), False),
    ],
)
def test_an_author_is_nudged_only_when_other_words_would_appear_at_once(
    findings: tuple[Finding, ...], unavailable: tuple[str, ...], *, nudges: bool
) -> None:
    verdict = Verdict(Outcome.HOLD, findings, unavailable=unavailable)
    assert verdict.may_nudge is nudges


def test_a_finding_survives_being_stored() -> None:
    finding = _finding(Outcome.HOLD, spans=((0, 3), (5, 9)))
    assert Finding.from_record(finding.as_record()) == finding


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_reporters_weight_is_a_share(upheld: int, wrong: int) -> None:
    weight = reporter_weight(upheld, upheld + wrong)
    assert 0 < weight < 1


def test_a_record_of_upheld_reports_weighs_more_than_none() -> None:
    assert reporter_weight(10, 10) > reporter_weight(0, 0) > reporter_weight(0, 10)


def _burst(count: int, *, newcomers: bool = True, burst: int = 1) -> ReportGroup:
    weight = reporter_weight(0, 0)
    return ReportGroup("spam", newcomers, burst, count, weight * count, weight)


def test_a_burst_of_newcomers_is_one_voice() -> None:
    assert combined_weight([_burst(10_000)]) == combined_weight([_burst(1)])
    assert combined_weight([_burst(BURST_SIZE - 1)]) > combined_weight([_burst(1)])


@given(st.lists(st.integers(1, 10_000), max_size=50))
def test_no_number_of_newcomers_reopens_an_approval(bursts: list[int]) -> None:
    groups = [_burst(count, burst=index) for index, count in enumerate(bursts)]
    assert combined_weight(groups) <= NEWCOMERS_TOGETHER < REOPEN_WEIGHT


def test_a_crowd_alone_does_not_outrank_a_severe_threat() -> None:
    assert report_points(10_000.0) < filter_points(Severity.SEVERE, 0.9)


@given(
    st.lists(st.floats(0, 100), max_size=5),
    st.lists(st.floats(0, 100), max_size=5),
    st.integers(0, 200),
    st.integers(0, 500),
)
def test_the_order_of_two_items_does_not_change_while_they_wait(
    first: list[float], second: list[float], hours: int, later: int
) -> None:
    one, other = rank(first, NOON), rank(second, NOON - timedelta(hours=hours))
    then = NOON + timedelta(hours=later)
    gap_now = urgency(one, NOON) - urgency(other, NOON)
    assert urgency(one, then) - urgency(other, then) == pytest.approx(gap_now)


def test_waiting_makes_an_item_more_urgent() -> None:
    stored = rank([20.0], NOON)
    assert urgency(stored, NOON) == pytest.approx(20.0)
    assert urgency(stored, NOON + timedelta(hours=5)) == pytest.approx(40.0)


def test_a_sanction_binds_from_its_start_to_its_end() -> None:
    sanction = Sanction(
        SanctionKind.SUSPENSION, "be-nice", NOON, NOON + timedelta(hours=1)
    )
    assert silenced_by([sanction], NOON - timedelta(seconds=1)) is None
    assert silenced_by([sanction], NOON) is sanction
    assert silenced_by([sanction], NOON + timedelta(hours=1)) is None


def test_a_lifted_ban_binds_nobody() -> None:
    ban = Sanction(SanctionKind.BAN, "be-nice", NOON, lifted_at=NOON)
    assert silenced_by([ban], NOON + timedelta(days=1)) is None


def test_a_warning_silences_nobody() -> None:
    assert silenced_by([Sanction(SanctionKind.WARNING, "be-nice", NOON)], NOON) is None


def test_of_two_sanctions_the_longer_one_is_named() -> None:
    short = Sanction(SanctionKind.MUTE, "spam", NOON, NOON + timedelta(days=1))
    ban = Sanction(SanctionKind.BAN, "be-nice", NOON)
    assert silenced_by([short, ban], NOON) is ban


def test_a_decision_can_be_appealed_for_six_months_unless_an_editor_says_more() -> None:
    until = Redress().appeal_until(NOON)
    assert may_appeal(until, NOON + timedelta(days=184))
    assert not may_appeal(until, NOON + timedelta(days=185))
    assert may_appeal(Redress(appeal_days=365).appeal_until(NOON), until)


def test_anyone_but_the_first_decider_decides_an_appeal() -> None:
    assert may_decide_appeal(first_decider=7, moderator=8)
    assert may_decide_appeal(first_decider=None, moderator=8)
    assert not may_decide_appeal(first_decider=7, moderator=7)


READER = p.Actor(1, p.Role.READER)
OTHER = p.Actor(2, p.Role.READER)
MODERATOR = p.Actor(3, p.Role.MODERATOR)
EDITOR = p.Actor(4, p.Role.EDITOR)
SILENCED = p.Actor(1, p.Role.READER, silenced=True)
SHOWN = p.CommentFacts(author_id=1, published=True, editable=True)
HELD = p.CommentFacts(author_id=1, published=False, editable=True)


@pytest.mark.parametrize(
    ("actor", "act", "subject", "allowed"),
    [
        (p.VISITOR, p.Act.READ_BOARD, None, True),
        (p.VISITOR, p.Act.POST, None, False),
        (p.VISITOR, p.Act.FILE_NOTICE, SHOWN, True),
        (p.VISITOR, p.Act.SEE_COMMENT, HELD, False),
        (READER, p.Act.SEE_COMMENT, HELD, True),
        (OTHER, p.Act.SEE_COMMENT, HELD, False),
        (MODERATOR, p.Act.SEE_COMMENT, HELD, True),
        (READER, p.Act.EDIT, SHOWN, True),
        (OTHER, p.Act.EDIT, SHOWN, False),
        (MODERATOR, p.Act.EDIT, SHOWN, False),
        (READER, p.Act.REPORT, SHOWN, False),
        (OTHER, p.Act.REPORT, SHOWN, True),
        (OTHER, p.Act.REPORT, HELD, False),
        (SILENCED, p.Act.POST, None, False),
        (SILENCED, p.Act.WITHDRAW, SHOWN, True),
        (SILENCED, p.Act.READ_OWN_NOTICES, None, True),
        (READER, p.Act.READ_QUEUE, None, False),
        (MODERATOR, p.Act.READ_QUEUE, None, True),
        (MODERATOR, p.Act.MANAGE_THREADS, None, False),
        (EDITOR, p.Act.MANAGE_THREADS, None, True),
        (MODERATOR, p.Act.SANCTION, p.AccountFacts(1, p.Role.READER), True),
        (MODERATOR, p.Act.SANCTION, p.AccountFacts(9, p.Role.MODERATOR), False),
        (EDITOR, p.Act.SANCTION, p.AccountFacts(9, p.Role.MODERATOR), True),
        (EDITOR, p.Act.SANCTION, p.AccountFacts(4, p.Role.READER), False),
    ],
)
def test_who_may_do_what(
    actor: p.Actor, act: p.Act, subject: object, *, allowed: bool
) -> None:
    assert p.can(actor, act, subject) is allowed


def test_a_token_does_only_what_its_scopes_name() -> None:
    posting = p.Actor(3, p.Role.MODERATOR, scopes=frozenset({p.Scope.POST}))
    assert p.can(posting, p.Act.POST)
    assert p.refusal(posting, p.Act.DECIDE) is p.Refusal.SCOPE
    assert p.refusal(posting, p.Act.MANAGE_OWN_ACCOUNT) is p.Refusal.SCOPE


def test_a_token_never_does_more_than_its_account() -> None:
    reader = p.Actor(1, p.Role.READER, scopes=frozenset({p.Scope.MODERATE}))
    assert not p.can(reader, p.Act.DECIDE)


def test_who_is_silenced_is_told_so() -> None:
    assert p.refusal(SILENCED, p.Act.POST) is p.Refusal.SILENCED
    with pytest.raises(p.NotPermitted):
        p.authorize(SILENCED, p.Act.POST)


def test_every_act_has_its_predicates() -> None:
    assert set(p.PERMISSIONS) == set(p.Act)
    assert set(p.SCOPES) <= set(p.Act)
