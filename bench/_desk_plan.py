"""Who said what to whom in a benchmark's newsroom, before any of it is written down."""

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Final

NEW_SHARE: Final = 0.4  # of the comments: only among the newest something is open
JUDGED_SHARE: Final = 0.08  # of the comments that are not open
REPLIES: Final = 0.4
COMMENTS_A_THREAD: Final = 60
COMMENTS_AN_AUTHOR: Final = 25


class Fate(StrEnum):
    """What became of a comment."""

    PLAIN = "plain"  # published, and nobody minded
    HELD = "held"  # by the filter; its item is open
    REPORTED = "reported"  # published; its item is open
    APPROVED = "approved"  # it was held, and a person published it
    REJECTED = "rejected"  # readers reported it, and a person took it down


SHOWN: Final = {Fate.PLAIN, Fate.REPORTED, Fate.APPROVED}


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    comments: int
    open_items: int
    seed: int = 1

    @property
    def threads(self) -> int:
        return self.comments // COMMENTS_A_THREAD + 5

    @property
    def authors(self) -> int:
        return self.comments // COMMENTS_AN_AUTHOR + 40


@dataclass(slots=True)
class Plan:
    """For each comment (the first has number 1, and 0 is nobody) its place and fate."""

    size: Size
    thread: list[int] = field(default_factory=lambda: [0])
    author: list[int] = field(default_factory=lambda: [0])
    parent: list[int] = field(default_factory=lambda: [0])
    root: list[int] = field(default_factory=lambda: [0])
    depth: list[int] = field(default_factory=lambda: [0])
    fate: list[Fate] = field(default_factory=lambda: [Fate.PLAIN])
    shown_replies: list[int] = field(default_factory=list)
    shown_in: list[int] = field(default_factory=list)
    published_by: list[int] = field(default_factory=list)


def planned(size: Size) -> Plan:
    """Spread comments over threads and authors as unevenly as life does."""
    chance = Random(size.seed)  # noqa: S311  (a benchmark, no secret)
    plan = Plan(size)
    newest: dict[int, int] = {}
    fates = _fates(size, chance)
    for number in range(1, size.comments + 1):
        thread = 1 + int(chance.random() ** 2 * size.threads)
        before = newest.get(thread, 0)
        answers = before and chance.random() < REPLIES and plan.depth[before] < 5
        plan.thread.append(thread)
        plan.author.append(1 + int(chance.random() ** 3 * size.authors))
        plan.parent.append(before if answers else 0)
        plan.root.append(plan.root[before] if answers else number)
        plan.depth.append(plan.depth[before] + 1 if answers else 0)
        plan.fate.append(fates[number])
        if fates[number] is Fate.PLAIN:  # who answers what is not there?
            newest[thread] = number
    _count(plan)
    return plan


def _fates(size: Size, chance: Random) -> list[Fate]:
    fates = [
        chance.choice((Fate.APPROVED, Fate.REJECTED))
        if chance.random() < JUDGED_SHARE
        else Fate.PLAIN
        for _ in range(size.comments + 1)
    ]
    first_new = round(size.comments * (1 - NEW_SHARE))
    for number in chance.sample(range(first_new, size.comments + 1), size.open_items):
        fates[number] = Fate.HELD if chance.random() < 0.7 else Fate.REPORTED
    return fates


def _count(plan: Plan) -> None:
    plan.shown_replies = [0] * (plan.size.comments + 1)
    plan.shown_in = [0] * (plan.size.threads + 1)
    plan.published_by = [0] * (plan.size.authors + 1)
    for number in range(1, plan.size.comments + 1):
        if plan.fate[number] in SHOWN:
            plan.shown_in[plan.thread[number]] += 1
            plan.published_by[plan.author[number]] += 1
            if plan.parent[number]:
                plan.shown_replies[plan.root[number]] += 1
