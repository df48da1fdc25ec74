"""Learning from decisions: a candidate is fitted, measured and stored, never used.

The earlier decisions are fitted on, the later ones held back: only those tell what the
candidate would be worth, since tomorrow's comments come later too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.phrases import Phrase
from comments.filter.calibration import Calibration
from comments.filter.calibration_fit import fit_calibration
from comments.filter.comparison import Comparison, Stand, Taught, compare
from comments.filter.policy import Policy
from comments.services.errors import ServiceError
from comments.store.models import FilterCalibration

FITTED_SHARE: Final = 0.7
# With fewer the interval of any difference is wider than the difference.
FEWEST_FITTED: Final = 30  # approved, and as many rejected
FEWEST_HELD_BACK: Final = 15


class TooFewDecisions(ServiceError):
    """There is not enough to learn from, or to measure what was learned."""


@dataclass(frozen=True, slots=True)
class Split:
    """What is fitted on, what is held back, and the moment between."""

    at: datetime
    fitted: Sequence[Taught]
    held_back: Sequence[Taught]


@dataclass(frozen=True, slots=True)
class Learned:
    """A candidate, and how it compares with the correction in use."""

    calibration: Calibration
    split: Split
    comparison: Comparison


def learn(taught: Iterable[Taught], policy: Policy, present: Calibration) -> Learned:
    """Fit a candidate and compare it; raises TooFewDecisions with the counts."""
    split = split_by_time(taught)
    for part, fewest in (
        (split.fitted, FEWEST_FITTED),
        (split.held_back, FEWEST_HELD_BACK),
    ):
        _refuse_few(part, fewest)
    lessons = [lesson for one in split.fitted for lesson in one.lessons()]
    candidate = fit_calibration(lessons)
    comparison = compare(split.held_back, policy, present, candidate)
    return Learned(candidate, split, comparison)


def split_by_time(taught: Iterable[Taught]) -> Split:
    """Part what teaches anything at the moment before which most decisions lie."""
    telling = sorted((one for one in taught if one.lessons()), key=lambda one: one.at)
    decided = [one for one in telling if one.stand is not Stand.UNOPPOSED]
    if not decided:
        _refuse_few((), FEWEST_FITTED)
    at = decided[int(FITTED_SHARE * len(decided))].at
    return Split(
        at,
        fitted=[one for one in telling if one.at < at],
        held_back=[one for one in telling if one.at >= at],
    )


def counts_of(taught: Iterable[Taught]) -> dict[str, int]:
    """How many texts of each kind there are, and how many after an appeal."""
    listed = list(taught)
    counts = Counter(one.stand.value for one in listed)
    stands = {stand.value: counts[stand.value] for stand in Stand}
    return {**stands, "appealed": sum(one.appealed for one in listed)}


def store_candidate(
    db: Session, learned: Learned, policy: Policy, present: Calibration, now: datetime
) -> FilterCalibration:
    """Store a candidate with its report; it is not used before somebody says so."""
    row = FilterCalibration(
        numbers=learned.calibration.as_numbers(),
        report=_report(learned, present),
        policy=policy.label,
        made_at=now,
    )
    db.add(row)
    db.flush()
    return row


def named(learned: Learned, version: int) -> Learned:
    """The same under the number that its candidate was stored with."""
    return replace(learned, calibration=replace(learned.calibration, version=version))


def _refuse_few(taught: Sequence[Taught], fewest: int) -> None:
    counts = counts_of(taught)
    approved, rejected = counts["approved"], counts["rejected"]
    if min(approved, rejected) < fewest:
        part = "earlier" if fewest == FEWEST_FITTED else "later"
        raise TooFewDecisions(
            Phrase(
                "There is too little to learn from yet: of the %(part)s "
                "decisions about texts in which the filter notices something, "
                "%(approved)s approved and %(rejected)s rejected under the "
                "rule that it named; %(fewest)s of each are needed.",
                part=part,
                approved=approved,
                rejected=rejected,
                fewest=fewest,
            )
        )


def _report(learned: Learned, present: Calibration) -> dict[str, Any]:
    return {
        "against": present.version,
        "split_at": learned.split.at.isoformat(timespec="seconds"),
        "fitted": counts_of(learned.split.fitted),
        "held_back": counts_of(learned.split.held_back),
        **learned.comparison.as_numbers(),
    }
