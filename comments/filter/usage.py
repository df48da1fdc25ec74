"""Whom or what a word is used of: the reader, somebody, a thing, oneself, nobody."""

import re
from enum import StrEnum
from typing import Final

from comments.filter.frames import DENIAL, MENTION, is_denied, is_mention, left_by_frame
from comments.filter.lexicon import Hit
from comments.filter.patterns import words_of_class
from comments.filter.text import Reading


class Use(StrEnum):
    """The use of a word, told from the words around it."""

    YOU = "you"
    AIMED = "aimed"
    BARE = "bare"
    THING = "thing"
    SELF = "self"
    DENIED = "denied"
    MENTIONED = "mentioned"
    INNOCENT = "innocent"


OF_THINGS: Final = 0.8  # what is left of an insult that is said of a thing
NEARBY: Final = 8  # words on either side in which an innocent sense shows

FILLER: Final = "(?:(?!(?:and|but|or|because|if|that|which|who|when) )[^ .]{1,24} )"
COPULA: Final = (
    "(?:is|are|was|were|be|being|am|been|'s|as|seems?|sounds?|looks?|acts?|acting"
    "|like|called?|calling) "
)
DEGREE: Final = (
    "(?:(?:a|an|the|so|such|too|very|pretty|really|just|quite|rather|total|totally"
    "|complete|completely|absolute|absolutely|utter|utterly|real|big|bunch|of|all"
    "|plain|truly|still|simply|also|both|more|most|this|that|even|as|clearly"
    "|obviously|fucking|freaking|little|nothing|other|than|to) )"
)
YOU_ARE: Final = re.compile(
    f" you (?:(?:are|were|must be) {FILLER}{{0,3}}"
    f"|(?:(?:sound|look|act|seem|people|guys|lot) )?{DEGREE}{{0,4}})$"
)
YOU_BEFORE: Final = re.compile(f" (?:you|your|yourself) {FILLER}{{0,4}}$")
I_AM: Final = re.compile(
    " (?:i|me|myself|we) (?:am|are|feel|felt|was|were|look|looked|must|would|have|be"
    f"|been|call|called) {FILLER}{{0,3}}$| (?:silly|stupid) $"
)
SAID_OF: Final = re.compile(
    " (?P<the>(?:the|this|that|a|an|my|our|its) )?(?P<subject>[^ .]{1,24}) "
    f"{COPULA}{DEGREE}{{0,3}}$"
)
CALLED_SOMETHING: Final = re.compile(
    " (?:these|those|such|you|them|bunch of|what a|what an|that|this|some|fucking"
    f"|bloody|typical|another|every|all|any|my|old|like) {DEGREE}{{0,2}}$"
    f"| (?:only|what|such|you) (?:(?:a|an) )?{FILLER}?$"
)


def use_of(hit: Hit, reading: Reading) -> Use:
    """Tell how a found word is used, from the words around it."""
    if _is_name(hit, reading) or _has_innocent_company(hit, reading):
        return Use.INNOCENT
    before = reading.before(hit.first, 7)
    if I_AM.search(before):
        return Use.SELF
    if is_denied(hit.first, reading):
        return Use.DENIED
    if is_mention(hit.first, reading):
        return Use.MENTIONED
    return _whom(before, reading.after(hit.last, 1).strip())


def left_of_word(place: int, reading: Reading) -> float:
    """How much is left of what a word says, whoever noticed it, as it is used.

    Nobody is insulted by a word that is denied, reported, said of oneself or a thing.
    """
    before = reading.before(place, 7)
    if I_AM.search(before):
        return DENIAL
    if is_mention(place, reading):
        return MENTION
    if _whom(before, reading.after(place, 1).strip()) is Use.THING:
        return OF_THINGS
    return left_by_frame(place, place, reading)


def _whom(before: str, following: str) -> Use:
    if YOU_ARE.search(before):
        return Use.YOU
    if following in words_of_class("THING"):
        return Use.THING
    if said_of := SAID_OF.search(before):
        return _subject(said_of["the"], said_of["subject"])
    if following in words_of_class("PEOPLE"):
        return Use.AIMED
    if YOU_BEFORE.search(before) or CALLED_SOMETHING.search(before):
        return Use.AIMED
    return Use.BARE


def _subject(article: str | None, subject: str) -> Use:
    """Of whom or what something is said: `the turnout is`, `the mayor is`."""
    if subject in words_of_class("IT") or subject in words_of_class("THING"):
        return Use.THING
    known = subject in words_of_class("PEOPLE") or subject in words_of_class("PERSONS")
    return Use.AIMED if known or not article else Use.THING


def _is_name(hit: Hit, reading: Reading) -> bool:
    """A capitalised word with another capital at its side is somebody's name."""
    if not hit.entry.name or not _is_capitalised(hit.first, reading):
        return False
    neighbours = (hit.first - 1, hit.last + 1)
    return any(_is_capitalised(index, reading) for index in neighbours)


def _is_capitalised(index: int, reading: Reading) -> bool:
    typed = reading.typed_word(index)
    return typed[:1].isupper() and not (len(typed) > 1 and typed.isupper())


def _has_innocent_company(hit: Hit, reading: Reading) -> bool:
    if not hit.entry.near:
        return False
    around = reading.words[max(0, hit.first - NEARBY) : hit.last + 1 + NEARBY]
    return any(word.text in hit.entry.near for word in around)
