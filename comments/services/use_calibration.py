"""Switching to another correction of the filter's confidences, or back to none."""

import hashlib
import json
from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, authorize
from comments.domain.phrases import Phrase
from comments.filter.calibration import UNCORRECTED
from comments.services import ledger
from comments.services.calibrations import SETTING, version_in_use
from comments.services.errors import NotFound
from comments.services.filter_versions import Editing
from comments.services.ledger_chain import hold_head
from comments.store import calibrations as stored
from comments.store import comments as stored_comments

SWITCH: Final = "use calibration"


def use_calibration(db: Session, version: int, by: Editing) -> None:
    """Let a stored correction hold from the next comment on, or with 0 none.

    Every switch is an entry of the ledger; the one in use again is none.  Raises
    NotPermitted for whoever is no editor and NotFound for an unknown version.
    """
    authorize(by.actor, Act.MANAGE_FILTER)
    hold_head(db)  # two editors at once: entries stand in the order of the switches
    row = stored.get_calibration(db, version) if version else None
    if version and row is None:
        raise NotFound(
            Phrase("The filter has no calibration %(version)s.", version=version)
        )
    if version == version_in_use(db, afresh=True)[0]:
        return
    value = {"version": version, "stamp": token_hex(8)}
    stored_comments.put_site_setting(db, SETTING, value, by.now)
    ledger.record(
        db,
        SWITCH,
        by=by.editor,
        key=by.newsroom.ledger_key,
        now=by.now,
        subject=f"calibration:{version}",
        detail=digest_of(row.numbers if row else UNCORRECTED.as_numbers()),
    )


def digest_of(numbers: Mapping[str, Any]) -> str:
    """What the ledger keeps of a correction, so that its row cannot be touched up."""
    written = json.dumps(numbers, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()
