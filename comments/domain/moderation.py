"""The state machine of revisions and comments.

What is filtered, reported and decided is a revision; a comment's status follows from
its revisions.  Every pair that TRANSITIONS does not list is an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from comments.domain.verdict import Outcome

UNDO_WINDOW: Final = timedelta(seconds=30)  # a slip of the finger reaches nobody
EDIT_WINDOW: Final = timedelta(minutes=15)  # long enough to mend, too short to bait
MAX_TEXT: Final = 3_000  # code points
MAX_DEPTH: Final = 5  # deeper replies are unreadable at 320 px: they stand flat


class RevisionStatus(StrEnum):
    """Where one text of a comment stands."""

    HELD = "held"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class CommentStatus(StrEnum):
    """Where a comment stands, as its author and the moderators see it."""

    HELD = "held"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What may be done to a revision.

    A moderator approves and rejects; the rest follows from posting, editing and undo.
    """

    PUBLISH = "publish"
    HOLD = "hold"
    APPROVE = "approve"
    REJECT = "reject"
    SUPERSEDE = "supersede"
    RESTORE = "restore"


class DecisionAction(StrEnum):
    """What a moderator may decide about a review item."""

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"


class IllegalTransition(Exception):
    """This action cannot be applied to a revision in this status."""

    def __init__(self, status: RevisionStatus | None, action: Action) -> None:
        super().__init__(f"{action} cannot follow {status or 'nothing'}")
        self.status = status
        self.action = action


# None is a revision that is being made.  `hold` on a decided revision is an undo that
# puts it back before a moderator.  A superseded text is history: only the undo of the
# approval that superseded it brings it back.
TRANSITIONS: Final[dict[tuple[RevisionStatus | None, Action], RevisionStatus]] = {
    (None, Action.PUBLISH): RevisionStatus.PUBLISHED,
    (None, Action.HOLD): RevisionStatus.HELD,
    (None, Action.REJECT): RevisionStatus.REJECTED,
    (RevisionStatus.HELD, Action.APPROVE): RevisionStatus.PUBLISHED,
    (RevisionStatus.HELD, Action.REJECT): RevisionStatus.REJECTED,
    (RevisionStatus.HELD, Action.SUPERSEDE): RevisionStatus.SUPERSEDED,
    (RevisionStatus.PUBLISHED, Action.APPROVE): RevisionStatus.PUBLISHED,
    (RevisionStatus.PUBLISHED, Action.REJECT): RevisionStatus.REJECTED,
    (RevisionStatus.PUBLISHED, Action.HOLD): RevisionStatus.HELD,
    (RevisionStatus.PUBLISHED, Action.SUPERSEDE): RevisionStatus.SUPERSEDED,
    (RevisionStatus.REJECTED, Action.APPROVE): RevisionStatus.PUBLISHED,
    (RevisionStatus.REJECTED, Action.REJECT): RevisionStatus.REJECTED,
    (RevisionStatus.REJECTED, Action.HOLD): RevisionStatus.HELD,
    (RevisionStatus.REJECTED, Action.SUPERSEDE): RevisionStatus.SUPERSEDED,
    (RevisionStatus.SUPERSEDED, Action.RESTORE): RevisionStatus.PUBLISHED,
}

INITIAL_ACTION: Final = {
    Outcome.PUBLISH: Action.PUBLISH,
    Outcome.HOLD: Action.HOLD,
    Outcome.REJECT: Action.REJECT,
}

RETURN_ACTION: Final = {
    RevisionStatus.HELD: Action.HOLD,
    RevisionStatus.PUBLISHED: Action.APPROVE,
    RevisionStatus.REJECTED: Action.REJECT,
}


def next_status(status: RevisionStatus | None, action: Action) -> RevisionStatus:
    """The status after an action; IllegalTransition when the table has no such pair."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise IllegalTransition(status, action) from None


@dataclass(frozen=True, slots=True)
class RevisionState:
    """One revision as far as its comment's status depends on it."""

    number: int
    status: RevisionStatus


def shown_number(revisions: Sequence[RevisionState]) -> int | None:
    """The number of the revision that readers see; None when they see none."""
    published = [r.number for r in revisions if r.status is RevisionStatus.PUBLISHED]
    return max(published, default=None)


def comment_status(
    revisions: Sequence[RevisionState], *, withdrawn: bool
) -> CommentStatus:
    """A comment's status: withdrawn, else published, else as its newest revision.

    A superseded text never shows again.  When the newest revision is superseded (which
    only a withdrawn comment can have), the comment counts as withdrawn.
    """
    if withdrawn:
        return CommentStatus.WITHDRAWN
    if shown_number(revisions) is not None:
        return CommentStatus.PUBLISHED
    newest = max(revisions, key=lambda revision: revision.number)
    if newest.status is RevisionStatus.SUPERSEDED:
        return CommentStatus.WITHDRAWN
    return CommentStatus(newest.status.value)


def judged_number(revisions: Sequence[RevisionState]) -> int | None:
    """The revision that a review item is about: the newest that is not superseded."""
    return max(
        (r.number for r in revisions if r.status is not RevisionStatus.SUPERSEDED),
        default=None,
    )
