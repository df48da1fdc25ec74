"""The public moderation log: what an entry of the ledger may tell everybody.

An act, its rule, whether a machine did it, and the hour.  No name, no text, no comment
and no minute: whoever posted at that minute would be known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from comments.domain.phrases import Phrase

MACHINE: Final = "machine"

# An act that is not listed is the newsroom's own business, and stays out of the log.
PUBLIC_ACTS: Final[Mapping[str, str]] = {
    "hold": Phrase("A comment was held"),
    "reject": Phrase("A comment was rejected"),
    "approve": Phrase("A comment was approved"),
    "undo": Phrase("A decision was taken back"),
    "warning": Phrase("A reader was warned"),
    "always-review": Phrase("A reader’s comments are read before they appear"),
    "mute": Phrase("A reader was muted"),
    "suspension": Phrase("A reader was suspended"),
    "ban": Phrase("A reader was banned"),
    "lift": Phrase("A sanction was lifted"),
    "close thread": Phrase("A discussion was closed"),
    "open thread": Phrase("A discussion was opened"),
    "moderate pre": Phrase("A discussion is read before it appears"),
    "moderate post": Phrase("A discussion is read after it appears"),
    "pause site": Phrase("New comments were stopped everywhere"),
    "resume site": Phrase("New comments were let in again"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the public log; `hour` is the hour in which it happened."""

    number: int
    hour: datetime
    act: str
    rule: str | None
    automated: bool
    words: str


def log_line(
    number: int, at: datetime, act: str, rule: str | None, role: str, before: str | None
) -> LogLine:
    """What everybody may know of an entry."""
    words = PUBLIC_ACTS[act]
    if act == "reject" and before == "published":
        words = Phrase("A comment was taken down")
    hour = at.replace(minute=0, second=0, microsecond=0)
    return LogLine(number, hour, act, rule, role == MACHINE, words)
