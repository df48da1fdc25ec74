"""The rows of a planned comment: its text, its item, its reports, its decisions."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from bench._desk_plan import SHOWN, Fate, Plan
from bench._desk_words import RUDE, written
from comments.domain.permissions import Role
from comments.domain.redress import Redress
from comments.domain.reports import ReportState, burst_of
from comments.domain.review_item import (
    ItemState,
    Source,
    exposure_points,
    filter_points,
    rank,
    report_points,
)
from comments.domain.statement_of_reasons import Facts, StatementKind
from comments.domain.verdict import Finding, Outcome, Severity, Target
from comments.services.ledger import MACHINE, keyed_digest
from comments.services.ledger_chain import mac_of
from comments.store.models import (
    Base,
    Comment,
    Decision,
    LedgerEntry,
    OutboxMessage,
    Report,
    ReviewItem,
    ReviewSignal,
    Revision,
    StatementOfReasons,
)

RULES: Final = ("be-nice", "keep-it-clean", "be-truthful", "spam", "dont-threaten")
WEIGHTS: Final = (50, 25, 15, 8, 2)
SEVERITIES: Final = (Severity.MILD, Severity.STRONG, Severity.SEVERE)
SPREAD: Final = timedelta(days=365)
STATUS: Final = {Fate.HELD: "held", Fate.REJECTED: "rejected"}
REPORTER_WEIGHT: Final = 1 / 3
UNSENT: Final = 0.1  # of the letters, as when the mail server has stood still

Rows = dict[type[Base], list[dict[str, Any]]]


class Scribe:
    """Writes planned comments down as rows, with the ledger's chain as it grows."""

    def __init__(
        self,
        plan: Plan,
        moderators: list[int],
        pseudonyms: Mapping[int, str],
        fingerprint: Callable[[str], str],
        key: bytes,
        now: datetime,
    ) -> None:
        self.plan, self.moderators, self.pseudonyms = plan, moderators, pseudonyms
        self.fingerprint, self.key, self.now = fingerprint, key, now
        self.chance = Random(plan.size.seed + 1)  # noqa: S311  (a benchmark)
        self.rows: Rows = defaultdict(list)
        self.ids: dict[type[Base], int] = defaultdict(int)
        self.mac = ""

    def take_rows(self) -> Rows:
        """What was written since the last time."""
        rows, self.rows = self.rows, defaultdict(list)
        return rows

    def write(self, number: int) -> None:
        """Write one comment and all that was said and decided about it."""
        fate = self.plan.fate[number]
        at = self.now - SPREAD * (1 - number / (self.plan.size.comments + 1))
        rude = fate not in (Fate.PLAIN, Fate.REPORTED)
        text = written(self.chance, rude=rude)
        rule = self.chance.choices(RULES, WEIGHTS)[0]
        found = [self._finding(text, rule)] if rude and fate != Fate.REJECTED else []
        self._comment(number, fate, at, rule)
        self._revision(number, fate, text, found, at)
        if fate is Fate.PLAIN:
            return
        item = self._item(number, fate, found, rule, at)
        if found:
            self._hold(number, item, found, text, at)
        if fate in (Fate.APPROVED, Fate.REJECTED):
            self._judge(number, item, fate, rule, text, at + timedelta(hours=1))

    def _add(self, model: type[Base], **values: Any) -> int:
        self.ids[model] += 1
        self.rows[model].append({"id": self.ids[model], **values})
        return self.ids[model]

    def _comment(self, number: int, fate: Fate, at: datetime, rule: str) -> None:
        shown = fate in SHOWN
        status = STATUS.get(fate, "published")
        self._add(
            Comment,
            thread_id=self.plan.thread[number],
            parent_id=self.plan.parent[number] or None,
            root_id=self.plan.root[number],
            depth=self.plan.depth[number],
            author_id=self.plan.author[number],
            attempt=f"seeded-{number}",
            attempt_digest="",
            status=status,
            shown_revision_id=number if shown else None,
            removed_under=rule if fate is Fate.REJECTED else None,
            shown_replies=self.plan.shown_replies[number],
            created_at=at,
            appeared_at=None if fate is Fate.HELD else at,
        )

    def _revision(
        self, number: int, fate: Fate, text: str, found: list[Finding], at: datetime
    ) -> None:
        self._add(
            Revision,
            comment_id=number,
            number=1,
            text=text,
            fingerprint=self.fingerprint(text),
            status=STATUS.get(fate, "published"),
            findings=[finding.as_record() for finding in found],
            policy="standard",
            created_at=at,
        )

    def _finding(self, text: str, rule: str) -> Finding:
        start = max(text.find(words) for words in RUDE)
        return Finding(
            rule=rule,
            check="lexicon",
            spans=((start, start + 9),),
            severity=self.chance.choices(SEVERITIES, (60, 35, 5))[0],
            confidence=round(0.5 + self.chance.random() / 2, 3),
            target=Target.INDIVIDUAL,
            reason="These words insult somebody.",
            outcome=Outcome.HOLD,
        )

    def _item(
        self, number: int, fate: Fate, found: list[Finding], rule: str, at: datetime
    ) -> int:
        is_open = fate in (Fate.HELD, Fate.REPORTED)
        points = [filter_points(f.severity, f.confidence) for f in found]
        reports = 0 if found else self.chance.choices((1, 2, 3, 8), (70, 18, 8, 4))[0]
        if reports:
            points.append(report_points(reports * REPORTER_WEIGHT))
        shown = exposure_points(
            published=fate in SHOWN, replies=self.plan.shown_replies[number]
        )
        item = self._add(
            ReviewItem,
            comment_id=number,
            thread_id=self.plan.thread[number],
            author_id=self.plan.author[number],
            revision_id=number,
            state=(ItemState.OPEN if is_open else ItemState.DECIDED).value,
            version=1 if is_open else 2,
            rank=rank([*points, shown], at),
            opened_at=at,
            decided_at=None if is_open else at + timedelta(hours=1),
        )
        if is_open:
            source = Source.FILTER if found else Source.REPORT
            words = f"{reports} reports, weight {reports / 3:.1f}"
            self._add(
                ReviewSignal,
                item_id=item,
                source=source.value,
                rule=rule,
                points=points[0],
                words=found[0].reason if found else words,
            )
        self._reports(number, item, rule, reports, at, is_open=is_open)
        return item

    def _reports(
        self,
        number: int,
        item: int,
        rule: str,
        count: int,
        at: datetime,
        *,
        is_open: bool,
    ) -> None:
        first = self.chance.randrange(self.plan.size.authors)
        for place in range(count):
            later = at + timedelta(minutes=5 * place)
            self._add(
                Report,
                comment_id=number,
                revision_id=number,
                reporter_id=1 + (first + place) % self.plan.size.authors,
                item_id=item,
                rule=rule,
                weight=REPORTER_WEIGHT,
                newcomer=False,
                burst=burst_of(later),
                state=(ReportState.RECEIVED if is_open else ReportState.UPHELD).value,
                outcome_rule=None if is_open else rule,
                decision_id=None if is_open else self.ids[Decision] + 1,
                created_at=later,
                outcome_at=None if is_open else at + timedelta(hours=1),
            )

    def _hold(
        self, number: int, item: int, found: list[Finding], text: str, at: datetime
    ) -> None:
        act = _Act("hold", found[0].rule, None, "held", at)
        statement = self._add(
            StatementOfReasons,
            account_id=self.plan.author[number],
            comment_id=number,
            revision_id=number,
            decision_id=self._decide(number, None, act, text),
            kind=StatementKind.HELD.value,
            rule=act.rule,
            automated=True,
            facts=Facts(tuple(found)).as_record(),
            created_at=at,
            visible_at=at,
            appeal_until=Redress().appeal_until(at),
        )
        waits = self.chance.random() < UNSENT
        self._add(
            OutboxMessage,
            kind="statement",
            subject_id=statement,
            created_at=at,
            due_at=at,
            done_at=None if waits else at,
        )

    def _judge(
        self, number: int, item: int, fate: Fate, rule: str, text: str, at: datetime
    ) -> None:
        by = self.chance.choice(self.moderators)
        if fate is Fate.APPROVED:
            act = _Act("approve", None, by, "published", at)
        else:
            act = _Act("reject", rule, by, "rejected", at)
        self._decide(number, item, act, text)

    def _decide(self, number: int, item: int | None, act: "_Act", text: str) -> int:
        """Write a decision and the ledger's entry about it."""
        decision = self._add(
            Decision,
            comment_id=number,
            revision_id=number,
            item_id=item,
            seen_version=1 if item else None,
            action=act.action,
            rule=act.rule,
            moderator_id=act.by,
            previous_status="held" if act.by else None,
            created_at=act.at,
        )
        self.ids[LedgerEntry] += 1
        values = {
            "sequence": self.ids[LedgerEntry],
            "at": act.at,
            "actor": self.pseudonyms[act.by] if act.by else MACHINE,
            "actor_role": Role.MODERATOR.value if act.by else MACHINE,
            "act": act.action,
            "rule": act.rule,
            "comment_id": number,
            "revision_id": number,
            "decision_id": decision,
            "status_before": "held" if act.by else None,
            "status_after": act.after,
            "detail": keyed_digest(text, self.key),
        }
        self.mac = mac_of(LedgerEntry(**values), self.mac, self.key)
        self.rows[LedgerEntry].append(values | {"mac": self.mac})
        return decision


@dataclass(frozen=True, slots=True)
class _Act:
    action: str
    rule: str | None
    by: int | None
    after: str
    at: datetime
