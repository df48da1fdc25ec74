"""A moderator's comfort: their choice, the newsroom's, and their present sitting."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.comfort import Blur, Comfort, Sitting
from comments.domain.permissions import Act, Actor, authorize
from comments.domain.verdict import Severity
from comments.store import comments as stored_settings
from comments.store.desk_comforts import DeskComfort
from comments.store.models import Account, Revision
from comments.store.upsert import put

KEY: Final = "comfort"


def newsroom_comfort(db: Session) -> Comfort:
    """What holds for whoever has chosen nothing."""
    return _comfort(stored_settings.site_setting(db, KEY))


def comfort_of(db: Session, account_id: int) -> Comfort:
    """What somebody chose, or else the newsroom."""
    row = db.get(DeskComfort, account_id)
    chosen = stored_settings.site_setting(db, KEY)
    if row is not None:
        own = {"blur": row.blur, "easy_after": row.easy_after, "budget": row.budget}
        chosen |= {name: value for name, value in own.items() if value is not None}
    return _comfort(chosen)


def keep_comfort(db: Session, account_id: int, chosen: Comfort) -> None:
    """Keep somebody's choice; nobody else is told of it."""
    put(db, DeskComfort, {"account_id": account_id}, _values(chosen))


def set_newsroom_comfort(
    db: Session, chosen: Comfort, *, actor: Actor, now: datetime
) -> None:
    """Set what holds for whoever has chosen nothing."""
    authorize(actor, Act.MANAGE_SITE)
    stored_settings.put_site_setting(db, KEY, _values(chosen), now)


def sitting_of(db: Session, account_id: int, now: datetime) -> Sitting:
    """Somebody's present sitting; a new one after a break."""
    row = db.get(DeskComfort, account_id)
    if row is None or row.last_at is None:
        return Sitting(now)
    return Sitting(row.last_at, row.severe, row.in_row, row.mild_only).at(now)


def note_decided(
    db: Session, moderator: Account, revision: Revision, now: datetime
) -> None:
    """Count a decision in its moderator's sitting."""
    severe = is_severe(revision)
    keep_sitting(
        db,
        moderator.id,
        sitting_of(db, moderator.id, now).decided(now, severe=severe),
    )


def ask_for(db: Session, account_id: int, now: datetime, *, mild_only: bool) -> None:
    """Go on with mild items alone, or with all and the count from the beginning."""
    present = sitting_of(db, account_id, now)
    severe = present.severe if mild_only else 0
    keep_sitting(db, account_id, Sitting(now, severe, 0, mild_only))


def keep_sitting(db: Session, account_id: int, sitting: Sitting) -> None:
    """Keep how somebody's sitting goes."""
    values = {
        "last_at": sitting.last_at,
        "severe": sitting.severe,
        "in_row": sitting.in_row,
        "mild_only": sitting.mild_only,
    }
    put(db, DeskComfort, {"account_id": account_id}, values)
    row = db.get(DeskComfort, account_id)
    if row is not None:
        db.refresh(row)


def wants_easy(db: Session, moderator: Account, now: datetime) -> bool:
    """Whether this moderator is due an item that is not severe."""
    return sitting_of(db, moderator.id, now).wants_easy(comfort_of(db, moderator.id))


def is_severe(revision: Revision) -> bool:
    """Whether the filter found something severe in a text."""
    return any(found.get("severity") == Severity.SEVERE for found in revision.findings)


def _comfort(chosen: dict[str, Any]) -> Comfort:
    usual = Comfort()
    return Comfort(
        Blur(chosen.get("blur", usual.blur)),
        int(chosen.get("easy_after", usual.easy_after)),
        int(chosen.get("budget", usual.budget)),
    )


def _values(chosen: Comfort) -> dict[str, Any]:
    return {
        "blur": chosen.blur.value,
        "easy_after": chosen.easy_after,
        "budget": chosen.budget,
    }
