"""Words in disguise: digits and marks for letters, stars, gaps and stretched letters.

Only words worth hiding are looked for, so that an innocent word that happens to look
like a disguise stays what it is.  Each disguise is undone by a look-up:

  look-alikes  $h!7, d1ckh34d   letters and marks that look the same become one
  stars        f**k, sh*t       the letters that are left must fit, in place and number
  gaps         f-u-c-k, w.o.p   single letters between marks are put together
  stretched    shiiiit          runs of three and more shrink to what the word has
  run together goandkillyourself   a long word of nothing but known words is taken apart
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, TypeVar

from comments.domain.verdict import Severity
from comments.filter.lexicon import load_lexicon
from comments.filter.patterns import load_vocabulary

Key = TypeVar("Key")

# Marks and digits by the letter they are drawn for.  i, l, 1 and their like cannot be
# told apart, nor can u and v: both sides of the comparison use one of them.
DRAWN: Final = str.maketrans(
    "0134578926@$!|+({<€l£v#",
    "oieastbgzbasiitccceiiuh",
)
DRAWN_BY: Final = re.compile(r"[0-9@$!|+({<€£#]")
REPEATED: Final = re.compile(r"(.)\1+")
TRIPLED: Final = re.compile(r"([^\W\d_])\1\1")
STARS: Final = re.compile(r"[*#%&@$]")
STARRED: Final = re.compile(r"[a-z][a-z*#%&@$]{1,22}")
DASHES: Final = re.compile(r"(?<=[a-z])(?:[-_.]{2,6}(?=[a-z])|_{3,8}$)")
GAPPED: Final = re.compile(r"[^\W_](?:[\W_]{1,3}[^\W_]){2,23}")
SPLIT: Final = re.compile(r"[^\W\d_]{1,12}[.\-_*~/|+:,'·]{1,2}[^\W\d_]{1,12}")

SHORTEST_BY_LOOK: Final = 4  # A55 is a road, 455 a number
SHORTEST_RUN_TOGETHER: Final = 12
LONGEST_CHUNK: Final = 60
# Of several words that fit a disguise, the ones that people mean.
USUAL: Final = ("fuck", "fucking", "fucked", "fucker", "shit", "shitty", "cunt", "cock")
INITIALS: Final = {"f": "fuck", "s": "shit", "b": "bitch", "c": "cunt", "a": "ass"}


@dataclass(frozen=True, slots=True)
class Disguises:
    """The words worth unmasking, by what is left of them in each disguise."""

    known: frozenset[str]
    spellings: Mapping[str, str]
    by_look: Mapping[str, str]
    by_shape: Mapping[str, tuple[str, ...]]
    by_start: Mapping[tuple[str, int], tuple[str, ...]]
    vocabulary: frozenset[str]
    surnames: frozenset[str]

    def resolve(self, chunk: str) -> str | None:
        """Return the words behind a disguise; None when there is none."""
        if chunk in self.spellings:
            return self.spellings[chunk]
        if chunk in self.known or len(chunk) > LONGEST_CHUNK:
            return None
        if chunk.isalpha():
            return self._stretched(chunk) or self._run_together(chunk)
        return (
            self._gapped(chunk)
            or self._drawn(chunk)
            or self._starred(chunk)
            or self._split(chunk)
        )

    def resolve_in_name(self, chunk: str) -> str | None:
        """The same for a part of a display name, where words run together early.

        Words that are part of honest names (Allcock, Dykeman) are not looked for.
        """
        if (unmasked := self.resolve(chunk)) is not None or len(chunk) > LONGEST_CHUNK:
            return unmasked
        vocabulary = self.vocabulary - self.surnames
        return take_apart(chunk, vocabulary, self.known) if chunk.isalpha() else None

    def hiding(self, words: Iterable[str]) -> "Disguises":
        """The same with more words worth unmasking; where both fit, ours come first."""
        more = [word for word in dict.fromkeys(words) if word not in self.known]
        if not more:
            return self
        by_look = {looks_like(word): word for word in more if len(word) > 2}
        return replace(
            self,
            known=self.known | set(more),
            by_look={**by_look, **self.by_look},
            by_shape=_joined(self.by_shape, _by_shape(more)),
            by_start=_joined(self.by_start, _by_start(more)),
            vocabulary=self.vocabulary | set(more),
        )

    def _stretched(self, word: str) -> str | None:
        if not TRIPLED.search(word):
            return None
        candidates = self.by_shape.get(REPEATED.sub(r"\1", word), ())
        return next((known for known in candidates if _stretches(known, word)), None)

    def _run_together(self, word: str) -> str | None:
        """Take apart a long word that consists of known words only."""
        if len(word) < SHORTEST_RUN_TOGETHER or not word.isascii():
            return None
        return take_apart(word, self.vocabulary, self.known)

    def _gapped(self, chunk: str) -> str | None:
        if not GAPPED.fullmatch(chunk):
            return None
        letters = re.sub(r"[\W_]", "", chunk)
        return letters if letters in self.known else self._drawn(letters)

    def _drawn(self, chunk: str) -> str | None:
        if not DRAWN_BY.search(chunk) or not re.search(r"[^\W\d_]|[@$(!]", chunk):
            return None
        look = looks_like(chunk)
        word = self.by_look.get(look)
        if word is None or len(chunk) < len(word) or chunk.isdigit():
            return None
        marked = any(not c.isalnum() for c in chunk)
        return word if marked or len(word) >= SHORTEST_BY_LOOK else None

    def _starred(self, typed: str) -> str | None:
        chunk = DASHES.sub(lambda dashes: "*" * len(dashes[0]), typed)
        if not STARRED.fullmatch(chunk) or not STARS.search(chunk):
            return None
        letters = [c for c in chunk if c.isalpha()]
        if len(letters) < 2:
            return INITIALS.get(chunk[0]) if set(chunk[1:]) == {"*"} else None
        candidates = self.by_start.get((chunk[0], len(chunk)), ())
        return next((word for word in candidates if _fits(word, chunk)), None)

    def _split(self, chunk: str) -> str | None:
        """One mark inside a word: `sh.it`, but not `pen.is` or `the.rapist`."""
        if not SPLIT.fullmatch(chunk):
            return None
        pieces = [piece for piece in re.split(r"[\W_]+", chunk) if piece]
        if any(len(piece) > 2 and piece in self.vocabulary for piece in pieces):
            return None
        joined = "".join(pieces)
        return joined if len(joined) > 2 and joined in self.known else None


def looks_like(text: str) -> str:
    """The look of a text: letters drawn alike are one, runs are single."""
    return REPEATED.sub(r"\1", text.replace("ph", "f").translate(DRAWN))


def take_apart(
    word: str, vocabulary: frozenset[str], telling: frozenset[str]
) -> str | None:
    """Split a word into words of the vocabulary; None when it cannot be done.

    Of all ways the one with the fewest words is taken, and at least one of them must
    be telling.
    """
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 14), end):
            before, piece = best[start], word[start:end]
            if before is None or piece not in vocabulary:
                continue
            held = best[end]
            if held is None or len(before) + 1 < len(held):
                best[end] = (*before, piece)
    pieces = best[-1] or ()
    return " ".join(pieces) if any(_is_telling(p, telling) for p in pieces) else None


def _is_telling(piece: str, telling: frozenset[str]) -> bool:
    """Short words turn up in everything: `ass` in assassination."""
    return len(piece) >= SHORTEST_BY_LOOK and piece in telling


def _stretches(known: str, word: str) -> bool:
    """Whether a word has each letter of a known one at least as often, in order."""
    ours = [(m.group(1), len(m.group())) for m in re.finditer(r"(.)\1*", known)]
    theirs = [(m.group(1), len(m.group())) for m in re.finditer(r"(.)\1*", word)]
    return len(ours) == len(theirs) and all(
        a == b and m <= n for (a, m), (b, n) in zip(ours, theirs, strict=True)
    )


def _fits(word: str, chunk: str) -> bool:
    return all(
        letter == shown or not shown.isalpha()
        for letter, shown in zip(word, chunk, strict=True)
    )


@cache
def load_disguises() -> Disguises:
    """Compile the disguises of every known word, once per process."""
    vocabulary = load_vocabulary()
    lexicon = load_lexicon()
    bad = [t for t, e in lexicon.entries.items() if " " not in t and e.bare >= 0.5]
    strong = [t for t in bad if lexicon.entries[t].severity is not Severity.MILD]
    hidden = [*USUAL, *strong, *bad, *vocabulary["HIDDEN"]]
    single = [text for text in lexicon.entries if " " not in text]
    return Disguises(
        known=frozenset(hidden),
        spellings=lexicon.spellings,
        by_look={looks_like(word): word for word in reversed(hidden) if len(word) > 2},
        by_shape=_by_shape(hidden),
        by_start=_by_start(hidden),
        surnames=frozenset(text for text in single if lexicon.entries[text].name),
        vocabulary=frozenset([*vocabulary["COMMON"], *single, *hidden]),
    )


def _by_shape(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return _grouped(words, lambda word: REPEATED.sub(r"\1", word))


def _by_start(words: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    return _grouped(words, lambda word: (word[0], len(word)))


def _joined(
    ours: Mapping[Key, tuple[str, ...]], more: Mapping[Key, tuple[str, ...]]
) -> dict[Key, tuple[str, ...]]:
    return {**ours, **{key: (*ours.get(key, ()), *more[key]) for key in more}}


def _grouped(
    words: Iterable[str], key: Callable[[str], Key]
) -> dict[Key, tuple[str, ...]]:
    groups: dict[Key, list[str]] = {}
    for word in words:
        groups.setdefault(key(word), []).append(word)
    return {name: tuple(dict.fromkeys(group)) for name, group in groups.items()}
