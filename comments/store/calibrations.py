"""Queries about the corrections of the filter's confidences."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.store.models import FilterCalibration


def get_calibration(db: Session, version: int) -> FilterCalibration | None:
    """The correction of a version."""
    return db.get(FilterCalibration, version)


def latest_calibrations(db: Session, limit: int) -> Sequence[FilterCalibration]:
    """The newest corrections, the latest first."""
    newest = select(FilterCalibration).order_by(FilterCalibration.version.desc())
    return db.scalars(newest.limit(limit)).all()
