"""Shallow patterns over plain words, written as data.

A form is a line of words.  In it

  NAME      stands for any word or phrase of that class (see vocabulary.toml)
  (a|b c)   stands for one of several; NAMEs may be among them
  [a|b]     for one of several or none
  * and **  for up to two and up to four words of the same sentence
  ^         for the start of a sentence

Forms compile to regular expressions with bounded repeats over bounded words, so they
take linear time.  Each is tried only on texts that hold one of its rarest words, and
there only around them.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

from comments.domain.verdict import Severity, Span, Target
from comments.filter.spans import overlaps
from comments.filter.text import Reading

Vocabulary = Mapping[str, tuple[str, ...]]
Places = Mapping[str, Sequence[int]]  # of each word in a reading

CLASS: Final = re.compile(r"[A-Z][A-Z_]+")
TOKEN: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
ANY_WORD: Final = r"[^ .]{1,24} "
EXPRESSIONS: Final = {
    "*": f"(?:{ANY_WORD}){{0,2}}",
    "**": f"(?:{ANY_WORD}){{0,4}}",
    "^": r"(?:(?<=^ )|(?<=\. ))",
}
MOST_WORDS: Final = {"*": 2, "**": 4, "^": 0}
COMMON_WEIGHT: Final = 400  # a common word is met in so many texts more than another


def places_of(words: frozenset[str], places: Places) -> Sequence[int]:
    """Where any of these words stands, in order."""
    return sorted([n for word in words & places.keys() for n in places[word]])


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of saying, and what a finding of it says."""

    sense: str
    rule: str
    severity: Severity
    target: Target
    confidence: float


@dataclass(frozen=True, slots=True)
class Form:
    """One way of saying it."""

    pattern: Pattern
    expression: re.Pattern[str]
    needs: tuple[frozenset[str], ...]  # of each, a text must hold a word; rarest first
    firsts: frozenset[str]  # the words that what it matches may begin with
    longest: int  # words of what it matches, at most

    def find(self, reading: Reading, places: Places) -> Iterator[Span]:
        """Where it matches in the line of a reading with these words."""
        end = 0
        for first in self._firsts(places):
            start = reading.starts[first]
            if start >= end and (match := self.expression.match(reading.line, start)):
                end = match.end()
                yield start, end

    def _firsts(self, places: Places) -> Iterator[int]:
        """The words that a match may begin with, near enough before a rarest one."""
        rarest = places_of(self.needs[0], places)
        for first in places_of(self.firsts, places):
            after = bisect_left(rarest, first)
            if after < len(rarest) and rarest[after] < first + self.longest:
                yield first


class Saying(NamedTuple):
    """A pattern found in a reading, from its first word to its last."""

    pattern: Pattern
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PatternBook:
    """The patterns of one file, with the forms that mean no harm.

    `by_word` leads from a word to the forms worth trying when it is there.  A saying
    that an innocent form overlaps does not count.
    """

    forms: tuple[Form, ...]
    by_word: Mapping[str, tuple[int, ...]]
    innocent: re.Pattern[str]

    def find(self, reading: Reading) -> list[Saying]:
        """Find the sayings in a reading that are not innocent ones."""
        candidates = list(self._candidates({word[0] for word in reading.words}))
        if not candidates:
            return []
        places = reading.places()
        matches = [
            (form.pattern, *span)
            for form in candidates
            for span in form.find(reading, places)
        ]
        if not matches:
            return []
        harmless = [match.span() for match in self.innocent.finditer(reading.line)]
        return [
            Saying(pattern, reading.place(start), reading.place(end - 2))
            for pattern, start, end in matches
            if not overlaps(start, end, harmless)
        ]

    def _candidates(self, present: set[str]) -> Iterator[Form]:
        numbers = {n for word in present for n in self.by_word.get(word, ())}
        for number in sorted(numbers):
            form = self.forms[number]
            for words in form.needs[1:]:
                if words.isdisjoint(present):
                    break
            else:
                yield form


@cache
def load_vocabulary() -> Vocabulary:
    """Read the classes of words that patterns speak of."""
    table = tomllib.loads(_own_file("vocabulary.toml"))
    return {
        name: tuple(" ".join(word.split()) for word in words.split(","))
        for name, words in table.items()
    }


@cache
def words_of_class(name: str) -> frozenset[str]:
    """The words and phrases of one class."""
    return frozenset(load_vocabulary()[name])


@cache
def load_patterns(file: str) -> PatternBook:
    """Read and compile one file of patterns, once per process."""
    table = tomllib.loads(_own_file(file))
    vocabulary = load_vocabulary()
    forms: list[Form] = []
    by_word: dict[str, list[int]] = {}
    for entry in table["pattern"]:
        pattern = _pattern(entry)
        for form in entry["forms"]:
            needs = needed_words(form, vocabulary)
            for word in needs[0]:
                by_word.setdefault(word, []).append(len(forms))
            expression = compile_forms([form], vocabulary)
            firsts = first_words(form, vocabulary)
            longest = most_words(form, vocabulary)
            forms.append(Form(pattern, expression, needs, firsts, longest))
    return PatternBook(
        forms=tuple(forms),
        by_word={word: tuple(numbers) for word, numbers in by_word.items()},
        innocent=compile_forms(table["innocent"]["forms"], vocabulary),
    )


def compile_forms(forms: Iterable[str], vocabulary: Vocabulary) -> re.Pattern[str]:
    """Compile forms into one expression that matches any of them."""
    together = "|".join(_expression(form, vocabulary) for form in forms)
    return re.compile(f"(?<= )(?:{together})")


def needed_words(form: str, vocabulary: Vocabulary) -> tuple[frozenset[str], ...]:
    """Sets of words of which a text must hold one each for the form to match at all.

    The rarest set comes first.
    """
    common = frozenset(vocabulary["COMMON"])
    needed = [
        frozenset(_rarest(phrase, common) for phrase in _options(token, vocabulary))
        for token in TOKEN.findall(form)
        if token not in EXPRESSIONS and token[0] != "["
    ]
    return tuple(
        sorted(
            needed, key=lambda words: len(words) + COMMON_WEIGHT * len(words & common)
        )
    )


def first_words(form: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words that what a form matches may begin with."""
    words: set[str] = set()
    for token in TOKEN.findall(form):
        if token == "^":
            continue
        if token in EXPRESSIONS:
            raise ValueError(f"{form!r} may begin with any word")
        words.update(phrase.split()[0] for phrase in _options(token, vocabulary))
        if token[0] != "[":
            break
    return frozenset(words)


def most_words(form: str, vocabulary: Vocabulary) -> int:
    """How many words a form matches at most."""
    return sum(
        max(len(phrase.split()) for phrase in _options(token, vocabulary))
        if token not in EXPRESSIONS
        else MOST_WORDS[token]
        for token in TOKEN.findall(form)
    )


def _rarest(phrase: str, common: frozenset[str]) -> str:
    return max(phrase.split(), key=lambda word: (word not in common, len(word)))


def _pattern(table: Mapping[str, Any]) -> Pattern:
    return Pattern(
        sense=table["sense"],
        rule=table["rule"],
        severity=Severity(table["severity"]),
        target=Target(table["target"]),
        confidence=table["confidence"],
    )


def _expression(form: str, vocabulary: Vocabulary) -> str:
    """Translate one form; every word takes the space after it along."""
    parts = []
    for token in TOKEN.findall(form):
        if token in EXPRESSIONS:
            parts.append(EXPRESSIONS[token])
        else:
            words = "|".join(re.escape(f"{o} ") for o in _options(token, vocabulary))
            parts.append(f"(?:{words})" + ("?" if token[0] == "[" else ""))
    return "".join(parts)


def _options(token: str, vocabulary: Vocabulary) -> list[str]:
    """The words and phrases that a token stands for, without repetition."""
    words: dict[str, None] = {}
    for option in token.strip("()[]").split("|"):
        for phrase in _phrases(option, vocabulary):
            words.setdefault(phrase)
    return list(words)


def _phrases(option: str, vocabulary: Vocabulary) -> list[str]:
    """Spell out the classes in an option: `be KILLED` is as many phrases."""
    phrases = [""]
    for word in option.split():
        choices = vocabulary[word] if CLASS.fullmatch(word) else (word,)
        phrases = [
            f"{phrase} {choice}".strip() for phrase in phrases for choice in choices
        ]
    return phrases


def _own_file(name: str) -> str:
    return resources.files("comments.filter").joinpath(name).read_text("utf-8")
