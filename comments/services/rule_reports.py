"""Reports about one comment, rule by rule: those that are open, or that were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.reports import (
    ReportGroup,
    combined_weight,
    counted_as_one,
    from_brigades,
)
from comments.store import review_items as stored
from comments.store.models import Report
from comments.store.report_groups import open_report_groups
from comments.store.settled import settled_reports

REPORTS: Final = 20  # notes shown; their counts are of all


@dataclass(frozen=True, slots=True)
class RuleReports:
    """The open reports under one rule; `brigades` says how many each of them sent."""

    rule: str
    count: int
    weight: float
    as_one: int
    brigades: Mapping[int, int]
    newest: tuple[Report, ...]


def open_by_rule(db: Session, comment_id: int) -> tuple[RuleReports, ...]:
    """The open reports of a comment, the weightiest rule first."""
    return _by_rule(
        open_report_groups(db, comment_id),
        stored.newest_reports(db, comment_id, limit=REPORTS),
    )


def settled_by_rule(
    db: Session, comment_id: int, decision_id: int
) -> tuple[RuleReports, ...]:
    """The reports of a comment that were open until a decision settled them."""
    return _by_rule(
        open_report_groups(db, comment_id, settled_by=decision_id),
        settled_reports(db, decision_id)[:REPORTS],
    )


def _by_rule(
    groups: Sequence[ReportGroup], newest: Sequence[Report]
) -> tuple[RuleReports, ...]:
    by_rule = [
        RuleReports(
            rule=rule,
            count=sum(g.count for g in groups if g.rule == rule),
            weight=combined_weight(g for g in groups if g.rule == rule),
            as_one=counted_as_one(g for g in groups if g.rule == rule),
            brigades=from_brigades(g for g in groups if g.rule == rule),
            newest=tuple(report for report in newest if report.rule == rule),
        )
        for rule in sorted({group.rule for group in groups})
    ]
    return tuple(sorted(by_rule, key=lambda r: (r.weight, r.count), reverse=True))
