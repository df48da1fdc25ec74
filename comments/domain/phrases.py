"""Phrases: what the inner rooms say to people, kept so that it can be said elsewise.

The domain, the filter and the use-cases speak English and know of no other language.
What they say is a text like any other; only the edges, which know who reads, look for
it in a catalogue.  `make words` gathers every text that is written as a phrase here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self


class Phrase(str):
    """A sentence in English that still knows its pattern and the values in it.

    `%(name)s` stands for a value, which may be a phrase, a number or a moment itself.
    With `many` the pattern is that of one thing, and `number` says how many there are.
    """

    __slots__ = ("many", "number", "pattern", "values")

    pattern: str
    many: str | None
    number: int
    values: dict[str, Any]

    def __new__(
        cls, pattern: str, many: str | None = None, number: int = 1, /, **values: Any
    ) -> Self:
        """The sentence as English says it."""
        shown = pattern if many is None or number == 1 else many
        said = {name: _in_english(value) for name, value in values.items()}
        phrase = super().__new__(cls, shown % said if said else shown)
        phrase.pattern, phrase.many = pattern, many
        phrase.number, phrase.values = number, values
        return phrase

    def __str__(self) -> str:
        # So that `str(error)` of an error that was raised with a phrase gives it back.
        return self


def counted(one: str, many: str, number: int, /, **values: Any) -> Phrase:
    """A phrase about a number of things, which stands in it as `%(count)s`."""
    return Phrase(one, many, number, **({"count": number} | values))


def joined(texts: Iterable[str]) -> Phrase:
    """Some sentences as one, a space between them."""
    parts: dict[str, Any] = {f"part_{place}": text for place, text in enumerate(texts)}
    pattern = " ".join(f"%({name})s" for name in parts)
    return Phrase(pattern, **parts)


def moment_in_english(moment: datetime) -> str:
    """A moment to the minute, in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _in_english(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_in_english(value)
    return f"{value:,}" if isinstance(value, int) else value
