"""Bands: a few numbers by which near-identical texts are found through an index.

Of a text's words and pairs of words, each band takes the three that come first in an
order of its own, mixed by a hash (min-wise hashing).  Two texts that share the part s
of their words and pairs agree in a band with the probability s³; texts that agree in
two of six are near-identical: nine tenths in common are found in 99 of 100 cases, half
in 17.  The numbers depend on the words alone, so every database keeps the same.
"""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Final

BANDS: Final = 6
AGREEING: Final = 2  # bands in which near-identical texts agree, at least
ROWS: Final = 3
FEWEST_WORDS: Final = 5  # of shorter texts, as "I agree", only equal ones are the same
MOST_WORDS: Final = 600
WIDTH: Final = 4  # bytes of each of the numbers that are compared


def bands_of(words: Sequence[str]) -> tuple[int, ...]:
    """A text's bands; none for a text of a few words."""
    if len(words) < FEWEST_WORDS:
        return ()
    words = words[:MOST_WORDS]
    features = {*words, *(f"{one} {other}" for one, other in pairwise(words))}
    mixed = [_numbers(f"{half}", features) for half in range(2)]
    least = [min(row) for half in mixed for row in zip(*half, strict=True)]
    least = least[: BANDS * ROWS]
    return tuple(_band(least[n * ROWS : (n + 1) * ROWS]) for n in range(BANDS))


def _numbers(salt: str, features: set[str]) -> list[tuple[int, ...]]:
    """For each feature its places in many orders at once."""
    return [_parted(_digest(salt, feature)) for feature in features]


def _digest(salt: str, feature: str) -> bytes:
    typed = feature.encode("utf-8", "surrogatepass")
    return blake2b(typed, digest_size=40, salt=salt.encode()).digest()


def _parted(digest: bytes) -> tuple[int, ...]:
    return tuple(
        int.from_bytes(digest[start : start + WIDTH], "big")
        for start in range(0, len(digest), WIDTH)
    )


def _band(least: Sequence[int]) -> int:
    """Some least numbers as one, which a signed column of 64 bits holds."""
    joined = ",".join(map(str, least)).encode()
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "big", signed=True)
