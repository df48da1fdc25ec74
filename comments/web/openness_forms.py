"""What is asked of the public account: a period, a page of the log, what is open."""

from datetime import date

from comments.domain.periods import NoPeriod, Period, period_of
from comments.domain.phrases import Phrase
from comments.services.openness import Openness
from comments.web.forms import Fields, InvalidField, read_flag


def read_period(fields: Fields, *, today: date) -> Period:
    """The period from one day to another; the last thirty days when none is named."""
    first, last = _read_day(fields, "from"), _read_day(fields, "to")
    try:
        return period_of(first, last, today=today)
    except NoPeriod:
        raise InvalidField(
            "from",
            Phrase("The period must begin before it ends, and not in the future."),
        ) from None


def read_openness(fields: Fields) -> Openness:
    """What an editor lets the public see."""
    return Openness(log=read_flag(fields, "log"), report=read_flag(fields, "report"))


def _read_day(fields: Fields, field: str) -> date | None:
    value = fields.get(field)
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InvalidField(
            field, Phrase("%(field)s must be a day, as in 2026-03-14.", field=field)
        ) from None
