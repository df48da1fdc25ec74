"""Which correction of the filter's confidences is in use.

Version 0 is no correction: the confidences as shipped.  The version in use stands
among the settings of the site, which every submission reads.
"""

from typing import Final

from sqlalchemy.orm import Session

from comments.filter.calibration import UNCORRECTED, Calibration, read_calibration
from comments.store import calibrations as stored
from comments.store import comments as stored_comments

SETTING: Final = "calibration"


def version_in_use(db: Session, *, afresh: bool = False) -> tuple[int, str]:
    """The version in use, and a stamp: a restored database may use a number again."""
    value = stored_comments.site_setting(db, SETTING, afresh=afresh)
    return int(value.get("version", 0)), str(value.get("stamp", ""))


def calibration_in_use(db: Session) -> Calibration:
    """The correction in use; the shipped confidences when there is none."""
    version, _ = version_in_use(db)
    row = stored.get_calibration(db, version) if version else None
    return read_calibration(row.version, row.numbers) if row else UNCORRECTED
