"""What a thread's page depends on, in a few bytes, for caches."""

from sqlalchemy.orm import Session

from comments.services.find_thread import thread_here
from comments.services.manage_threads import is_paused


def thread_state(db: Session, thread_id: int) -> str:
    """Text that differs whenever what visitors see of a thread differs."""
    thread = thread_here(db, thread_id)
    paused = is_paused(db)
    changed_at = thread.changed_at.isoformat()
    return f"{thread.id} {changed_at} {thread.comment_count} {paused}"
