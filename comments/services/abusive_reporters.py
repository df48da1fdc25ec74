"""People whose reports are mostly declined: a list for moderators, and no more.

Looked for among the newest reports of the last 90 days, by the lower bound of the share
that was declined, so that three declined reports out of three accuse nobody.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.ladder import (
    ABUSE_JUDGED,
    ABUSE_RULE,
    REMEMBERED,
    Suggestion,
    suggest_for_reports,
)
from comments.domain.plots import wilson
from comments.domain.sanctions import Sanction as Term
from comments.services.sanction_user import term_of
from comments.store import reporters as stored
from comments.store.models import Account
from comments.store.reporters import JudgedReports

LISTED: Final = 50
MOSTLY: Final = 0.5  # declined beyond chance: 7 of 8 are enough, 7 of 9 are not


@dataclass(frozen=True, slots=True)
class AbusiveReporter:
    """Somebody whose reports of late were mostly declined.

    `surely` is the share of declined reports that is beyond chance, 95 in 100.
    """

    account: Account
    judged: int
    declined: int
    surely: float
    last_at: datetime
    brigades: tuple[int, ...]
    suggestion: Suggestion | None


def abusive_reporters(db: Session, now: datetime) -> Sequence[AbusiveReporter]:
    """Who misuses Report, the surest first; nobody with fewer than 8 judged reports."""
    since = now - REMEMBERED
    judged = stored.judged_of_late(db, since, now, at_least=ABUSE_JUDGED)
    mostly = [one for one in judged if surely_declined(one.judged, one.upheld) > MOSTLY]
    mostly.sort(key=_gravity, reverse=True)
    listed = mostly[:LISTED]
    people = [one.account_id for one in listed]
    readers = stored.readers_by_id(db, people)
    brigades: dict[int, list[int]] = defaultdict(list)
    for person, brigade in stored.standing_brigades(db, people):
        brigades[person].append(brigade)
    history: dict[int, list[Term]] = defaultdict(list)
    for sanction in stored.sanctions_under(db, ABUSE_RULE, people):
        history[sanction.account_id].append(term_of(sanction))
    return [
        AbusiveReporter(
            account=readers[one.account_id],
            judged=one.judged,
            declined=one.judged - one.upheld,
            surely=surely_declined(one.judged, one.upheld),
            last_at=one.last_at,
            brigades=tuple(brigades[one.account_id]),
            suggestion=suggest_for_reports(
                one.judged, one.upheld, history[one.account_id], now
            ),
        )
        for one in listed
        if one.account_id in readers
    ]


def surely_declined(judged: int, upheld: int) -> float:
    """The lower bound of the share of reports that were declined."""
    lower, _ = wilson(judged - upheld, judged)
    return lower if judged else 0.0


def _gravity(one: JudgedReports) -> tuple[float, int]:
    return surely_declined(one.judged, one.upheld), one.account_id
