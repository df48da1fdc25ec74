"""A thread by its number, or the word that there is none."""

from sqlalchemy.orm import Session

from comments.domain.phrases import Phrase
from comments.services.errors import NotFound
from comments.store import comments as stored
from comments.store.models import Thread


def thread_here(db: Session, thread_id: int) -> Thread:
    """The thread, for readers; NotFound without one."""
    thread = stored.get_thread(db, thread_id)
    if thread is None:
        raise NotFound(Phrase("This article has no discussion here."))
    return thread


def thread_to_manage(db: Session, thread_id: int, *, lock: bool = False) -> Thread:
    """The thread, for staff who change it; NotFound without one."""
    find = stored.lock_thread if lock else stored.get_thread
    thread = find(db, thread_id)
    if thread is None:
        raise NotFound(Phrase("There is no such thread."))
    return thread
