"""Acknowledging: a reader says that they have read a warning, and may post again."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.domain.sanctions import SanctionKind
from comments.services.errors import NotFound
from comments.store.models import Sanction


def acknowledge_warning(
    db: Session, sanction_id: int, *, actor: Actor, now: datetime
) -> Sanction:
    """Note when a warning was read; saying it again changes nothing.

    Nobody acknowledges for somebody else: another's warning is NotFound.
    """
    authorize(actor, Act.READ_OWN_NOTICES)
    warning = db.get(Sanction, sanction_id, with_for_update={"key_share": True})
    if warning is None or warning.account_id != actor.account_id:
        raise NotFound(Phrase("There is no such warning."))
    if warning.kind != SanctionKind.WARNING:
        raise NotFound(Phrase("There is no such warning."))
    if warning.acknowledged_at is None:
        warning.acknowledged_at = now
    return warning
