"""Words in disguise: digits and marks for letters, stars, gaps and stretched letters."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Disguises:
    """The words worth unmasking, by what is left of them in each disguise."""

    def resolve(self, chunk: str) -> str | None:
        """Return the word behind a disguise; None when there is none."""
        return None


@cache
def load_disguises() -> Disguises:
    """Compile the disguises of every known word, once per process."""
    return Disguises()
