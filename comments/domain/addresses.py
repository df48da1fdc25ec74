"""Web addresses in a text: where one ends, and which may become a link."""

from typing import Final
from urllib.parse import urlsplit

# An address ends at white space, quotes, brackets and whatever is not seen.
_NOT_IN_ONE: Final = (
    r"""\s<>"'`\\^{}|\x00-\x20\x7f-\x9f\u00ad\u061c"""
    r"""\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"""
)
ADDRESS: Final = rf"\bhttps?://[^{_NOT_IN_ONE}]++"
# What stands in the round brackets of a link: its own brackets come in pairs.
_LETTER: Final = rf"[^{_NOT_IN_ONE}()\[\]]"
DESTINATION: Final = rf"https?://(?:{_LETTER}|\({_LETTER}*+\))++"

SCHEMES: Final = frozenset({"http", "https"})
CLOSING: Final = ".,;:!?…*"
BRACKETS: Final = {")": "(", "]": "["}


def without_closing(address: str) -> str:
    """Leave out the punctuation that belongs to the sentence around an address."""
    counts = {bracket: address.count(bracket) for bracket in "()[]"}
    end = len(address)
    while end:
        last = address[end - 1]
        opening = BRACKETS.get(last)
        unopened = opening is not None and counts[opening] < counts[last]
        if last not in CLOSING and not unopened:
            break
        if last in counts:
            counts[last] -= 1
        end -= 1
    return address[:end]


def may_be_linked(address: str) -> bool:
    """Whether an address leads where it seems to lead."""
    try:
        parts = urlsplit(address)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    # A name before an @ makes one site's address look like another's.
    return (
        parts.scheme.lower() in SCHEMES
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and port_is_sound
    )


def host_of(address: str) -> str:
    """The site that an address leads to, as it was typed."""
    return urlsplit(address).netloc
