"""What mail is about, and when it may be sent: rules without a mail server."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from comments.domain.phrases import Phrase

CONFIRMS_FOR: Final = timedelta(days=3)  # a weekend without mail should not matter
RESETS_FOR: Final = timedelta(hours=2)
STOPS_FOR: Final = timedelta(days=90)  # a letter may lie unread for a season
NEWS_WAITS: Final = timedelta(minutes=5)  # time to think better of it, and withdraw
DIGEST_AT: Final = time(6)
LAST_CALL: Final = timedelta(minutes=15)
URGENT: Final = "urgent"  # the one kind that cannot wait for a day


def fold_address(typed: str) -> str:
    """An address as it is compared: nobody remembers its capitals."""
    return typed.strip().lower()


class Cadence(StrEnum):
    """How soon a reader is written to about one kind of thing."""

    EACH = "each"
    DAILY = "daily"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of notice, about which a reader chooses how often to be written to.

    `messages` are the kinds of outbox messages that belong to it.  A `staff_only` kind
    is offered to moderators and above.
    """

    code: str
    label: str
    hint: str
    messages: frozenset[str]
    unless_chosen: Cadence
    staff_only: bool = False


# An open table: a new kind is a line here, and its words in `services.letters.NOTES`.
MAIL_KINDS: Final = (
    MailKind(
        "statements",
        Phrase("Decisions about my comments"),
        Phrase(
            "When a comment is held, removed or back again, or my account is "
            "restricted: by which rule, and what I can do."
        ),
        frozenset({"statement"}),
        Cadence.EACH,
    ),
    MailKind(
        "reports",
        Phrase("My reports"),
        Phrase("What came of a comment that I reported."),
        frozenset({"report-outcome"}),
        Cadence.EACH,
    ),
    # Off until they are asked for: pleasant, and nobody needs them.
    MailKind(
        "replies",
        Phrase("Answers"),
        Phrase("When somebody answers a comment of mine."),
        frozenset({"reply"}),
        Cadence.OFF,
    ),
    MailKind(
        "mentions",
        Phrase("Mentions"),
        Phrase(
            "When somebody calls me by my name, with an @, in a discussion I take "
            "part in."
        ),
        frozenset({"mention"}),
        Cadence.OFF,
    ),
    MailKind(
        "people",
        Phrase("People I follow"),
        Phrase("When somebody whom I follow writes."),
        frozenset({"person"}),
        Cadence.OFF,
    ),
    MailKind(
        "threads",
        Phrase("Discussions I follow"),
        Phrase("When something is written in a discussion that I follow."),
        frozenset({"thread"}),
        Cadence.OFF,
    ),
    # Only whoever has agreed to be asked is asked at all.
    MailKind(
        "messages",
        Phrase("Questions from the newsroom"),
        Phrase("When the newsroom asks me about a comment of mine, as I let it."),
        frozenset({"newsroom-message"}),
        Cadence.EACH,
    ),
    MailKind(
        URGENT,
        Phrase("Urgent items"),
        Phrase(
            "When a threat, or an item that a moderator hands to the editors, waits at "
            "the desk: with links that decide without logging in."
        ),
        frozenset({"urgent-item"}),
        Cadence.OFF,
        staff_only=True,
    ),
)
KIND_CODES: Final = tuple(kind.code for kind in MAIL_KINDS)


def kind_of(message: str) -> MailKind | None:
    """The kind to which an outbox message belongs; None when nobody may choose."""
    return next((kind for kind in MAIL_KINDS if message in kind.messages), None)


def next_digest(now: datetime) -> datetime:
    """When the digest leaves for which something is noted now.

    Nothing joins a digest that may be on its way already.
    """
    today = datetime.combine(now.astimezone(UTC), DIGEST_AT, tzinfo=UTC)
    return today if now < today - LAST_CALL else today + timedelta(days=1)
