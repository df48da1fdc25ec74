"""What a part of the queue is called: people and discussions by their names."""

from sqlalchemy.orm import Session

from comments.domain.queue_filter import QueueFilter
from comments.store.models import Thread
from comments.store.review_context import names_of


def filter_names(db: Session, only: QueueFilter) -> dict[str, str]:
    """The discussion, author and reporter of a filter by name.

    None of them is there when it does not matter, or does not exist.
    """
    people = {"author": only.author, "reporter": only.reporter}
    names = names_of(db, [number for number in people.values() if number])
    named = {part: names[n] for part, n in people.items() if n and n in names}
    thread = db.get(Thread, only.thread) if only.thread else None
    return named | ({"thread": thread.title} if thread else {})
