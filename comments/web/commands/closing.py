"""The worker's farewells: accounts are erased once their time to think is over."""

import logging
from typing import Final

from comments.services.erase_account import begin_erasure, erase_some
from comments.store.closures import due_closures
from comments.web.context import Parley

log = logging.getLogger(__name__)

AT_ONCE: Final = 50


def close_due_accounts(parley: Parley) -> None:
    """Erase each account that is due, in small transactions; a crash loses nothing."""
    now = parley.clock()
    with parley.database.transaction() as db:
        due = due_closures(db, now, limit=AT_ONCE)
    for account_id in due:
        _close(parley, account_id)


def _close(parley: Parley, account_id: int) -> None:
    now = parley.clock()
    with parley.database.transaction(writes=True) as db:
        begun = begin_erasure(db, account_id, now=now)
    erased = 0
    while begun:
        with parley.database.transaction(writes=True) as db:
            some = erase_some(db, account_id, now=now)
        erased, begun = erased + some, some > 0
    log.info("closed account %d with %d comments", account_id, erased)
