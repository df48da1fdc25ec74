"""A newsroom's decisions correct how sure the filter is, and no more than they show."""

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from math import exp

import pytest

from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Severity, Target
from comments.filter import load_filter
from comments.filter.arrangement import for_names
from comments.filter.calibration import (
    UNCORRECTED,
    Calibration,
    Correction,
    read_calibration,
)
from comments.filter.calibration_fit import SCALES, SHIFTS, Lesson, fit_calibration
from comments.filter.comparison import SILENCE, Stand, Taught, compare, share_between
from comments.filter.context import MOST_CERTAIN
from comments.filter.log_odds import log_odds
from comments.filter.policy import load_policy

LESS_SURE = Calibration(7, {"be-nice": Correction(1.0, -2.0)})
CRAP = "The sausage was crap, said my aunt, and she knows about sausages."
THEN = datetime(2026, 3, 14, tzinfo=UTC)
CHANCE = random.Random(7)  # noqa: S311  (no secret)


def finding(
    confidence: float = 0.7,
    *,
    rule: str = "be-nice",
    check: str = "words",
    severity: Severity = Severity.MILD,
) -> Finding:
    return Finding(rule, check, ((0, 1),), severity, confidence, Target.NONE, "")


def taught(stand: Stand, *findings: Finding, rule: str | None = None) -> Taught:
    return Taught(THEN, stand, findings, rule)


def lessons(agreed: int, refused: int, confidence: float = 0.7) -> list[Lesson]:
    return [
        *[Lesson(finding(confidence), agreed=True)] * agreed,
        *[Lesson(finding(confidence), agreed=False)] * refused,
    ]


def corrected(calibration: Calibration, confidence: float = 0.7) -> float:
    return calibration.correct(finding(confidence)).confidence


def test_without_a_calibration_every_confidence_stays_to_the_last_digit() -> None:
    for confidence in (0.0, 0.0012345678, 0.5, 0.987654321, MOST_CERTAIN):
        assert corrected(UNCORRECTED, confidence) == confidence


def test_facts_are_not_corrected_only_estimates() -> None:
    for check in ("banned", "watched", "floods", "repeats", "links"):
        fact = finding(check=check)
        assert LESS_SURE.correct(fact) is fact
    other = finding(rule="dont-threaten")
    assert LESS_SURE.correct(other) is other
    assert corrected(LESS_SURE) == pytest.approx(0.24, abs=0.01)


def test_a_surer_finding_stays_the_surer_one_and_none_is_beyond_doubt() -> None:
    sure = Calibration(1, {"be-nice": Correction(SCALES[1], SHIFTS[1])})
    confidences = [corrected(sure, n / 100) for n in range(100)]
    assert confidences == sorted(confidences)
    assert max(confidences) == MOST_CERTAIN


def test_a_kind_of_finding_has_a_shift_of_its_own() -> None:
    kind = ("be-nice", "learned", Severity.MILD)
    calibration = Calibration(1, {}, {kind: 1.0})
    assert corrected(calibration) == 0.7
    assert calibration.correct(finding(check="learned")).confidence > 0.8


def test_a_calibration_is_read_back_as_it_was_written() -> None:
    made = fit_calibration(lessons(5, 30))
    written = json.loads(json.dumps(made.as_numbers()))
    assert read_calibration(4, written) == replace(made, version=4)


def test_the_filter_judges_by_the_corrected_confidence_and_says_so() -> None:
    shipped = load_filter()
    less_sure = Calibration(7, {"keep-it-clean": Correction(1.0, -1.0)})
    here = replace(shipped, calibration=less_sure)
    before, after = (one.run(Submission(CRAP)) for one in (shipped, here))
    assert (before.outcome, after.outcome) == (Outcome.HOLD, Outcome.PUBLISH)
    assert after.policy == f"{before.policy}/c7"
    assert after.scores["keep-it-clean"] < before.scores["keep-it-clean"]


def test_what_was_learned_of_comments_is_not_held_of_names() -> None:
    shipped = load_filter()
    here = for_names(replace(shipped, calibration=LESS_SURE))
    assert here.run_name("Idiot") == for_names(shipped).run_name("Idiot")


def test_a_newsroom_that_lets_mild_insults_pass_is_believed() -> None:
    calibration = fit_calibration(lessons(60, 240))
    assert corrected(calibration) == pytest.approx(0.2, abs=0.08)
    assert calibration.correct(finding(rule="dont-threaten")).confidence == 0.7


def test_a_few_decisions_move_little_and_many_move_much() -> None:
    moves = [0.7 - corrected(fit_calibration(lessons(0, n))) for n in (1, 10, 300)]
    assert moves == sorted(moves)
    assert moves[0] < 0.06
    assert moves[2] > 0.5


def test_decisions_that_bear_the_filter_out_change_nothing_much() -> None:
    calibration = fit_calibration(lessons(700, 300))
    assert corrected(calibration) == pytest.approx(0.7, abs=0.02)


def test_no_decisions_at_all_leave_the_confidences_as_shipped() -> None:
    assert fit_calibration([]) == UNCORRECTED


def test_whatever_moderators_decide_the_correction_has_bounds() -> None:
    for every in (True, False):
        learned = fit_calibration(
            [Lesson(finding(n % 98 / 99), agreed=every) for n in range(20_000)]
        )
        (rule,) = learned.rules.values()
        assert SCALES[0] <= rule.scale <= SCALES[1]
        assert SHIFTS[0] <= rule.shift <= SHIFTS[1]
        assert all(SHIFTS[0] <= s <= SHIFTS[1] for s in learned.kinds.values())


def invented(count: int, shift: float) -> Iterable[Lesson]:
    """Decisions of moderators whose odds are shifted from the shipped ones."""
    for _ in range(count):
        confidence = CHANCE.uniform(0.05, 0.95)
        odds = log_odds(confidence) + shift
        agreed = CHANCE.random() < 1 / (1 + exp(-odds))
        yield Lesson(finding(confidence), agreed=agreed)


@pytest.mark.parametrize("shift", [-1.0, 0.0, 0.8])
def test_how_moderators_differ_is_found_from_many_decisions(shift: float) -> None:
    learned = fit_calibration(list(invented(4000, shift)))
    for confidence in (0.3, 0.5, 0.7):
        expected = 1 / (1 + exp(-(log_odds(confidence) + shift)))
        assert corrected(learned, confidence) == pytest.approx(expected, abs=0.04)


def test_reports_alone_do_not_make_faint_findings_sure() -> None:
    """Readers report the bad ones: those they leave alone must count as well."""
    reported = [Lesson(finding(0.2), agreed=True)] * 30
    silence = taught(Stand.UNOPPOSED, finding(0.2)).lessons() * 600
    assert corrected(fit_calibration(reported), 0.2) > 0.5
    assert corrected(fit_calibration([*reported, *silence]), 0.2) < 0.25


def test_of_each_rule_the_surest_finding_speaks_for_an_approved_text() -> None:
    threat = finding(0.6, rule="dont-threaten")
    found = taught(
        Stand.APPROVED, finding(0.5), finding(0.9), finding(0.7), threat
    ).lessons()
    assert found == [
        Lesson(finding(0.9), agreed=False),
        Lesson(threat, agreed=False),
    ]


def test_a_rejection_speaks_of_the_rule_that_it_cites_alone() -> None:
    found = (finding(0.5), finding(0.6, rule="dont-threaten"))
    rejected = taught(Stand.REJECTED, *found, rule="be-nice")
    assert rejected.lessons() == [Lesson(finding(0.5), agreed=True)]
    assert taught(Stand.REJECTED, *found, rule="be-truthful").lessons() == []


def test_facts_teach_nothing_and_silence_little() -> None:
    assert taught(Stand.APPROVED, finding(check="banned")).lessons() == []
    (lesson,) = taught(Stand.UNOPPOSED, finding()).lessons()
    assert (lesson.agreed, lesson.weight) == (False, SILENCE)


def test_both_corrections_are_counted_on_the_same_texts() -> None:
    texts = [
        *[taught(Stand.APPROVED, finding(0.7))] * 8,
        *[taught(Stand.REJECTED, finding(0.95), rule="be-nice")] * 4,
        *[taught(Stand.UNOPPOSED, finding(0.3))] * 5,
        replace(taught(Stand.UNOPPOSED), judged=False),
    ]
    less = Calibration(0, {"be-nice": Correction(1.0, -1.0)})
    found = compare(texts, load_policy("standard"), UNCORRECTED, less)
    assert found.stopped == {
        Stand.APPROVED: (8, 8, 0),
        Stand.REJECTED: (4, 4, 4),
        Stand.UNOPPOSED: (6, 1, 1),
    }
    assert found.loss.difference < 0
    assert found.loss.lowest <= found.loss.difference <= found.loss.highest


def test_the_same_correction_twice_makes_no_difference() -> None:
    texts = [taught(Stand.APPROVED, finding(n / 30)) for n in range(30)]
    loss = compare(texts, load_policy("standard"), LESS_SURE, LESS_SURE).loss
    assert (loss.difference, loss.lowest, loss.highest) == (0, 0, 0)


def test_nothing_held_back_compares_as_nothing() -> None:
    found = compare([], load_policy("standard"), UNCORRECTED, LESS_SURE)
    assert set(found.stopped.values()) == {(0, 0, 0)}
    assert found.loss.difference == 0


@pytest.mark.parametrize(
    ("count", "total", "lowest", "highest"),
    # From the closed form: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)],
)
def test_a_share_of_a_small_number_has_a_wide_interval(
    count: int, total: int, lowest: float, highest: float
) -> None:
    assert share_between(count, total) == pytest.approx((lowest, highest), abs=1e-3)
    assert share_between(0, 0) == (0.0, 1.0)
