"""The checklist of an escalated item: whether it threatens life or safety.

Regulation (EU) 2022/2065 art. 18(1): whoever hosts a text and learns of something that
gives rise to a suspicion of a criminal offence involving a threat to life or safety
promptly tells the police or a prosecutor, with all that is known of it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from comments.domain.phrases import Phrase

LONGEST_ANSWER: Final = 500  # code points
# The questions, in the order in which they are asked; each is answered in own words.
QUESTIONS: Final[Mapping[str, str]] = {
    "who": Phrase("Who is threatened, and by whom, as far as it is known"),
    "where": Phrase("Where"),
    "when": Phrase("When"),
    "authority": Phrase("Which police or prosecutor was told"),
    "reference": Phrase("Their reference"),
    "told_at": Phrase("When they were told"),
    "reason": Phrase("Why there is no such suspicion, or why nobody was told"),
}


class Unfinished(ValueError):
    """An answer is missing; `field` says which, the sentence why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeChecklist:
    """What an editor found: a suspicion or none, and what was done about it."""

    suspicion: bool
    who: str = ""
    where: str = ""
    when: str = ""
    authority: str = ""
    reference: str = ""
    told_at: str = ""
    reason: str = ""

    def check(self) -> None:
        """Raise Unfinished when the answers do not account for what was done."""
        if not self.suspicion and not self.reason:
            raise Unfinished(
                "reason", Phrase("Say why there is no suspicion; it may be asked for.")
            )
        if self.suspicion and not self.authority and not self.reason:
            raise Unfinished(
                "authority",
                Phrase("Name whom you told, or say below why nobody was told."),
            )
        if self.authority and not self.told_at:
            raise Unfinished("told_at", Phrase("Say when they were told."))

    @property
    def is_told(self) -> bool:
        """Whether an authority knows of it."""
        return bool(self.authority)

    def as_record(self) -> dict[str, Any]:
        """The stored form."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "LifeChecklist":
        """Read it back."""
        return cls(**dict(record))
