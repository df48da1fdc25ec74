"""The transparency report of a period: a query over the ledger and the rounds."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from comments.domain.appeals import AppealState
from comments.domain.periods import AGES, Period, percentile
from comments.domain.permissions import Act, Actor, authorize
from comments.domain.reports import ReportState
from comments.domain.sanctions import SanctionKind
from comments.domain.transparency import (
    GROUND_OF_SOURCE,
    AutomaticError,
    Ground,
    ReportFacts,
    Restriction,
    TransparencyReport,
    Waiting,
)
from comments.services.openness import openness
from comments.store import transparency as stored


def transparency_report(
    db: Session, period: Period, *, actor: Actor, now: datetime
) -> TransparencyReport:
    """The report of a period, for everybody where an editor opened it, else editors.

    What came of appeals, notices and automatic restrictions is as it stands now.
    """
    authorize(actor, Act.READ_TRANSPARENCY, ReportFacts(openness(db).report))
    start, end = period.start, period.end
    counts = stored.waits(db, start, end)
    return TransparencyReport(
        period=period,
        made_at=now.isoformat(timespec="seconds"),
        is_over=end <= now,
        restrictions=_restrictions(db, start, end),
        automatic=tuple(
            AutomaticError(*row) for row in stored.judged_by_people(db, start, end)
        ),
        appeals=_by_state(stored.appeals(db, start, end), AppealState),
        notices=_by_state(stored.notices(db, start, end), ReportState),
        waiting=Waiting(
            sum(counts.values()), percentile(counts, 0.5), percentile(counts, 0.9)
        ),
        # What opened in this very moment has waited no time, and counts.
        backlog=stored.backlog(db, min(end, now + timedelta(microseconds=1)), AGES),
    )


def _restrictions(
    db: Session, start: datetime, end: datetime
) -> tuple[Restriction, ...]:
    found: Counter[tuple[str, str, Ground, bool]] = Counter()
    for act, rule, automated, source, count in stored.restrictions(db, start, end):
        ground = _ground(rule, source, automated=automated)
        found[act, rule or "", ground, bool(automated)] += count
    kinds = [kind.value for kind in SanctionKind]
    for kind, rule, count in stored.sanctions(db, start, end, kinds):
        found[kind, rule or "", Ground.OWN, False] += count
    return tuple(
        Restriction(kind, rule, ground, automated, count)
        for (kind, rule, ground, automated), count in sorted(found.items())
    )


def _ground(rule: str | None, source: str | None, *, automated: bool) -> Ground:
    if automated:
        return Ground.FILTER if rule else Ground.READ_FIRST
    return GROUND_OF_SOURCE.get(source or "", Ground.OWN)


def _by_state(counts: Counter[str], states: Any) -> dict[str, int]:
    """Every state with its count, those that did not occur with a zero."""
    known = {state.value: counts.get(state.value, 0) for state in states}
    return {"received in all": counts.total()} | known | dict(counts)
