"""What a thread's page depends on, in a few bytes, for caches."""

from sqlalchemy.orm import Session

from comments.services.errors import NotFound
from comments.services.manage_threads import is_paused
from comments.store import comments as stored


def thread_state(db: Session, thread_id: int) -> str:
    """Text that differs whenever what visitors see of a thread differs."""
    thread = stored.get_thread(db, thread_id)
    if thread is None:
        raise NotFound("This article has no discussion here.")
    paused = is_paused(db)
    changed_at = thread.changed_at.isoformat()
    return f"{thread.id} {changed_at} {thread.comment_count} {paused}"
