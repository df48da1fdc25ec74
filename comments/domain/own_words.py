"""The newsroom's own words: what it bans, watches and allows beside the filter's own.

An entry is a word or a phrase as an editor wrote it.  The filter compares it with what
a comment says in normal form, so that a disguise does not dodge it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from comments.domain.phrases import Phrase
from comments.domain.posted_rules import POSTED_RULES, codes

MAX_WORD: Final = 100  # code points of an entry: a phrase, not a paragraph
MAX_REASON: Final = 300
MOST_WORDS: Final = 10_000  # entries at a time; every process holds them all
BANNED: Final = "banned"  # the lists, and the checks that find what is on them
WATCHED: Final = "watched"
ALLOWED: Final = "allowed"
LISTS: Final = (BANNED, WATCHED, ALLOWED)
LIST_CHECKS: Final = frozenset({BANNED, WATCHED})
ONE_DAY: Final = timedelta(days=1)
LISTED_RULES: Final = codes(POSTED_RULES.filtered())


class Treatment(StrEnum):
    """What becomes of a text with the words: the first two are the banned list."""

    HOLD = "hold"
    REJECT = "reject"
    WATCH = "watch"  # published, and a moderator is asked to look
    ALLOW = "allow"  # the filter makes nothing of the words


LIST_OF: Final = {
    Treatment.HOLD: BANNED,
    Treatment.REJECT: BANNED,
    Treatment.WATCH: WATCHED,
    Treatment.ALLOW: ALLOWED,
}


class WrongEntry(ValueError):
    """An entry cannot be listed as it is; the sentence is for whoever wrote it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Listing:
    """A word or phrase and what it means; `rule` is None when the words are allowed."""

    text: str
    treatment: Treatment
    rule: str | None = None

    @property
    def list_name(self) -> str:
        """Which of the three lists it is on."""
        return LIST_OF[self.treatment]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an editor lists, and why; `expires_at` is None for good."""

    listing: Listing
    reason: str
    expires_at: datetime | None = None


def make_entry(
    text: str, *, treatment: str, rule: str = "", reason: str, until: str = ""
) -> Entry:
    """An entry from what somebody wrote, or WrongEntry.

    `until` is the last day, in UTC, on which it counts; empty for good.
    """
    word = _tidy("text", text, MAX_WORD)
    if treatment not in tuple(Treatment):
        known = ", ".join(Treatment)
        raise WrongEntry(
            "treatment",
            Phrase(
                "“%(treatment)s” is none of these: %(known)s.",
                treatment=treatment,
                known=known,
            ),
        )
    listing = Listing(word, Treatment(treatment), _rule(treatment, rule.strip()))
    return Entry(listing, _tidy("reason", reason, MAX_REASON), read_end(until))


def read_end(text: str) -> datetime | None:
    """The moment after a last day; None without a day."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
        return datetime.combine(day, time(), UTC) + ONE_DAY
    except (ValueError, OverflowError):
        raise WrongEntry(
            "until", Phrase("Write the last day as year-month-day, like 2027-03-31.")
        ) from None


def last_day(expires_at: datetime | None) -> str:
    """The last day of an entry, as `read_end` reads it."""
    return (expires_at - ONE_DAY).date().isoformat() if expires_at else ""


def _tidy(field: str, text: str, maximum: int) -> str:
    """A text on one line, without what no database keeps."""
    tidy = " ".join(text.split())
    if not tidy:
        raise WrongEntry(field, Phrase("The %(field)s is missing.", field=field))
    if len(tidy) > maximum:
        raise WrongEntry(
            field,
            Phrase(
                "The %(field)s is longer than %(maximum)s characters.",
                field=field,
                maximum=maximum,
            ),
        )
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in tidy):
        raise WrongEntry(
            field,
            Phrase("The %(field)s has characters that we cannot keep.", field=field),
        )
    return tidy


def _rule(treatment: str, rule: str) -> str | None:
    if treatment == Treatment.ALLOW:
        return None
    if rule not in LISTED_RULES:
        known = ", ".join(LISTED_RULES)
        raise WrongEntry(
            "rule",
            Phrase("Name the rule that the words break: %(known)s.", known=known),
        )
    return rule
