"""What permissions need to know of the objects that are acted upon."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comments.domain.permissions import Role


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """What permissions need to know of a comment."""

    author_id: int
    published: bool
    withdrawn: bool = False
    editable: bool = False
    thread_open: bool = True


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """What permissions need to know of a thread."""

    is_open: bool


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What permissions need to know of an account that is acted upon."""

    account_id: int
    role: "Role"


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What permissions need to know of a decision: its author and its decider."""

    author_id: int
    decider_id: int | None
