"""How a word is used: at someone, of a thing, of oneself, denied, quoted or reported.

The same word can insult, describe or condemn the insult.  These few cues, looked for
only around a word that was found, tell the uses apart.
"""

import re
from enum import StrEnum
from typing import Final

from comments.filter.lexicon import Entry, Hit
from comments.filter.patterns import overlaps, words_of_class
from comments.filter.text import Reading


class Use(StrEnum):
    """Whom or what the words are about."""

    YOU = "you"
    AIMED = "aimed"
    BARE = "bare"
    THING = "thing"
    SELF = "self"
    DENIED = "denied"
    MENTIONED = "mentioned"
    INNOCENT = "innocent"


DENIAL: Final = 0.25  # what is left of a word said of oneself or denied
MENTION: Final = 0.35  # ... of a word that is quoted, reported or condemned

LAWFUL: Final = 0.6  # ... of a saying about punishment by the courts

FILLER: Final = r"(?:(?!(?:and|but|or|because|if|that|which|who|when) )[^ .]{1,24} )"
COPULA: Final = r"(?:is|are|was|were|be|being|am|been|'s|as|seems?|sounds?|looks?|acts?|acting|like|called?|calling) "
DEGREE: Final = (
    r"(?:(?:a|an|the|so|such|too|very|pretty|really|just|quite|rather|total|totally"
    r"|complete|completely|absolute|absolutely|utter|utterly|real|big|bunch|of|all"
    r"|plain|truly|still|simply|also|both|more|most|this|that|even|as|clearly"
    r"|obviously|fucking|freaking|little|nothing|other|than|to) )"
)

YOU_BEFORE: Final = re.compile(rf" (?:you|your|yourself) {FILLER}{{0,4}}$")
YOU: Final = re.compile(
    rf" you (?:(?:are|were|sound|look|act|seem|must be|people|guys|lot) )?{DEGREE}{{0,4}}$"
)
SELF: Final = re.compile(
    rf" (?:i|me|myself|we) (?:am|are|feel|felt|was|were|look|looked|must|would|have|be"
    rf"|been|call|called) {FILLER}{{0,3}}$| (?:silly|stupid) $"
)
DENIED: Final = re.compile(
    rf" (?:not|never|hardly|nobody|none|no|neither|nor) (?!only |just )"
    rf"(?:a |an |the |be |being |that |so |all |as |really |saying |calling |been |are "
    rf"|is |you |they |he |she |it |necessarily |should |would |must |ever |can |people ){{0,3}}$"
)
SAID_OF: Final = re.compile(
    rf" (?P<the>(?:the|this|that|a|an|my|our|its) )?(?P<subject>[^ .]{{1,24}}) {COPULA}{DEGREE}{{0,3}}$"
)
CALLED_SOMETHING: Final = re.compile(
    rf" (?:these|those|such|you|them|bunch of|what a|what an|that|this|some|fucking"
    rf"|bloody|typical|another|every|all|only a|only an|any|my|old|like) {DEGREE}{{0,2}}$"
)
REPORTED: Final = re.compile(
    r" (?:said|says|say|wrote|tweeted|shouted|yelled|told|accused|claimed|charged"
    r"|convicted|alleged|allegedly|reported|quoted|stated|screamed|testified|sentenced"
    r"|jailed|arrested|fined|admitted|denied|denies|insulted|branded|labelled|labeled"
    r"|called|calling|calls|call|term|word|words|phrase|slur|insult|insults|chanted"
    r"|sprayed|graffiti|threatening|threatened|apologised|apologized) "
)
TOLD: Final = re.compile(
    r" (?:(?!(?:i|we) )[^ .]{1,24} (?:had |has |have |was |were |is )?(?:said|says|say|wrote|tweeted|shouted|yelled"
    r"|screamed|claimed|texted|posted|told|threatened|threatening|threatens|vowed|vows"
    r"|swore|promised|warned)"
    r"|accused of|charged with|convicted of|arrested for|jailed for|guilty of|sentenced for"
    r"|threatening to|threatened to|threats to|threat to|threats of|plot to|plotting to"
    r"|reports that|reported that) (?:[^ .]{1,24} ){0,6}$"
)
DESCRIBED: Final = re.compile(
    r" (?:they|he|she|who|it|that|which|isis|hitler|nazis|terrorists|police|cops|koran"
    r"|quran|bible|regime|government|people|men|soldiers|thugs|regimes|killer|shooter) "
    r"(?:[^ .]{1,24} ){0,2}(?:want|wants|wanted|try|tries|tried|trying|order|orders"
    r"|ordered|begin|began|started|going|used|says|calls|called|call|attempted|meant"
    r"|planned|plans|intended|intends) (?:to |for |on )?(?:[^ .]{1,24} ){0,2}$"
)
CALLED: Final = re.compile(
    r" (?!(?:i|we|you) )[^ .]{1,24} (?:was |were |been |being |has |have )?"
    r"(?:called|labelled|labeled|branded|described) (?:[^ .]{1,24} ){1,5}$"
)
BY_LAW: Final = re.compile(
    r" (?:death penalty|capital punishment|fair trial|after a trial|by law|court|judge"
    r"|jury|convicted|found guilty|sentence|sentenced|penalty|prosecuted|charges) "
)
CONDEMNED: Final = re.compile(
    r" (?:stop|quit|never|do not|don't|should not|shouldn't|nobody should|no one should"
    r"|unacceptable|wrong to|not ok to|not okay to|ashamed|offensive|hurtful|instead of"
    r"|please|without|why do people|it is not|refrain from) "
    r"(?:[^ .]{1,24} ){0,2}(?:call|calling|called|use|using|say|saying|said|tell|telling"
    r"|describe|describing|label|labelling|labeling|refer|referring) (?:[^ .]{1,24} ){0,4}$"
)


def use_of(hit: Hit, reading: Reading) -> Use:
    """Tell how a found word is used, from the words around it."""
    before = reading.before(hit.first, 7)
    if _is_name(hit, reading) or _is_near(hit.entry, hit, reading):
        return Use.INNOCENT
    if SELF.search(before):
        return Use.SELF
    if DENIED.search(before):
        return Use.DENIED
    if is_mention(hit.first, reading):
        return Use.MENTIONED
    return _whom(before, reading.after(hit.last, 1).strip())


def _whom(before: str, following: str) -> Use:
    if YOU.search(before):
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
    if subject in words_of_class("THING"):
        return Use.THING
    known = subject in words_of_class("PEOPLE") or subject in words_of_class("PERSONS")
    return Use.AIMED if known or not article else Use.THING


def is_mention(first: int, reading: Reading) -> bool:
    """Whether the words from `first` are someone else's: quoted, reported, condemned."""
    before = reading.before(first, 10)
    if CONDEMNED.search(before) or CALLED.search(before):
        return True
    return bool(is_quoted(first, reading) and _is_reported(first, reading))


def is_quoted(index: int, reading: Reading) -> bool:
    """Whether a word stands between quotation marks."""
    word = reading.words[index]
    return overlaps(word.start, word.end, reading.quoted)


def frame_of(first: int, last: int, reading: Reading) -> float:
    """How much of a saying's confidence its frame leaves: 1.0 when it is the author's."""
    before = reading.before(first, 10)
    if CONDEMNED.search(before) or TOLD.search(before) or DESCRIBED.search(before):
        return MENTION
    if is_quoted(first, reading) and _is_reported(first, reading):
        return MENTION
    if DENIED.search(before):
        return DENIAL
    return LAWFUL if BY_LAW.search(before + reading.after(last, 8)) else 1.0


def _is_reported(index: int, reading: Reading) -> bool:
    around = reading.before(index, 12) + reading.after(index, 25)
    return bool(REPORTED.search(around))


def _is_name(hit: Hit, reading: Reading) -> bool:
    """A capitalised word with another capital at its side is somebody's name."""
    if not hit.entry.name or not _is_capitalised(hit.first, reading):
        return False
    return _is_capitalised(hit.first - 1, reading) or _is_capitalised(
        hit.last + 1, reading
    )


def _is_capitalised(index: int, reading: Reading) -> bool:
    if not 0 <= index < len(reading.words):
        return False
    word = reading.words[index]
    typed = reading.typed[word.start : word.end]
    return typed[:1].isupper() and not (len(typed) > 1 and typed.isupper())


def _is_near(entry: Entry, hit: Hit, reading: Reading) -> bool:
    if not entry.near:
        return False
    start, end = max(0, hit.first - 8), hit.last + 9
    return any(word.text in entry.near for word in reading.words[start:end])
