"""Where a page of something that is due begins: the moment and the id before it."""

from datetime import UTC, datetime

from comments.domain.phrases import Phrase
from comments.services.read_appeals import DueCursor
from comments.web.forms import Fields, InvalidField, read_id


def read_due_cursor(fields: Fields, field: str = "cursor") -> DueCursor | None:
    """The place that a link of ours names; None for the first page."""
    typed = fields.get(field)
    if not typed:
        return None
    micros, _, number = str(typed).partition("-")
    row = read_id({field: number}, field)
    whole = micros.isascii() and micros.isdigit() and len(micros) <= 17
    try:
        moment = datetime.fromtimestamp(int(micros) / 1_000_000, UTC) if whole else None
    except (ValueError, OverflowError, OSError):
        moment = None
    if row is None or moment is None:
        raise InvalidField(field, Phrase("This page begins nowhere; begin without it."))
    return moment, row


def write_due_cursor(place: DueCursor | None) -> str | None:
    """A place as it stands in an address."""
    if place is None:
        return None
    moment, row = place
    return f"{round(moment.timestamp() * 1_000_000)}-{row}"
