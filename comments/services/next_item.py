"""What is handed out next: by urgency, with a pause for whoever is due one."""

from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from comments.domain.queue_filter import EVERYTHING, QueueFilter
from comments.services import second_readings
from comments.services.comfort import comfort_of, sitting_of
from comments.store.models import Account, ReviewItem
from comments.store.open_items import next_claimable
from comments.store.second_readings import SecondReading

Next: TypeAlias = tuple[ReviewItem | None, SecondReading | None]


def next_item(
    db: Session,
    moderator: Account,
    now: datetime,
    *,
    only: QueueFilter,
    besides: int | None = None,
) -> Next:
    """The most urgent item that this moderator may have, open or for a second reading.

    After some severe items in a row one that is not severe comes first, if there is
    one among the most urgent; whoever asked for mild items alone gets no other.
    Locks what it finds, unless it only looks `besides` one.
    """
    sitting = sitting_of(db, moderator.id, now)
    easy = sitting.wants_easy(comfort_of(db, moderator.id))
    item = None
    if easy:
        item = next_claimable(db, moderator, now, only=only, besides=besides, mild=True)
    if item is None and not sitting.mild_only:
        item = next_claimable(db, moderator, now, only=only, besides=besides)
    if easy or only != EVERYTHING:
        return item, None  # what a decided item was about is in no index
    lock = besides is None
    again = second_readings.next_ready(
        db, moderator, now, rather_than=item, besides=besides, lock=lock
    )
    return item, again
