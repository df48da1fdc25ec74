"""Shallow patterns over plain words, written as data.

A form is a line of words in which a name in capitals stands for any word of that class
(see vocabulary.toml), `(a|b c)` for one of several, `[a|b]` for one or none, `*` for up
to two words, `**` for up to four of the same sentence, `^` for the start of one.  Forms compile to
regular expressions with bounded repeats over bounded words, so they take linear time.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from comments.domain.verdict import Severity, Target
from comments.filter.text import Reading

Vocabulary = Mapping[str, tuple[str, ...]]

CLASS: Final = re.compile(r"[A-Z][A-Z_]+")
SENTENCE_START: Final = r"(?:(?<=^ )|(?<=\. ))"
ANY_WORD: Final = r"[^ .]{1,24} "


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of saying, in all its forms.

    `innocent` holds forms of the same words that mean no harm; a match that one of
    them overlaps does not count.
    """

    sense: str
    rule: str
    severity: Severity
    target: Target
    confidence: float
    form: re.Pattern[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Saying:
    """A pattern found in a reading, from its first word to its last."""

    pattern: Pattern
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PatternBook:
    """The patterns of one file, with the forms that mean no harm."""

    vocabulary: Vocabulary
    patterns: tuple[Pattern, ...]
    innocent: re.Pattern[str]

    def find(self, reading: Reading) -> Iterator[Saying]:
        """Find the sayings in a reading that are not innocent ones."""
        present = {word.text for word in reading.words}
        candidates = [p for p in self.patterns if not p.needs.isdisjoint(present)]
        harmless: list[tuple[int, int]] | None = None
        for pattern in candidates:
            for match in pattern.form.finditer(reading.line):
                if harmless is None:
                    harmless = [m.span() for m in self.innocent.finditer(reading.line)]
                start, end = match.span()
                if not any(a < end and start < b for a, b in harmless):
                    yield Saying(pattern, reading.place(start), reading.place(end - 2))


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
    patterns = tuple(_pattern(entry, vocabulary) for entry in table["pattern"])
    innocent = _compile(table["innocent"]["forms"], vocabulary)
    return PatternBook(vocabulary, patterns, innocent)


def _pattern(table: Mapping[str, Any], vocabulary: Vocabulary) -> Pattern:
    return Pattern(
        sense=table["sense"],
        rule=table["rule"],
        severity=Severity(table["severity"]),
        target=Target(table["target"]),
        confidence=table["confidence"],
        form=_compile(table["forms"], vocabulary),
        needs=frozenset(_words_of(table["needs"], vocabulary)),
    )


def _words_of(names: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The single words a pattern cannot do without; classes stand for their words."""
    for name in names.split():
        for phrase in vocabulary.get(name, (name,)):
            yield max(phrase.split(), key=len)


def _compile(forms: Iterable[str], vocabulary: Vocabulary) -> re.Pattern[str]:
    forms_together = "|".join(_expression(form, vocabulary) for form in forms)
    return re.compile(f"(?<= )(?:{forms_together})")


def _expression(form: str, vocabulary: Vocabulary) -> str:
    """Translate one form; every word takes the space after it along."""
    parts = []
    for token in re.findall(r"\([^)]*\)|\[[^\]]*\]|\S+", form):
        if token == "^":
            parts.append(SENTENCE_START)
        elif token == "*":
            parts.append(f"(?:{ANY_WORD}){{0,2}}")
        elif token == "**":
            parts.append(f"(?:{ANY_WORD}){{0,4}}")
        elif token[0] in "([":
            optional = "?" if token[0] == "[" else ""
            parts.append(f"(?:{_choice(token[1:-1].split('|'), vocabulary)}){optional}")
        else:
            parts.append(f"(?:{_choice([token], vocabulary)})")
    return "".join(parts)


def _choice(options: Iterable[str], vocabulary: Vocabulary) -> str:
    words: list[str] = []
    for option in options:
        if CLASS.fullmatch(option):
            words.extend(vocabulary[option])
        else:
            words.append(option)
    return "|".join(re.escape(word) + " " for word in dict.fromkeys(words))


def _own_file(name: str) -> str:
    return resources.files("comments.filter").joinpath(name).read_text("utf-8")
