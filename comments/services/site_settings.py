"""Settings of the whole site, as an editor who is about to change one finds them."""

from typing import Any

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.services.ledger_chain import hold_head
from comments.store import comments as stored


def setting_to_change(db: Session, key: str, actor: Actor) -> dict[str, Any]:
    """What is set now, for somebody who may set it; it stays so until they are done.

    Two editors at once: the second sees what the first has done.
    """
    authorize(actor, Act.MANAGE_SITE)
    hold_head(db)
    return stored.site_setting(db, key, afresh=True)
