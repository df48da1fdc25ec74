"""The public moderation log: what an entry of the ledger may tell everybody.

An act, its rule, whether a machine did it, and the hour.  No name, no text, no comment
and no minute: whoever posted at that minute would be known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

MACHINE: Final = "machine"

# An act that is not listed is the newsroom's own business, and stays out of the log.
PUBLIC_ACTS: Final[Mapping[str, str]] = {
    "hold": "A comment was held",
    "reject": "A comment was rejected",
    "approve": "A comment was approved",
    "undo": "A decision was taken back",
    "warning": "A reader was warned",
    "always-review": "A reader’s comments are read before they appear",
    "mute": "A reader was muted",
    "suspension": "A reader was suspended",
    "ban": "A reader was banned",
    "lift": "A sanction was lifted",
    "close thread": "A discussion was closed",
    "open thread": "A discussion was opened",
    "moderate pre": "A discussion is read before it appears",
    "moderate post": "A discussion is read after it appears",
    "pause site": "New comments were stopped everywhere",
    "resume site": "New comments were let in again",
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
        words = "A comment was taken down"
    hour = at.replace(minute=0, second=0, microsecond=0)
    return LogLine(number, hour, act, rule, role == MACHINE, words)
