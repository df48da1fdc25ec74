"""A moderator's own keys for the desk: read them, choose them."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.desk_keys import STANDARD, DeskKeys, stored_keys
from comments.store.desk_keys import ChosenKeys
from comments.store.upsert import put


def keys_of(db: Session, account_id: int) -> DeskKeys:
    """The keys that somebody has chosen, or the usual ones."""
    chosen = db.get(ChosenKeys, account_id)
    if chosen is None:
        return STANDARD
    return DeskKeys(stored_keys(chosen.keys), on=chosen.enabled)


def keep_keys(db: Session, account_id: int, keys: DeskKeys, now: datetime) -> None:
    """Keep somebody's choice; it holds wherever they log in."""
    values = {
        "keys": {act.value: key for act, key in keys.keys.items()},
        "enabled": keys.on,
        "changed_at": now,
    }
    put(db, ChosenKeys, {"account_id": account_id}, values)
