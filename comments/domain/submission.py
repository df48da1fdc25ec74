"""A text handed to the filter, with the stored facts that some checks need."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

REPEAT_WINDOW: Final = timedelta(
    hours=24
)  # how far back an author's texts are compared
FLOOD_WINDOW: Final = timedelta(minutes=5)
FLOOD_COMMENTS: Final = (
    8  # in FLOOD_WINDOW: a fast debater stays below, a script does not
)
SETTLED_AUTHOR: Final = 3  # published comments after which a link needs no second look


@dataclass(frozen=True, slots=True)
class AuthorFacts:
    """What the store knows about an author when a text arrives.

    `recent_texts` are the author's own texts of REPEAT_WINDOW in other comments.
    `recent_comments` counts the comments of FLOOD_WINDOW; None leaves the flood check
    out (load tests and staff).
    """

    published_comments: int
    recent_comments: int | None = None
    recent_texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A text to check.  Without facts only the checks about words run."""

    text: str
    facts: AuthorFacts | None = None
