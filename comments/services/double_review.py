"""Double review: how large a share two people judge, and how far they agree."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.agreement import (
    Agreement,
    Pair,
    RuleAgreement,
    agreement,
    answer,
    by_rule,
)
from comments.domain.double_review import USUAL_SHARE
from comments.domain.periods import Period
from comments.domain.permissions import Actor
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import RuleBook
from comments.services.newsroom import Newsroom
from comments.services.site_settings import put_setting, setting_to_change
from comments.store import comments as stored_settings
from comments.store import second_readings as stored
from comments.store.models import Account

SHOWN: Final = 20  # disagreements on the page, the newest
KEY: Final = "desk"  # where the desk's goal stands as well


def share_read_twice(db: Session) -> int:
    """How many of a hundred decided items a second person reads as well."""
    return int(stored_settings.site_setting(db, KEY).get("second_share", USUAL_SHARE))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one of the two answered; `note` is their reason in their own words."""

    action: str
    rule: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One text about which two people differed, with what each gave as the reason."""

    item_id: int
    read_at: datetime
    first: Verdict
    second: Verdict


@dataclass(frozen=True, slots=True)
class DoubleReview:
    """What double review showed in a period; `share` is what it is set to now."""

    share: int
    overall: Agreement
    rules: tuple[RuleAgreement, ...]
    disagreements: tuple[Disagreement, ...]


def double_review(db: Session, period: Period, rules: RuleBook) -> DoubleReview:
    """How far two people agreed in a period, and where they did not."""
    table: Counter[Pair] = Counter()
    for first, first_rule, second, second_rule, count in stored.pairs(
        db, period.start, period.end
    ):
        table[(answer(first, first_rule), answer(second, second_rule))] += count
    named = [rule.code for rule in rules.citable_for_comments()]
    return DoubleReview(
        share=share_read_twice(db),
        overall=agreement(table),
        rules=by_rule(table, named),
        disagreements=disagreements(db, period.start, period.end),
    )


def disagreements(
    db: Session, start: datetime, end: datetime
) -> tuple[Disagreement, ...]:
    """The newest questions that two people answered differently, without names."""
    return tuple(
        Disagreement(
            reading.item_id,
            reading.read_at or start,
            Verdict(reading.first_action, reading.first_rule, note),
            Verdict(
                reading.second_action or "", reading.second_rule, reading.second_note
            ),
        )
        for reading, note in stored.differing(db, start, end, limit=SHOWN)
    )


def set_share_read_twice(
    db: Session,
    share: int,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Set how many of a hundred items are read twice, with a ledger entry."""
    before = setting_to_change(db, KEY, actor)
    if before.get("second_share", USUAL_SHARE) == share:
        return
    put_setting(
        db,
        KEY,
        before | {"second_share": share},
        "set second share",
        Phrase("%(share)s of 100", share=share),
        editor=editor,
        newsroom=newsroom,
        now=now,
    )
