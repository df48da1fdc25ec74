"""The linear tier: what single words, their letters and short runs of them weigh.

A word is looked up by hashes: its own, those of its runs of three to five letters, and
those of the two and three words that end with it.  All that is added up is a weight per
hash and label, so what a word contributes is known, and a long text costs no more than
its words.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from comments.filter.artifacts import load_arrays
from comments.filter.patterns import words_of_class
from comments.filter.words import REMEMBERED_WORDS

LABELS: Final = ("any", "obscene", "threat", "identity", "insult")
BUCKETS: Final = 1 << 18
RUNS: Final = (3, 4, 5)  # letters, within one word
IDENTITY: Final = b"\0"  # stands for any neutral word for a group of people
PAIR: Final = 0x9E3779B1  # spreads the hash of two words over all buckets
TRIPLE: Final = 0x85EBCA77

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint32]

# What the model remembers of a word: its sums by label, how many, and its own hash.
ROW: Final = np.dtype(
    [("sums", np.float32, len(LABELS)), ("count", np.float32), ("hash", np.uint32)]
)


class Hashed(NamedTuple):
    """A word's own hash and the buckets of all that is inside it."""

    word: int
    buckets: tuple[int, ...]


@lru_cache(maxsize=4096)
def hashed(word: str) -> Hashed:
    """The hashes of one word; words for groups of people all look the same.

    Such a word has no bucket, so that naming a group weighs nothing by itself, only
    what is said about it in the same two or three words.
    """
    if word in words_of_class("NEUTRAL"):
        return Hashed(zlib.crc32(IDENTITY), ())
    letters = f"<{word}>".encode("utf-8", "surrogatepass")
    own = zlib.crc32(letters)
    if len(word) < RUNS[0]:
        return Hashed(own, (own % BUCKETS,))
    runs = {
        zlib.crc32(letters[start : start + length], length)
        for length in RUNS
        for start in range(len(letters) - length + 1)
    }
    return Hashed(own, (own % BUCKETS, *sorted(run % BUCKETS for run in runs)))


def of_two(words: Hashes) -> Hashes:
    """The bucket of each word together with the one before it."""
    return (words[:-1] * np.uint32(PAIR) + words[1:]) % np.uint32(BUCKETS)


def of_three(words: Hashes) -> Hashes:
    """The bucket of each word together with the two before it."""
    first = words[:-2] * np.uint32(TRIPLE)
    pair = words[1:-1] * np.uint32(PAIR)
    return (first + pair + words[2:]) % np.uint32(BUCKETS)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What each word of a text contributes to each label, and how much it counts."""

    contributions: Floats  # [words, labels]
    counts: Floats  # [words]
    bias: Floats  # [labels]

    def logits(self, first: int, end: int) -> Floats:
        """The labels' logits for the words of a range."""
        total = self.contributions[first:end].sum(0)
        length = np.sqrt(max(1.0, float(self.counts[first:end].sum())))
        logits: Floats = total / length + self.bias
        return logits


@dataclass(frozen=True, slots=True)
class LinearModel:
    """The weights, one row a bucket, with a memory for the words met most."""

    weights: Floats
    bias: Floats
    of_word: Callable[[str], bytes]  # one ROW

    def weigh(self, words: Sequence[str]) -> Weighed:
        """Weigh each word of a text, with the runs of words that end with it."""
        own = np.frombuffer(b"".join(map(self.of_word, words)), ROW)
        hashes = own["hash"]
        counts = own["count"].copy()
        sums = own["sums"].copy()
        sums[1:] += self.weights[of_two(hashes)]
        sums[2:] += self.weights[of_three(hashes)]
        counts[1:] += 1
        counts[2:] += 1
        return Weighed(sums, counts, self.bias)


def linear_model(weights: Floats, bias: Floats) -> LinearModel:
    """A model over these weights; its memory is its own and bounded."""

    def of_word(word: str) -> bytes:
        own, buckets = hashed(word)
        sums = weights[np.array(buckets, np.intp)].sum(0)
        return np.array((sums, len(buckets), own), ROW).tobytes()

    return LinearModel(weights, bias, lru_cache(REMEMBERED_WORDS)(of_word))


@cache
def load_linear() -> LinearModel:
    """The shipped model, read once per process; raises BadArtifact if it is damaged."""
    arrays = load_arrays("linear.npz")
    return linear_model(arrays["weights"].astype(np.float32), arrays["bias"])
