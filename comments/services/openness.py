"""How much of moderation the public may see: an editor's choice, off by default."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.permissions import Actor
from comments.services import ledger
from comments.services.newsroom import Newsroom
from comments.services.site_settings import setting_to_change
from comments.store import comments as stored
from comments.store.models import Account

KEY: Final = "openness"


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether everybody may read the moderation log and the transparency report."""

    log: bool = False
    report: bool = False


def openness(db: Session) -> Openness:
    """What the public may see now."""
    return _openness(stored.site_setting(db, KEY))


def set_openness(
    db: Session,
    chosen: Openness,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Open or close the log and the report, with a ledger entry for each change."""
    before = _openness(setting_to_change(db, KEY, actor))
    stored.put_site_setting(db, KEY, asdict(chosen), now)
    for part in ("log", "report"):
        is_open = getattr(chosen, part)
        if is_open == getattr(before, part):
            continue
        act = f"{'open' if is_open else 'close'} {part}"
        ledger.record(
            db, act, by=editor, key=newsroom.ledger_key, now=now, subject="site"
        )


def _openness(chosen: Mapping[str, Any]) -> Openness:
    return Openness(bool(chosen.get("log")), bool(chosen.get("report")))
