"""The newsroom's own words, compiled: found in the normal form, or cleared in it.

What is banned or watched becomes a finding whose outcome the list itself has set.  What
is allowed is taken out of the lexicon, and the learned tiers read a harmless word of
the same length in its place, so that every span still leads to what was typed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from comments.domain.own_words import (
    ALLOWED,
    BANNED,
    LISTED_RULES,
    WATCHED,
    Listing,
    Treatment,
)
from comments.domain.verdict import Finding, Outcome, Severity, Target
from comments.filter.context import MOST_CERTAIN, Context, Noticed, findings_of
from comments.filter.lexicon import Lexicon, compile_automaton
from comments.filter.spans import overlaps
from comments.filter.text import LINK, STOP, Reading, Word, reading_of

SHORTEST_HIDDEN: Final = 3  # letters: shorter words look like everything
WATCHED_CONFIDENCE: Final = 0.3  # nothing is said against a watched word
# By length; each is as far from any offence as a word can be.
STAND_INS: Final = (
    "",
    "x",
    "it",
    "map",
    "road",
    "river",
    "street",
    "village",
    "building",
    "newspaper",
    "restaurant",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a finding of one treatment says."""

    check: str
    severity: Severity
    confidence: float
    outcome: Outcome


KINDS: Final = {
    Treatment.REJECT: Kind(BANNED, Severity.SEVERE, MOST_CERTAIN, Outcome.REJECT),
    Treatment.HOLD: Kind(BANNED, Severity.STRONG, MOST_CERTAIN, Outcome.HOLD),
    Treatment.WATCH: Kind(WATCHED, Severity.MILD, WATCHED_CONFIDENCE, Outcome.PUBLISH),
}

Place = tuple[int, int, Listing]  # from one word of a reading to another


@dataclass(frozen=True, slots=True)
class OwnWords:
    """All entries by their normal form, with the automaton that finds them."""

    entries: Mapping[str, Listing]
    automaton: Any = None

    def notice(self, reading: Reading) -> list[Finding]:
        """Findings for banned and watched words, outcomes set."""
        places = self._places(reading)
        allowed = [place for place in places if place[2].list_name == ALLOWED]
        findings: list[Finding] = []
        for treatment, kind in KINDS.items():
            noticed = (
                _noticed(reading, place, kind)
                for place in places
                if place[2].treatment is treatment and not _is_inside(place, allowed)
            )
            found = findings_of(kind.check, noticed)
            findings += [replace(finding, outcome=kind.outcome) for finding in found]
        return findings

    def clear(self, context: Context) -> Context:
        """The text with harmless words in place of allowed ones.

        An allowed word that is part of a longer phrase of the lexicon stays: the phrase
        is not what the newsroom has allowed.
        """
        places = self._places(context.reading)
        allowed = [place for place in places if place[2].list_name == ALLOWED]
        if not allowed:
            return context
        offending = [(hit.first, hit.last + 1) for hit in context.hits]
        cleared = {
            number
            for first, last, _ in allowed
            if not overlaps(first, last + 1, offending)
            for number in range(first, last + 1)
        }
        return context.reread(_with_stand_ins(context.reading, cleared))

    def _places(self, reading: Reading) -> list[Place]:
        if self.automaton is None:
            return []
        return [
            (reading.place(end - len(text)), reading.place(end - 1), self.entries[text])
            for end, text in self.automaton.iter(reading.line)
        ]


NO_WORDS: Final = OwnWords({})


def compile_words(
    listings: Iterable[Listing], read: Callable[[str], Reading]
) -> OwnWords:
    """Compile entries; one that reads as nothing is passed over."""
    entries = {normal_form(read(listing.text)): listing for listing in listings}
    entries.pop("", None)
    if not entries:
        return NO_WORDS
    return OwnWords(entries, compile_automaton(entries))


def allowing(lexicon: Lexicon, words: OwnWords) -> Lexicon:
    """The lexicon without the words that the newsroom allows."""
    allowed = {t for t, entry in words.entries.items() if entry.list_name == ALLOWED}
    if not allowed:
        return lexicon
    entries = {t: e for t, e in lexicon.entries.items() if t not in allowed}
    automaton = compile_automaton([*lexicon.automaton.values(), *allowed])
    return replace(lexicon, entries=entries, automaton=automaton)


def worth_hiding(words: OwnWords) -> Iterator[str]:
    """The single words that somebody may disguise so as to get past a list."""
    for text, listing in words.entries.items():
        if listing.list_name != ALLOWED:
            for word in text.split():
                if word.isalpha() and len(word) >= SHORTEST_HIDDEN:
                    yield word


def normal_form(reading: Reading) -> str:
    """How an entry is kept: its words, without the ends of sentences around them.

    Nothing when it has no word, or when it is an address, which no check reads.
    """
    texts = [word.text for word in reading.words]
    if LINK in texts or not any(text.isalnum() for text in texts):
        return ""
    return reading.line.strip(f" {STOP}")


def _noticed(reading: Reading, place: Place, kind: Kind) -> Noticed:
    first, last, listing = place
    return Noticed(
        rule=listing.rule or LISTED_RULES[0],
        sense=kind.check,
        severity=kind.severity,
        target=Target.NONE,
        confidence=kind.confidence,
        words=listing.text,
        spans=(reading.span(first, last),),
    )


def _is_inside(place: Place, others: Iterable[Place]) -> bool:
    return any(first <= place[0] and place[1] <= last for first, last, _ in others)


def _with_stand_ins(reading: Reading, cleared: set[int]) -> Reading:
    typed = list(reading.typed)
    words = list(reading.words)
    for number in cleared:
        word = words[number]
        length = word.end - word.start
        stand_in = STAND_INS[min(length, len(STAND_INS) - 1)]
        typed[word.start : word.end] = stand_in.ljust(length)
        words[number] = Word(stand_in, word.start, word.end)
    return reading_of("".join(typed), words)
