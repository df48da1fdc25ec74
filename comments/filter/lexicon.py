"""The words we look for: better_profanity's list, our corrections, one automaton.

The package is a source, not a matcher: its list is read once, classified by
lexicon.toml and compiled into an Aho-Corasick automaton, which finds every word and
phrase in one pass over the line.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

import ahocorasick

from comments.domain.verdict import Severity, Target
from comments.filter.text import Reading
from comments.filter.words import read

CORRECTIONS: Final = "lexicon.toml"
MOST_PLACES: Final = 100  # of one entry; the same word once more says nothing new


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase, and what saying it means.

    `you` holds when the reader spoken to is called it, `confidence` when anybody is,
    `bare` when nobody is in sight, `thing` when a thing is.  Any word of `near` close
    by makes it innocent.
    """

    text: str
    rule: str
    sense: str
    severity: Severity
    target: Target
    you: float
    confidence: float
    bare: float
    thing: float
    name: bool = False
    near: frozenset[str] = frozenset()
    source: str = CORRECTIONS


class Hit(NamedTuple):
    """An entry found in a reading, from its first word to its last."""

    entry: Entry
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, by their text, with the automaton that finds them."""

    version: str
    entries: Mapping[str, Entry]
    spellings: Mapping[str, str]
    automaton: Any

    def find(self, reading: Reading) -> list[Hit]:
        """Find entries in a reading; of overlapping ones the first, longest counts.

        An entry that a text repeats without end is found so many times only.
        """
        hits: list[Hit] = []
        reached = -1
        for first, last, _, text in sorted(self._all(reading)):
            if first > reached:
                reached = -last
                if text in self.entries:
                    hits.append(Hit(self.entries[text], first, reached))
        return hits

    def _all(self, reading: Reading) -> Iterator[tuple[int, int, int, str]]:
        """First word, last word (counted backwards), number and text of each place."""
        starts = reading.starts
        times: dict[str, int] = {}
        for number, (end, text) in enumerate(self.automaton.iter(reading.line)):
            times[text] = time = times.get(text, 0) + 1
            if time <= MOST_PLACES:
                first = bisect_right(starts, end - len(text)) - 1
                yield first, -first - text.count(" "), number, text


@cache
def load_lexicon() -> Lexicon:
    """Read the sources and compile them, once per process."""
    corrections = tomllib.loads(_own_file(CORRECTIONS))
    entries = dict(_from_package(corrections))
    for group in corrections["group"]:
        for entry in _from_group(group):
            known = entries.get(entry.text)
            source = known.source if known else CORRECTIONS
            entries[entry.text] = replace(entry, source=source)
    innocent = _listed(corrections["innocent"]["words"])
    for text in innocent:
        entries.pop(text, None)
    automaton = compile_automaton([*entries, *innocent])
    return Lexicon(
        version=corrections["version"],
        entries=entries,
        spellings=dict(_spellings(corrections["spellings"])),
        automaton=automaton,
    )


def compile_automaton(texts: Iterable[str]) -> Any:
    """Compile texts into an automaton that finds them between spaces."""
    automaton = ahocorasick.Automaton()
    for text in texts:
        automaton.add_word(f" {text} ", text)
    automaton.make_automaton()
    return automaton


def package_words(package: str, file: str) -> list[str]:
    """The installed package's word list in normal form.

    Its spellings with digits and marks are left out: our normal form undoes those.
    """
    lines = resources.files(package).joinpath(file).read_text("utf-8").splitlines()
    normal = (read(line, undisguise=lambda _: None).line.strip() for line in lines)
    return [text for text in dict.fromkeys(normal) if text.replace(" ", "").isalpha()]


def _from_package(corrections: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    source = corrections["source"]
    dropped = set(_listed(source["drop"]))
    usual = _kind(source, source=source["package"])
    stems = [
        (letters, _kind(stem, source=source["package"]))
        for stem in corrections["stem"]
        for letters in _listed(stem["letters"])
    ]
    for text in package_words(source["package"], source["file"]):
        if text not in dropped:
            kind = next((kind for letters, kind in stems if letters in text), usual)
            yield text, replace(kind, text=text)


def _spellings(table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for word, spellings in table.items():
        for spelling in _listed(spellings):
            yield spelling, word


def _from_group(group: Mapping[str, Any]) -> Iterator[Entry]:
    kind = _kind(group, source=CORRECTIONS)
    for text in _listed(group["words"]):
        yield replace(kind, text=text)


def _kind(table: Mapping[str, Any], *, source: str) -> Entry:
    """What a table of the corrections says of its words, the word left open."""
    bare = table.get("bare", table["confidence"])
    return Entry(
        text="",
        rule=table["rule"],
        sense=table["sense"],
        severity=Severity(table["severity"]),
        target=Target(table["target"]),
        you=table.get("you", table["confidence"]),
        confidence=table["confidence"],
        bare=bare,
        thing=table.get("thing", bare),
        name=table.get("name", False),
        near=frozenset(table.get("near", "").split()),
        source=source,
    )


def _listed(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(",")]


def _own_file(name: str) -> str:
    return resources.files("comments.filter").joinpath(name).read_text("utf-8")
