"""What a use-case may refuse, and with which words.

ServiceError
├── NotFound              404  it is not there, or not for this actor
├── Conflict              409  the world has moved on
│   ├── ThreadClosed
│   ├── AttemptReused
│   └── StaleDecision     carries the item's present state
├── Refused               403  not this actor, for a reason worth telling
└── TooManyThreads        429  more new articles than one site may show in an hour

The message is for the person who asked; `web.errors` alone knows status codes.
"""

from dataclasses import dataclass
from datetime import datetime

from comments.domain.phrases import Phrase


class ServiceError(Exception):
    """A refusal with a plain sentence for the person who asked."""


class NotFound(ServiceError):
    """It is not there, or this actor may not know that it is."""

    def __init__(self, message: str = Phrase("There is nothing here.")) -> None:
        super().__init__(message)


class Conflict(ServiceError):
    """The request does not fit the present state; nothing changed."""


class ThreadClosed(Conflict):
    """The thread, or the whole site, takes no comments now."""


class AttemptReused(Conflict):
    """The attempt key has already stored another text."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This form was already used for another comment. "
                "Reload the page and post again; your text is kept below."
            )
        )


@dataclass(frozen=True, slots=True)
class PresentState:
    """Where an item stands now, for the moderator whose page was out of date."""

    item_id: int
    version: int
    state: str
    comment_status: str
    decided_by: str | None
    action: str | None
    rule: str | None
    decided_at: datetime | None


class StaleDecision(Conflict):
    """The item changed after the moderator's page was made."""

    def __init__(self, present: PresentState) -> None:
        super().__init__(_stale_sentence(present))
        self.present = present


class Refused(ServiceError):
    """This actor may not do it, and is told why."""


class NoteWanted(Refused):
    """This decision needs words that were not given."""


def _stale_sentence(present: PresentState) -> str:
    if present.comment_status == "withdrawn":
        return Phrase("The author has withdrawn this comment; nothing was changed.")
    if present.decided_by is not None and present.action is not None:
        under = f" under {present.rule}" if present.rule else ""
        return Phrase(
            "%(decided_by)s decided first: %(action)s%(under)s.",
            decided_by=present.decided_by,
            action=present.action,
            under=under,
        )
    return Phrase(
        "The comment changed after you opened it; look again before you decide."
    )


class TooManyThreads(ServiceError):
    """So many new articles were seen lately that this one has to wait."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Many new discussions were opened in the last hour. "
                "This one opens a little later."
            )
        )
