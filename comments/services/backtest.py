"""Backtest: what a change of the policy would have made of texts that are there.

Each text is judged once, by today's filter; what was noticed is then weighed by the
policy in force and by the changed one, so that nothing but the change makes a
difference.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import DecisionAction
from comments.domain.posted_rules import SPAM
from comments.domain.verdict import OUTCOMES, Finding, Outcome, Verdict, worst
from comments.filter.policy import Policy
from comments.store import replay as stored
from comments.store.models import Decision, Revision

PAGE: Final = 500  # texts that are in memory at once
NO_RULE: Final = ""  # of a text that a check could not judge


class Change(StrEnum):
    """What becomes of a text that the changed policy treats otherwise."""

    REJECTED = "rejected"  # and was held or published
    HELD = "held"  # and was published
    EASED = "held instead of rejected"
    FREED = "published"  # and was held or rejected


@dataclass(frozen=True, slots=True)
class ReplayedText:
    """A text to be judged again.

    `place` is where it stands in the order of reading.  `conduct` is what was noticed
    about its author's conduct when it came, which cannot be seen in a text.  `decided`
    is what a moderator last decided.  A text that its author withdrew is counted and
    never quoted.
    """

    key: str
    text: str
    place: int = 0
    conduct: tuple[Finding, ...] = ()
    decided: DecisionAction | None = None
    is_quotable: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """A text's outcome under one policy, and the finding that it rests on most."""

    outcome: Outcome
    ground: Finding | None

    @property
    def rule(self) -> str:
        """The rule that the outcome is counted under."""
        return self.ground.rule if self.ground else NO_RULE


@dataclass(frozen=True, slots=True)
class Example:
    """A text that the change would have treated otherwise."""

    change: Change
    replayed: ReplayedText
    before: Judged
    after: Judged

    @property
    def decisive(self) -> Judged:
        """The stricter of both judgements: its rule is what the change is about."""
        return max(self.before, self.after, key=_strictness)


@dataclass(slots=True)
class Sample:
    """Some of many examples, all with the same chance, the same for the same seed."""

    size: int
    chance: random.Random
    seen: int = 0
    kept: list[Example] = field(default_factory=list)

    def add(self, example: Example) -> None:
        """Keep an example, in place of another one when there are enough."""
        self.seen += 1
        if len(self.kept) < self.size:
            self.kept.append(example)
        elif (place := self.chance.randrange(self.seen)) < self.size:
            self.kept[place] = example


class Backtest:
    """What a change would have done, counted text by text."""

    def __init__(
        self, before: Policy, after: Policy, *, examples: int = 0, seed: int = 0
    ) -> None:
        self.before = before
        self.after = after
        self.texts = 0
        self.unjudged = 0  # texts that some check could not judge: held either way
        self.outcomes: Counter[tuple[str, Outcome]] = Counter()
        self.changes: Counter[tuple[Change, str]] = Counter()
        self.decisions: Counter[tuple[Change, str, DecisionAction | None]] = Counter()
        self._samples = {
            change: Sample(examples, random.Random(f"{seed} {change}"))  # noqa: S311  (no secret)
            for change in Change
        }

    def add(self, replayed: ReplayedText, verdict: Verdict) -> None:
        """Count one text with what the filter noticed in it."""
        before = judge(self.before, verdict, replayed.conduct)
        after = judge(self.after, verdict, replayed.conduct)
        self.texts += 1
        self.unjudged += bool(verdict.unavailable)
        self.outcomes["before", before.outcome] += 1
        self.outcomes["after", after.outcome] += 1
        change = change_between(before.outcome, after.outcome)
        if change is None:
            return
        example = Example(change, replayed, before, after)
        rule = example.decisive.rule
        self.changes[change, rule] += 1
        self.decisions[change, rule, replayed.decided] += 1
        if replayed.is_quotable:
            self._samples[change].add(example)

    def examples(self) -> Iterator[Example]:
        """The examples of every kind of change."""
        for sample in self._samples.values():
            yield from sample.kept


def judge(policy: Policy, verdict: Verdict, conduct: Sequence[Finding] = ()) -> Judged:
    """What a policy makes of what was noticed; a missing answer holds, as ever."""
    findings = tuple(policy.judge(one) for one in (*verdict.findings, *conduct))
    outcomes = [finding.outcome for finding in findings]
    if verdict.unavailable:
        outcomes.append(Outcome.HOLD)
    grounds = Verdict(worst(tuple(outcomes)), findings).grounds
    return Judged(worst(tuple(outcomes)), grounds[0] if grounds else None)


def change_between(before: Outcome, after: Outcome) -> Change | None:
    """What the change is; None when a text fares as before."""
    if before is after:
        return None
    if after is Outcome.REJECT:
        return Change.REJECTED
    if after is Outcome.PUBLISH:
        return Change.FREED
    return Change.HELD if before is Outcome.PUBLISH else Change.EASED


def stored_page(db: Session, *, after: int, up_to: int) -> list[ReplayedText]:
    """The next stored texts by id, with what was decided about them so far."""
    rows = stored.page_of_revisions(db, after=after, up_to=up_to, limit=PAGE)
    decisions = stored.standing_decisions(db, [revision.id for revision, _ in rows])
    return [
        _replayed(revision, decisions.get(revision.id), is_withdrawn=is_withdrawn)
        for revision, is_withdrawn in rows
    ]


def _replayed(
    revision: Revision, decision: Decision | None, *, is_withdrawn: bool
) -> ReplayedText:
    findings = (Finding.from_record(record) for record in revision.findings)
    return ReplayedText(
        key=_key(revision),
        text=revision.text,
        place=revision.id,
        conduct=tuple(finding for finding in findings if finding.rule == SPAM),
        decided=DecisionAction(decision.action) if decision else None,
        is_quotable=not is_withdrawn,
    )


def _key(revision: Revision) -> str:
    edits = f", text {revision.number}" if revision.number > 1 else ""
    return f"comment {revision.comment_id}{edits}"


def _strictness(judged: Judged) -> int:
    return OUTCOMES.index(judged.outcome)
