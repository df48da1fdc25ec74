"""Statements of reasons: what an author is told of a restriction.

The fields follow Regulation (EU) 2022/2065 (Digital Services Act) art. 17(3); their
words stand in `statement_words`.  A hold is a restriction too: it delays when readers
see a text (art. 17(1)(a)).  A warning restricts nothing, and is explained all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from comments.domain.phrases import Phrase
from comments.domain.posted_rules import UNLAWFUL
from comments.domain.redress import Redress
from comments.domain.review_item import Source
from comments.domain.sanctions import SanctionKind
from comments.domain.verdict import Finding, Verdict


class StatementKind(StrEnum):
    """What the statement is about."""

    HELD = "held"
    REJECTED = "rejected"
    RESTORED = "restored"
    RETURNED = "returned"  # an undo put the comment back before a moderator
    UPHELD = "upheld"  # somebody else looked, and the decision stands
    SANCTION = "sanction"
    MESSAGE = "message"  # a word from the newsroom that restricts nothing
    LIFTED = "lifted"


RESTRICTIONS: Final = frozenset(
    {
        StatementKind.HELD,
        StatementKind.REJECTED,
        StatementKind.RETURNED,
        StatementKind.UPHELD,
        StatementKind.SANCTION,
    }
)

# What its reader may ask the newsroom to look at again.
APPEALABLE: Final = frozenset(
    {StatementKind.HELD, StatementKind.REJECTED, StatementKind.SANCTION}
)

HEADLINES = {
    StatementKind.HELD: Phrase("Your comment waits for a moderator"),
    StatementKind.REJECTED: Phrase("Your comment was not published"),
    StatementKind.RESTORED: Phrase("Your comment is published"),
    StatementKind.RETURNED: Phrase("Your comment is with a moderator again"),
    StatementKind.UPHELD: Phrase("A second look: the decision stands"),
    StatementKind.SANCTION: Phrase("Your account is restricted"),
    StatementKind.MESSAGE: Phrase("A message from the newsroom"),
    StatementKind.LIFTED: Phrase("The restriction of your account is lifted"),
}
REMOVED_HEADLINE: Final = Phrase("Your comment was removed")
WARNED_HEADLINE: Final = Phrase("A warning from the newsroom")


class Measure(StrEnum):
    """What a restriction does: art. 17(3)(a)."""

    WITHHELD = "withheld"  # nobody sees the text before a moderator decides
    REFUSED = "refused"  # the text was never shown, and is not going to be
    REMOVED = "removed"  # readers saw the text, and do not any more
    WARNED = "warned"
    REVIEWED_FIRST = "reviewed first"
    MUTED = "muted"
    SUSPENDED = "suspended"
    BANNED = "banned"
    NONE = "none"


SANCTION_MEASURES: Final = {
    SanctionKind.WARNING: Measure.WARNED,
    SanctionKind.ALWAYS_REVIEW: Measure.REVIEWED_FIRST,
    SanctionKind.MUTE: Measure.MUTED,
    SanctionKind.SUSPENSION: Measure.SUSPENDED,
    SanctionKind.BAN: Measure.BANNED,
}


class Ground(StrEnum):
    """What a restriction rests on: the law (art. 17(3)(d)) or the rules ((e))."""

    LAW = "law"
    RULES = "rules"


class HoldReason(StrEnum):
    """Why a comment is held although none of its words broke a rule."""

    PREMODERATED = "premoderated"
    ALWAYS_REVIEW = "always-review"
    UNAVAILABLE = "unavailable"


HOLD_SENTENCES = {
    HoldReason.PREMODERATED: Phrase(
        "Here a moderator reads every comment before it appears."
    ),
    HoldReason.ALWAYS_REVIEW: Phrase(
        "For now a moderator reads each of your comments first."
    ),
    HoldReason.UNAVAILABLE: Phrase(
        "A part of the filter could not run, so a person looks."
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that a statement rests on, in the form in which they are stored.

    `sources` is what led somebody to look, without who it was (art. 17(3)(b)), and
    `was_shown` whether readers had seen the text.
    """

    findings: tuple[Finding, ...] = ()
    hold_reasons: tuple[HoldReason, ...] = ()
    note: str = ""
    sources: tuple[Source, ...] = ()
    was_shown: bool = False

    def as_record(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "findings": [finding.as_record() for finding in self.findings],
            "hold_reasons": [reason.value for reason in self.hold_reasons],
            "note": self.note,
            "sources": [source.value for source in self.sources],
            "was_shown": self.was_shown,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Facts":
        """Read facts back from their stored form; older ones say less."""
        return cls(
            tuple(Finding.from_record(finding) for finding in record["findings"]),
            tuple(HoldReason(reason) for reason in record["hold_reasons"]),
            record["note"],
            tuple(Source(source) for source in record.get("sources", ())),
            record.get("was_shown", False),
        )


def facts_of(verdict: Verdict, hold_reasons: Sequence[HoldReason] = ()) -> Facts:
    """The facts of an automatic restriction."""
    reasons = list(hold_reasons)
    if verdict.unavailable:
        reasons.append(HoldReason.UNAVAILABLE)
    found = (Source.FILTER,) if verdict.grounds else ()
    return Facts(
        verdict.grounds,
        tuple(reasons),
        sources=(*found, Source.MODE) if reasons else found,
    )


def sources_of(signals: Iterable[str]) -> tuple[Source, ...]:
    """What led to a decision, each once, in a fixed order."""
    known = set(signals)
    return tuple(source for source in Source if source.value in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement with all that art. 17(3) asks for.

    `words` are those of the author's own that the findings mark.  `appeal_until` is set
    where the newsroom itself can be asked to look again.
    """

    kind: StatementKind
    facts: Facts = field(default_factory=Facts)
    rule: str | None = None
    automated: bool = False
    sanction: SanctionKind | None = None
    ends_at: datetime | None = None
    appeal_until: datetime | None = None
    redress: Redress = field(default_factory=Redress)
    words: tuple[str, ...] = ()

    @property
    def measure(self) -> Measure:
        """What is restricted: art. 17(3)(a)."""
        if self.kind is StatementKind.SANCTION or self.sanction is not None:
            return self._sanction_measure()
        if self.kind in (StatementKind.HELD, StatementKind.RETURNED):
            return Measure.WITHHELD
        if self.kind in (StatementKind.REJECTED, StatementKind.UPHELD):
            return Measure.REMOVED if self.facts.was_shown else Measure.REFUSED
        return Measure.NONE

    @property
    def ground(self) -> Ground | None:
        """Whether it rests on the law or on the rules; None when nothing is restricted.

        A hold that has nothing to do with the words rests on the rules as well: they
        let the newsroom read first.
        """
        if self.kind not in RESTRICTIONS:
            return None
        return Ground.LAW if self.rule == UNLAWFUL else Ground.RULES

    @property
    def detected_by_program(self) -> bool:
        """Whether a program noticed what it is about: art. 17(3)(c)."""
        known = self.facts.sources
        return Source.FILTER in known or (not known and bool(self.facts.findings))

    @property
    def headline(self) -> str:
        """What happened, in a few words."""
        if self.kind is StatementKind.REJECTED and self.measure is Measure.REMOVED:
            return REMOVED_HEADLINE
        if self.kind is StatementKind.SANCTION and self.measure is Measure.WARNED:
            return WARNED_HEADLINE
        return HEADLINES[self.kind]

    def _sanction_measure(self) -> Measure:
        if self.kind is StatementKind.LIFTED or self.sanction is None:
            return Measure.NONE
        return SANCTION_MEASURES.get(self.sanction, Measure.NONE)
