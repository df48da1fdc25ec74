"""Bulk decisions: one verdict about many comments, each decided for itself.

What needs a look of its own is passed over, with a reason that a moderator can read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from comments.domain.moderation import CommentStatus, DecisionAction
from comments.domain.phrases import Phrase

MOST: Final = 200  # more than anybody looks through before they press the button

# An editor is asked about one item at a time: two hundred questions are none.
VERDICTS: Final = (DecisionAction.APPROVE, DecisionAction.REJECT)


class LineState(StrEnum):
    """What has become of one comment of a bulk decision."""

    WAITING = "waiting"
    DECIDED = "decided"
    PASSED = "passed over"
    UNDONE = "undone"
    KEPT = "kept"  # the whole was undone, and this one could not be


class Passed(StrEnum):
    """Why a comment is passed over, or cannot be undone."""

    GONE = "gone"
    OWN = "own"
    CHANGED = "changed"
    HELD = "held"
    ESCALATED = "escalated"
    APPEALED = "appealed"
    NOTICED = "noticed"
    ALREADY = "already"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


PASSED_WORDS: Final[Mapping[Passed, Phrase]] = {
    Passed.GONE: Phrase("It was withdrawn by its author."),
    Passed.OWN: Phrase("You wrote it yourself."),
    Passed.CHANGED: Phrase("It was changed or decided after you selected it."),
    Passed.HELD: Phrase("A colleague has it open."),
    Passed.ESCALATED: Phrase("An editor was asked about it."),
    Passed.APPEALED: Phrase("Its author asks for a second look, which is one by one."),
    Passed.NOTICED: Phrase(
        "Somebody gave notice that it is unlawful; answer that by itself."
    ),
    Passed.ALREADY: Phrase("It is so already."),
    Passed.REFUSED: Phrase("You may not decide about it."),
    Passed.OVERTAKEN: Phrase("Something came of it since, and that stands."),
}


class Span(StrEnum):
    """How far back a person's comments are looked for."""

    DAY = "day"
    WEEK = "week"
    ALL = "all"


SPANS: Final[Mapping[Span, timedelta | None]] = {
    Span.DAY: timedelta(days=1),
    Span.WEEK: timedelta(weeks=1),
    Span.ALL: None,
}


@dataclass(frozen=True, slots=True)
class Pick:
    """A comment as a moderator saw it when they selected it.

    `version` is that of its review item, 0 when it had none.  `last_report` is the
    newest report that they saw; None means that all reports up to now were seen.
    """

    comment_id: int
    revision_id: int
    version: int = 0
    last_report: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a picked comment stands now, as far as it may be passed over."""

    own: bool
    status: CommentStatus
    revision_id: int | None
    version: int
    is_open: bool
    with_colleague: bool
    escalated: bool
    appealed: bool
    noticed: bool


def why_passed(pick: Pick, standing: Standing, action: DecisionAction) -> Passed | None:
    """Why a comment needs a look of its own; None when the verdict can be carried out.

    Approving would answer a notice of unlawful content, and no notice is answered
    unread; rejecting does what its sender asked for.
    """
    approves = action is DecisionAction.APPROVE
    wanted = CommentStatus.PUBLISHED if approves else CommentStatus.REJECTED
    reasons = (
        (Passed.GONE, standing.status is CommentStatus.WITHDRAWN),
        (Passed.OWN, standing.own),
        (Passed.APPEALED, standing.appealed),
        (Passed.ESCALATED, standing.escalated),
        (Passed.CHANGED, (pick.revision_id, pick.version) != _seen(standing)),
        (Passed.HELD, standing.with_colleague),
        (Passed.NOTICED, approves and standing.noticed),
        (Passed.ALREADY, not standing.is_open and standing.status is wanted),
    )
    return next((reason for reason, holds in reasons if holds), None)


def _seen(standing: Standing) -> tuple[int | None, int]:
    return standing.revision_id, standing.version
