"""The same text about another group: what is said decides, not of whom.

Words for groups of people are exchanged for one another where grammar allows, in
innocent texts and in attacks alike, so that a group which is seldom named in the data,
or mostly with contempt, is judged like any other.  Some sentences of our own are told
of many groups, too.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from comments.filter.training.examples import LABELS, UNKNOWN, Example

DESCRIBING: Final = """
    african american arab asian australian bisexual black blind british buddhist
    canadian catholic chinese christian deaf disabled elderly european female gay
    heterosexual hindu hispanic homosexual indian irish italian japanese jewish korean
    latino lesbian male mexican muslim nigerian nonbinary paralyzed polish protestant
    queer romani russian sikh somali straight trans transgender turkish white
""".split()
MANY: Final = """
    africans americans arabs asians atheists bisexuals buddhists canadians catholics
    christians europeans hindus hispanics homosexuals immigrants indians italians jews
    latinos lesbians mexicans migrants muslims pakistanis protestants refugees russians
    sikhs
""".split()
SETS: Final = (DESCRIBING, MANY)
ANY_OF_THEM: Final = re.compile(
    rf"\b({'|'.join([*DESCRIBING, *MANY])})\b", re.IGNORECASE
)
# Where people marked letters, exchanged words would move the marks.
FROM: Final = ("cases", "toxigen_human", "hatemoji_build", "implicit_hate")
MOST_WORDS: Final = 30
SENTENCES: Final = Path(__file__).with_name("group_sentences.toml")
PLACE: Final = "*"
TIMES: Final = 14  # each sentence is told, of another group each time
INNOCENT: Final = (0.0,) * len(LABELS)
ATTACK: Final = tuple(
    1.0 if label in {"any", "identity"} else UNKNOWN for label in LABELS
)


def told_of_groups(chance: random.Random) -> Iterator[Example]:
    """Our own sentences, each of several groups."""
    sentences = tomllib.loads(SENTENCES.read_text("utf-8"))
    for kind, labels in (("innocent", INNOCENT), ("attack", ATTACK)):
        for sentence in sentences[kind]:
            for group in chance.sample(DESCRIBING, TIMES):
                word = group.title() if sentence.startswith(PLACE) else group
                yield Example(sentence.replace(PLACE, word), labels, "cases")


def exchanged(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Each short example that names a group, once more about another."""
    for example in examples:
        named = ANY_OF_THEM.search(example.text)
        is_short = len(example.text.split()) <= MOST_WORDS
        if example.source in FROM and is_short and named:
            yield _about_another(example, named.group().lower(), chance)


def _about_another(example: Example, named: str, chance: random.Random) -> Example:
    words = next(words for words in SETS if named in words)
    other = chance.choice([word for word in words if word != named])
    pattern = re.compile(rf"\b{named}\b", re.IGNORECASE)
    text = pattern.sub(lambda found: _spelled(other, found.group()), example.text)
    return replace(example, text=text, marked=None)


def _spelled(word: str, like: str) -> str:
    return word.title() if like[0].isupper() else word
