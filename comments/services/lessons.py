"""What the newsroom's own decisions teach: read, judged anew, and kept as numbers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import DecisionAction
from comments.domain.verdict import Verdict
from comments.filter.comparison import Stand, Taught
from comments.services.judging import judged
from comments.services.newsroom import TextFilter
from comments.store import lessons as stored

PAGE: Final = 500
MOST: Final = 20_000  # of either kind, the newest: memory has a bound, and views change
SETTLED: Final = timedelta(days=3)  # on show for so long, a text has found its readers


@dataclass(frozen=True, slots=True)
class Taken:
    """A text that the newsroom has shown something about; `place` is its row's id."""

    place: int
    text: str
    at: datetime
    stand: Stand
    rule: str | None = None
    appealed: bool = False


Page = Callable[[int | None], list[Taken]]


def decisions_page(db: Session, *, before: int | None) -> list[Taken]:
    """Decisions that stand, the newest first, from an id on."""
    return [
        Taken(
            place=decision.id,
            text=text,
            at=decision.created_at,
            stand=(
                Stand.REJECTED
                if decision.action == DecisionAction.REJECT
                else Stand.APPROVED
            ),
            rule=decision.rule,
            appealed=decision.appeal_id is not None,
        )
        for decision, text in stored.page_of_decisions(db, before=before, limit=PAGE)
    ]


def unopposed_page(db: Session, *, before: int | None, now: datetime) -> list[Taken]:
    """Published texts that nobody has objected to, the newest first, from an id on."""
    revisions = stored.page_of_unopposed(
        db, until=now - SETTLED, before=before, limit=PAGE
    )
    return [
        Taken(revision.id, revision.text, revision.created_at, Stand.UNOPPOSED)
        for revision in revisions
    ]


def all_pages(page: Page) -> Iterator[Taken]:
    """The texts of page after page, up to the most that one learns from."""
    count, before = 0, None
    while count < MOST and (taken := page(before)):
        yield from taken
        count += len(taken)
        before = taken[-1].place


def taught_by(
    taken: Iterable[Taken], make_filter: Callable[[], TextFilter], *, processes: int = 1
) -> Iterator[Taught]:
    """What the filter, uncorrected, notices in texts; the texts are let go."""
    verdicts = judged(taken, _text, make_filter, processes=processes)
    return (_taught(one, verdict) for one, verdict in verdicts)


def _text(taken: Taken) -> str:
    return taken.text


def _taught(taken: Taken, verdict: Verdict) -> Taught:
    return Taught(
        at=taken.at,
        stand=taken.stand,
        findings=verdict.findings,
        rule=taken.rule,
        appealed=taken.appealed,
        judged=not verdict.unavailable,
    )
