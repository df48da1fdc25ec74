"""Whose words they are: the author's own, or quoted, reported, condemned, denied.

The same words can attack, describe an attack or condemn it.  These few cues, looked for
only around words that were found, tell them apart.
"""

import re
from typing import Final

from comments.filter.spans import overlaps
from comments.filter.text import Reading

# What a frame leaves of the confidence in the words it stands around.
DENIAL: Final = 0.25  # "not an idiot"; also what is said of oneself
MENTION: Final = 0.35  # quoted, reported or condemned
LAWFUL: Final = 0.6  # about punishment by the courts

WORD: Final = "[^ .]{1,24} "
ANOTHER: Final = rf"(?!(?:i|we|nobody|us) ){WORD}"  # any speaker but the author

SAY: Final = (
    "said says say wrote tweeted shouted yelled screamed claimed texted posted told "
    "threatened threatening threatens vowed vows swore promised warned chanted"
)
CHARGE: Final = (
    "accused of|charged with|convicted of|arrested for|jailed for|guilty of"
    "|sentenced for|threatening to|threatened to|threats to|threat to|threats of"
    "|plot to|plotting to|reports that|reported that"
)
ATTEMPT: Final = (
    "want wants wanted try tries tried trying order orders ordered begin begins began "
    "started going used says calls called call attempted meant planned plans intended "
    "intends"
)
REPORT: Final = (
    "said says say wrote tweeted shouted yelled told accused claimed charged convicted "
    "alleged allegedly reported quoted stated screamed testified sentenced jailed "
    "arrested fined admitted denied denies insulted branded labelled labeled called "
    "calling calls call term word words phrase slur insult insults chanted sprayed "
    "graffiti threatening threatened apologised apologized"
)
FORBID: Final = (
    "stop|quit|never|do not|should not|nobody should|no one should|unacceptable"
    "|wrong to|not ok to|not okay to|ashamed|offensive|hurtful|instead of"
    "|why do people|it is not|refrain from"
)
NAME_CALLING: Final = (
    "call calling called use using say saying said tell telling describe describing "
    "label labelling labeling refer referring wish wishing"
)
FILLERS: Final = (
    "a an the be being that so all as really saying calling been are is you they "
    "he she it think thinks believe believes mean say claim suggest imply "
    "necessarily should would must ever can people"
)
COURT: Final = (
    "death penalty|capital punishment|fair trial|after a trial|by law|court|judge|jury"
    "|convicted|found guilty|sentence|sentenced|penalty|prosecuted|charges"
)


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ") "


DENIED: Final = re.compile(
    rf" {_any('not never hardly nobody none no neither nor')}(?!only |just )"
    rf"(?:{_any(FILLERS)}){{0,3}}$"
)
TOLD: Final = re.compile(
    rf" (?:{ANOTHER}(?:{_any('had has have was were is')})?{_any(SAY)}|(?:{CHARGE}) )"
    rf"(?:{WORD}){{0,6}}$"
)
DESCRIBED: Final = re.compile(
    rf" {ANOTHER}(?:{WORD}){{0,2}}{_any(ATTEMPT)}(?:{_any('to for on')})?"
    rf"(?:{WORD}){{0,2}}$"
)
SAYING_IT: Final = re.compile(
    rf"(?:^|\.) (?:{_any('saying claiming calling chanting shouting threatening')})"
    rf"(?:that )?(?:{WORD}){{0,4}}$"
)
CALLED: Final = re.compile(
    rf" (?!you ){ANOTHER}(?:{_any('was were been being has have')})?"
    rf"{_any('called labelled labeled branded described')}(?:{WORD}){{1,5}}$"
)
CONDEMNED: Final = re.compile(
    rf" (?:{FORBID}) (?:{WORD}){{0,2}}{_any(NAME_CALLING)}(?:{WORD}){{0,4}}$"
)
TELLING: Final = (CONDEMNED, TOLD, DESCRIBED, SAYING_IT)
REPORTED: Final = re.compile(f" {_any(REPORT)}")
BY_LAW: Final = re.compile(f" (?:{COURT}) ")


def is_denied(first: int, reading: Reading) -> bool:
    """Whether the words before deny what follows: "not an idiot"."""
    return bool(DENIED.search(reading.before(first, 7)))


def is_mention(first: int, reading: Reading) -> bool:
    """Whether a word is somebody else's: called so, quoted in a report, condemned."""
    before = reading.before(first, 10)
    if CONDEMNED.search(before) or CALLED.search(before):
        return True
    return _is_reported_speech(first, reading)


def left_by_frame(first: int, last: int, reading: Reading) -> float:
    """How much of a saying's confidence its frame leaves; all if it is the author's."""
    before = reading.before(first, 10)
    if any(cue.search(before) for cue in TELLING):
        return MENTION
    if _is_reported_speech(first, reading):
        return MENTION
    if is_denied(first, reading):
        return DENIAL
    return LAWFUL if BY_LAW.search(before + reading.after(last, 8)) else 1.0


def _is_reported_speech(index: int, reading: Reading) -> bool:
    """Between quotation marks, with a word of reporting close by."""
    word = reading.words[index]
    if not overlaps(word.start, word.end, reading.quoted):
        return False
    around = reading.before(index, 12) + reading.after(index, 25)
    return bool(REPORTED.search(around))
