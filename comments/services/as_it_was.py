"""As it was: an item before its first verdict, for the person who gives a second.

What is changed here is taken out of the session first: the database never sees it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.domain.moderation import CommentStatus
from comments.domain.review_item import ItemState
from comments.services import review_queue
from comments.store.models import Account, Comment, ReviewItem, ReviewSignal
from comments.store.second_readings import SecondReading

Counts = Sequence[tuple[str, str | None, int]]  # comments by status and rule


def put_back(
    db: Session, item: ReviewItem, reading: SecondReading, moderator: Account
) -> None:
    """Make a loaded item, and its comment, look as open as the first person saw it."""
    veil(db, [item.comment], reading)
    open_again(db, [item], reading, moderator)
    item.signals = [
        ReviewSignal(source=source, rule=rule, points=points, words=words)
        for source, rule, points, words in reading.as_it_was["signals"]
    ]


def open_again(
    db: Session,
    items: Iterable[ReviewItem],
    reading: SecondReading | None,
    moderator: Account,
) -> None:
    """Where the item of a second reading is among these, make it open and theirs."""
    for item in items:
        if reading is not None and item.id == reading.item_id:
            db.expunge(item)
            item.state, item.decided_at = ItemState.OPEN.value, None
            item.version = reading.version
            item.claimed_by, item.claimed_until = moderator.id, reading.claimed_until


def veil(
    db: Session, comments: Iterable[Comment], reading: SecondReading | None
) -> None:
    """Where the comment of a second reading is among these, hide what became of it."""
    for comment in comments:
        if reading is not None and comment.id == reading.comment_id and comment in db:
            db.expunge(comment)
            comment.status = reading.as_it_was["status"]
            comment.shown_revision_id = reading.as_it_was["shown_revision_id"]
            comment.removed_under = reading.as_it_was["removed_under"]


def among(
    db: Session,
    items: Sequence[ReviewItem],
    reading: SecondReading,
    moderator: Account,
    *,
    is_whole: bool,
) -> list[ReviewItem]:
    """A page of open items with the second reading that this moderator has, in place.

    `is_whole` when nothing less urgent follows, so that it stands there in any case.
    """
    if not is_whole and (not items or reading.rank < items[-1].rank):
        return list(items)
    item = review_queue.load_item(db, reading.item_id)
    put_back(db, item, reading, moderator)
    return sorted([*items, item], key=_place, reverse=True)


def recount(
    db: Session, counts: Counts, account_id: int, reading: SecondReading
) -> list[tuple[str, str | None, int]]:
    """An author's comments by status, as if the first verdict had not been given."""
    query = select(Comment.status, Comment.removed_under).where(
        Comment.id == reading.comment_id, Comment.author_id == account_id
    )
    present = db.execute(query).one_or_none()
    if present is None:
        return list(counts)
    numbers = Counter({(status, rule): count for status, rule, count in counts})
    numbers[(present.status, present.removed_under)] -= 1
    was = reading.as_it_was["status"], reading.as_it_was["removed_under"]
    numbers[was] += 1
    return [(status, rule, n) for (status, rule), n in numbers.items() if n]


def not_yet_rejected(reading: SecondReading | None) -> int | None:
    """The comment that counts for no sanction while it is read again."""
    if reading is None or reading.as_it_was["status"] == CommentStatus.REJECTED:
        return None
    return reading.comment_id


def is_after(reading: SecondReading | None, moment: datetime) -> bool:
    """Whether something came after the first verdict, and might give it away."""
    return reading is not None and moment >= reading.decided_at


def _place(item: ReviewItem) -> tuple[float, int]:
    return item.rank, item.id
