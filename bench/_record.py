"""What the server acknowledged: the claims that are later held against its database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from threading import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class SentComment:
    """A comment that was answered with 201 or 202; 200 when the first answer broke."""

    id: int
    thread_id: int
    parent_id: int | None
    author_id: int
    attempt: str
    text: str
    status: str
    statement_id: int | None
    is_first_answer: bool


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report that was answered with 200 or 201."""

    id: int
    comment_id: int
    reporter_id: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDecision:
    """A decision that was answered with 200."""

    id: int
    item_id: int
    version: int
    comment_id: int
    action: str
    rule: str | None
    moderator_id: int


@dataclass
class Record:
    """Everything acknowledged so far, by all threads; doubles are kept as such."""

    comments: list[SentComment] = field(default_factory=list)
    reports: list[SentReport] = field(default_factory=list)
    decisions: list[SentDecision] = field(default_factory=list)
    answerable: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    lock: Lock = field(default_factory=Lock)

    def add_comment(self, comment: SentComment) -> None:
        with self.lock:
            self.comments.append(comment)
            if comment.status == "published":
                self.answerable[comment.thread_id].append(comment.id)

    def add_report(self, report: SentReport) -> None:
        with self.lock:
            self.reports.append(report)

    def add_decision(self, decision: SentDecision) -> None:
        with self.lock:
            self.decisions.append(decision)

    def some_comment_in(self, thread_id: int, chance: Random) -> int | None:
        """Give a comment that was published when it was posted, to reply to."""
        with self.lock:
            known = self.answerable[thread_id]
            return chance.choice(known) if known else None


def doubles(ids: Iterable[int]) -> int:
    """How many ids stand more than once."""
    listed = list(ids)
    return len(listed) - len(set(listed))
