"""The sub-threads of a conversation: in reading order, and folded where it is long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from comments.domain.moderation import MAX_DEPTH
from comments.services.shown_comment import ShownComment

LONG: Final = 10  # replies: in a longer conversation sub-threads begin folded
SMALL: Final = 1  # a single answer is as short as the line that would stand for it


@dataclass(frozen=True, slots=True)
class Branch:
    """A comment with the sub-thread below it, which begins open or folded."""

    comment: ShownComment
    below: tuple["Branch", ...]
    is_open: bool = True

    @property
    def size(self) -> int:
        """How many comments the sub-thread has."""
        return sum(1 + branch.size for branch in self.below)


def branches(
    root_id: int, ordered: Sequence[ShownComment], wanted: int | None = None
) -> tuple[Branch, ...]:
    """The sub-threads below a root, from its replies in reading order.

    What answers a comment at the deepest level stands beside it, as it is shown.  The
    comment that is wanted, and what is new or waits, is never folded away.
    """
    below: dict[int, list[ShownComment]] = {root_id: []}
    home = {root_id: root_id}  # below which comment the answers to another are hung
    for reply in ordered:
        parent = home.get(reply.parent_id or root_id, root_id)
        below[parent].append(reply)
        below[reply.id] = []
        home[reply.id] = parent if reply.depth >= MAX_DEPTH else reply.id
    return _made(below, root_id, wanted, is_long=len(ordered) > LONG)


def _made(
    below: dict[int, list[ShownComment]],
    parent: int,
    wanted: int | None,
    *,
    is_long: bool,
) -> tuple[Branch, ...]:
    made = []
    for comment in below[parent]:
        inside = _made(below, comment.id, wanted, is_long=is_long)
        branch = Branch(comment, inside)
        folds = is_long and branch.size > SMALL and not _asks_to_be_seen(inside, wanted)
        made.append(Branch(comment, inside, is_open=not folds))
    return tuple(made)


def _asks_to_be_seen(inside: Iterable[Branch], wanted: int | None) -> bool:
    return any(
        branch.comment.id == wanted
        or branch.comment.new
        or branch.comment.waiting is not None
        or _asks_to_be_seen(branch.below, wanted)
        for branch in inside
    )


def reading_order(root_id: int, replies: Iterable[ShownComment]) -> list[ShownComment]:
    """Replies below what they answer, without tombstones that nothing hangs on.

    Iterative, because a chain of replies may be longer than the interpreter's stack.
    """
    below: dict[int, list[ShownComment]] = {}
    known = {root_id}
    for reply in replies:
        parent_id = reply.parent_id if reply.parent_id in known else root_id
        known.add(reply.id)
        below.setdefault(parent_id or root_id, []).append(reply)
    ordered: list[ShownComment] = []
    waiting = list(reversed(below.get(root_id, [])))
    while waiting:
        reply = waiting.pop()
        ordered.append(reply)
        waiting.extend(reversed(below.get(reply.id, [])))
    return _without_bare_tombstones(ordered)


def _without_bare_tombstones(ordered: Sequence[ShownComment]) -> list[ShownComment]:
    kept: list[ShownComment] = []
    needed: set[int | None] = set()
    for reply in reversed(ordered):
        has_words = reply.text is not None or reply.waiting is not None
        if has_words or reply.id in needed:
            kept.append(reply)
            needed.add(reply.parent_id)
    return kept[::-1]
