"""Ways of redress: an editor sets how long appeals stay open, and who else decides."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.domain.redress import Redress
from comments.services.newsroom import Newsroom
from comments.services.site_settings import put_setting
from comments.services.stated import SETTING
from comments.store.models import Account


def set_redress(
    db: Session,
    redress: Redress,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Set what statements say of redress from now on, with a ledger entry.

    Whoever was told a term before keeps it.
    """
    authorize(actor, Act.MANAGE_SITE)
    put_setting(
        db,
        SETTING,
        redress.as_record(),
        "set redress",
        f"appeals {redress.appeal_days} d, answers {redress.answer_days} d",
        editor=editor,
        newsroom=newsroom,
        now=now,
    )
