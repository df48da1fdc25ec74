"""Quoting a comment in the answer to it."""

from typing import Final

MOST_QUOTED: Final = 600  # characters: an answer is about a sentence or two
SIGN: Final = "> "


def quotation_of(text: str) -> str:
    """A comment's own words as a quotation, with room for the answer below.

    What the comment itself quotes is left out, so that answers do not grow by echoes.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    own = "\n".join(line for line in lines if not line.lstrip().startswith(">"))
    quoted = [SIGN + line for line in _cut(own.strip()).splitlines()]
    return "\n".join(line.rstrip() for line in quoted) + "\n\n" if quoted else ""


def _cut(text: str) -> str:
    """The text up to a word's end, when there is too much of it."""
    if len(text) <= MOST_QUOTED:
        return text
    kept = text[:MOST_QUOTED]
    return (kept.rsplit(maxsplit=1)[0] if len(kept.split()) > 1 else kept) + " …"
