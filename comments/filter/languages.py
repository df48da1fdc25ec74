"""Which language a text is in, as far as letters and little words can tell.

The filter reads English.  This is for saying so: a guess that is made only when it is
plain, and `und` (undetermined) whenever it is not.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

READ: Final = "en"  # the language that the checks know
UNDETERMINED: Final = "und"
LOOKED_AT: Final = 2_000  # code points; the rest of a text is in the same language
ENOUGH_WORDS: Final = 3  # of another language, before a text is taken for it
CLEARLY_MORE: Final = 2  # times as many as of English
WORDS: Final = re.compile(r"[^\W\d_]+")

# Blocks of letters that one language, or one above all others, is written in.
SCRIPTS: Final = (
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u052f", "ru"),
    ("\u0590", "\u05ff", "he"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0900", "\u097f", "hi"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u3040", "\u30ff", "ja"),
    ("\u3400", "\u9fff", "zh"),
    ("\uac00", "\ud7af", "ko"),
)
KANA: Final = "ja"  # Japanese is written with Chinese letters as well
HAN: Final = "zh"

# Little words that are frequent in one of these languages and in few of the others.
LITTLE_WORDS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to is are was were it that this you he she they we not with "
        "for have has be been will would what who there their your my his her on at "
        "from if but so just do does did can how when all about out up get go i a in "
        "as by or an no me us them should could than then too",
        "de": "der das und ist nicht ein eine ich sie wir ihr es mit auf für den dem "
        "des von zu sich auch wie aber dass wenn nur noch schon werden wird haben sind "
        "kein keine mehr bei nach über oder",
        "fr": "le les des et est une un pas que qui dans pour sur avec ce cette il "
        "elle nous vous ils je ne se au aux du sont mais ou où être avoir plus tout "
        "très",
        "es": "el los las una es que no por con para se su sus lo al del como más pero "
        "muy este esta eso hay son está yo tú nosotros ser porque cuando donde también",
        "it": "il gli della che non è un una per con sono di del nel alla più ma anche "
        "come questo questa lo mi ci si perché essere hanno molto tutto loro",
        "pt": "o os uma que não é com para por se do da dos das em no na mais mas como "
        "muito isso este esta são foi você ele ela eu nós também quando porque",
        "nl": "de het een en van is niet dat ik je zijn op te met voor er maar ook aan "
        "wij hij zij heb heeft deze dit naar geen wel nog bij uit worden kan omdat",
        "pl": "nie to się na jest że jak co do za tak ale czy po od przez dla są był "
        "która który tylko jeszcze już być może bardzo oraz ponieważ",
        "sv": "och är det inte att en som på för av med jag har till den om han hon vi "
        "ni de ett men var från så kan ska när eller mycket också",
    }.items()
}


def language_of(text: str) -> str:
    """The likeliest language of a text as its ISO 639-1 code, or `und`."""
    beginning = text[:LOOKED_AT]
    return _by_script(beginning) or _by_words(beginning)


def is_read(language: str) -> bool:
    """Whether the filter knows a language, by its ISO or BCP 47 code."""
    return language.partition("-")[0].lower() == READ


def _by_script(text: str) -> str | None:
    """The language of the letters, when most are of a script that few languages use."""
    letters = [letter for letter in text if letter.isalpha()]
    scripts = Counter(filter(None, map(_script_of, letters)))
    if not scripts or scripts.total() * 2 <= len(letters):
        return None
    script, _ = scripts.most_common(1)[0]
    return KANA if script == HAN and KANA in scripts else script


def _script_of(letter: str) -> str | None:
    for first, last, language in SCRIPTS:
        if first <= letter <= last:
            return language
    return None


def _by_words(text: str) -> str:
    words = Counter(WORDS.findall(text.lower()))
    counts = {
        language: sum(words[word] for word in known)
        for language, known in LITTLE_WORDS.items()
    }
    english = counts.pop(READ)
    likeliest = max(counts, key=lambda language: counts[language])
    most = counts[likeliest]
    if most >= ENOUGH_WORDS and most >= CLEARLY_MORE * english:
        return likeliest
    return READ if english > most else UNDETERMINED
