"""Settings of the whole site, as an editor who is about to change one finds them."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.services import ledger
from comments.services.ledger_chain import hold_head
from comments.services.newsroom import Newsroom
from comments.store import comments as stored
from comments.store.models import Account


def setting_to_change(db: Session, key: str, actor: Actor) -> dict[str, Any]:
    """What is set now, for somebody who may set it; it stays so until they are done.

    Two editors at once: the second sees what the first has done.
    """
    authorize(actor, Act.MANAGE_SITE)
    hold_head(db)
    return stored.site_setting(db, key, afresh=True)


def put_setting(
    db: Session,
    key: str,
    value: dict[str, Any],
    act: str,
    detail: str,
    *,
    editor: Account,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Keep a setting of the site, and who changed it to what in the ledger."""
    stored.put_site_setting(db, key, value, now)
    ledger.record(
        db,
        act,
        by=editor,
        key=newsroom.ledger_key,
        now=now,
        subject="site",
        detail=detail,
    )
