"""The desk's health: what waits, what comes and goes, how fast and how rightly."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.periods import ONE_DAY, Period, percentile
from comments.domain.permissions import Actor
from comments.domain.phrases import Phrase
from comments.domain.transparency import AutomaticError
from comments.services.newsroom import Newsroom
from comments.services.site_settings import put_setting, setting_to_change
from comments.store import comments as stored_settings
from comments.store import desk_health as stored
from comments.store.models import Account
from comments.store.transparency import judged_by_people, waits

KEY: Final = "desk"
USUAL_GOAL: Final = 60  # minutes
MOST_GOAL: Final = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class RuleDepth:
    """What is open under a rule (empty: under none), and since when."""

    rule: str
    count: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what came, what was decided, what was open at its end, how long it took.

    `median` and `ninetieth` are in seconds; None when nothing was decided.
    """

    day: date
    arrived: int
    decided: int
    depth: int
    median: int | None
    ninetieth: int | None


@dataclass(frozen=True, slots=True)
class DeskHealth:
    """Everything that the dashboard shows; `goal` is in minutes."""

    goal: int
    depths: tuple[RuleDepth, ...]
    days: tuple[Day, ...]
    precision: tuple[AutomaticError, ...]
    within_goal: int
    decided: int

    @property
    def open(self) -> int:
        """How much is open now."""
        return sum(row.count for row in self.depths)

    @property
    def oldest(self) -> timedelta | None:
        """How long the oldest has waited."""
        return max((row.oldest for row in self.depths), default=None)


def desk_health(db: Session, period: Period, now: datetime) -> DeskHealth:
    """The desk's health over a period that ends today."""
    goal = decision_goal(db)
    edges = [period.start + n * ONE_DAY for n in range(period.days + 1)]
    took = waits(db, period.start, period.end)
    return DeskHealth(
        goal=goal,
        depths=tuple(
            RuleDepth(rule, count, now - oldest)
            for rule, count, oldest in stored.open_by_rule(db)
        ),
        days=_days(db, edges),
        precision=tuple(
            AutomaticError(*row)
            for row in judged_by_people(db, period.start, period.end)
        ),
        within_goal=sum(n for waited, n in took.items() if waited <= goal * 60),
        decided=sum(took.values()),
    )


def decision_goal(db: Session) -> int:
    """Within how many minutes an item should be decided."""
    return int(stored_settings.site_setting(db, KEY).get("goal", USUAL_GOAL))


def set_decision_goal(
    db: Session,
    minutes: int,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Set within how many minutes an item should be decided, with a ledger entry."""
    before = setting_to_change(db, KEY, actor)
    if before.get("goal") == minutes:
        return
    put_setting(
        db,
        KEY,
        before | {"goal": minutes},
        "set goal",
        Phrase("%(minutes)s min", minutes=minutes),
        editor=editor,
        newsroom=newsroom,
        now=now,
    )


def _days(db: Session, edges: list[datetime]) -> tuple[Day, ...]:
    arrived = stored.opened_between(db, edges)
    closed = stored.closed_between(db, edges)
    decided = stored.decided_between(db, edges)
    changes = [came - went for came, went in zip(arrived, closed, strict=True)]
    depths = list(accumulate(changes, initial=stored.open_at(db, edges[0])))[1:]
    days = []
    for place, (start, end) in enumerate(pairwise(edges)):
        took = waits(db, start, end) if decided[place] else {}
        days.append(
            Day(
                start.date(),
                arrived[place],
                decided[place],
                depths[place],
                percentile(took, 0.5),
                percentile(took, 0.9),
            )
        )
    return tuple(days)
