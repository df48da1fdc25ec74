"""How lively a discussion is: good-faith activity of late, and not heat.

What counts is how many different people wrote lately what readers may see.  Two who
quarrel all day are two people.  The more of what was written there had to be held back,
was rejected or reported, the less it counts: a brawl is no recommendation.

    liveliness = people * calm ** 2
    calm       = 1 - (held + rejected + reported) / (written + PRIOR)

PRIOR imagines a few more good comments, so that one report in a small discussion does
not silence it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

WINDOW: Final = timedelta(hours=24)
PRIOR: Final = 3
FEWEST_PEOPLE: Final = 2  # one person is no discussion


@dataclass(frozen=True, slots=True)
class Activity:
    """What happened in a discussion within the window.

    `people` wrote something that is shown; of all comments `written`, `troubled` are
    held, rejected or have a report that is open or was upheld.
    """

    people: int
    written: int
    troubled: int


def liveliness(activity: Activity) -> float:
    """The number by which discussions are ranked; nothing below two people."""
    if activity.people < FEWEST_PEOPLE:
        return 0.0
    calm = 1 - activity.troubled / (activity.written + PRIOR)
    return float(activity.people * max(0.0, calm) ** 2)
