"""Statements of reasons: what an author is told of a restriction.

The fields follow Regulation (EU) 2022/2065 (Digital Services Act) art. 17(3): what was
done and for how long, the facts, whether a machine found it and whether a machine
decided, the rule, and how to have it looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from comments.domain.posted_rules import RuleBook
from comments.domain.verdict import Finding, Verdict


class StatementKind(StrEnum):
    """What the statement is about."""

    HELD = "held"
    REJECTED = "rejected"
    RESTORED = "restored"
    RETURNED = "returned"  # an undo put the comment back before a moderator
    UPHELD = "upheld"  # somebody else looked, and the rejection stands
    SANCTION = "sanction"
    LIFTED = "lifted"


RESTRICTIONS = frozenset(
    {
        StatementKind.HELD,
        StatementKind.REJECTED,
        StatementKind.UPHELD,
        StatementKind.SANCTION,
    }
)

HEADLINES = {
    StatementKind.HELD: "Your comment waits for a moderator",
    StatementKind.REJECTED: "Your comment was not published",
    StatementKind.RESTORED: "Your comment is published",
    StatementKind.RETURNED: "Your comment is with a moderator again",
    StatementKind.UPHELD: "A second look: the decision stands",
    StatementKind.SANCTION: "Your account is restricted",
    StatementKind.LIFTED: "The restriction of your account is lifted",
}


class HoldReason(StrEnum):
    """Why a comment is held although none of its words broke a rule."""

    PREMODERATED = "premoderated"
    ALWAYS_REVIEW = "always-review"
    UNAVAILABLE = "unavailable"


HOLD_SENTENCES = {
    HoldReason.PREMODERATED: "Here a moderator reads every comment before it appears.",
    HoldReason.ALWAYS_REVIEW: "For now a moderator reads each of your comments first.",
    HoldReason.UNAVAILABLE: "A part of the filter could not run, so a person looks.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that a statement rests on, in the form in which they are stored."""

    findings: tuple[Finding, ...] = ()
    hold_reasons: tuple[HoldReason, ...] = ()
    note: str = ""

    def as_record(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "findings": [finding.as_record() for finding in self.findings],
            "hold_reasons": [reason.value for reason in self.hold_reasons],
            "note": self.note,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Facts":
        """Read facts back from their stored form."""
        return cls(
            tuple(Finding.from_record(finding) for finding in record["findings"]),
            tuple(HoldReason(reason) for reason in record["hold_reasons"]),
            record["note"],
        )


def facts_of(verdict: Verdict, hold_reasons: Sequence[HoldReason] = ()) -> Facts:
    """The facts of an automatic restriction."""
    reasons = list(hold_reasons)
    if verdict.unavailable:
        reasons.append(HoldReason.UNAVAILABLE)
    return Facts(verdict.grounds, tuple(reasons))


def sentences(
    kind: StatementKind,
    facts: Facts,
    *,
    rule: str | None,
    automated: bool,
    ends_at: datetime | None,
    rules: RuleBook,
) -> list[str]:
    """The statement in plain sentences, in the order in which an author reads them."""
    lines = [_decider(kind, automated=automated)]
    if rule is not None and rule in rules:
        posted = rules.get(rule)
        lines.append(f"The rule is “{posted.headline}”: {posted.text}")
    lines += [finding.reason for finding in facts.findings]
    lines += [HOLD_SENTENCES[reason] for reason in facts.hold_reasons]
    if facts.note:
        lines.append(f"The moderator adds: {facts.note}")
    if kind is StatementKind.SANCTION:
        lines.append(_term(ends_at))
    return list(dict.fromkeys(lines))


def _decider(kind: StatementKind, *, automated: bool) -> str:
    if kind is StatementKind.RESTORED:
        return "A moderator looked at your comment and it is now shown."
    if kind is StatementKind.RETURNED:
        return "The decision was taken back; a moderator will look again."
    if kind is StatementKind.LIFTED:
        return "A moderator ended it; you may post and report again."
    if automated:
        return "The filter, a program, found this and decided; no person looked yet."
    return "A moderator, a person, decided this."


def _term(ends_at: datetime | None) -> str:
    if ends_at is None:
        return "It has no end date."
    return f"It ends on {ends_at:%d %B %Y at %H:%M} UTC."
