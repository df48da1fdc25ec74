"""Who is spoken of: groups, by words that name them in passing or in contempt."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bench.accuracy.judging import Judged, Sets
from bench.accuracy.questions import hateful_caught, innocent_as_hateful

# Sets that say of each text whether it attacks a group.
LABELLED: Final = ("toxigen_human", "implicit_hate", "hatemoji_build", "fox_news")
# Neutral words alone: they find most texts about a group and repeat no contempt.
WORDS: Final = {
    "women": "women woman girl girls female females wife wives",
    "men": "men man boys male males husband husbands",
    "gay and bisexual people": "gay gays lesbian lesbians bisexual homosexual "
    "homosexuals lgbt lgbtq queer",
    "trans people": "trans transgender transgenders nonbinary",
    "Black people": "black blacks african africans",
    "white people": "white whites",
    "Jewish people": "jew jews jewish judaism",
    "Muslims": "muslim muslims islam islamic",
    "Christians": "christian christians catholic catholics",
    "Asian people": "asian asians chinese japanese korean koreans indian indians",
    "Latin Americans": "latino latinos latina latinas hispanic hispanics mexican "
    "mexicans",
    "immigrants and refugees": "immigrant immigrants migrant migrants refugee refugees "
    "immigration illegals",
    "Native Americans": "native natives indigenous",
    "disabled people": "disabled disability disabilities autistic autism deaf blind "
    "wheelchair",
    "older people": "elderly old older senior seniors",
}
FEWEST: Final = 15  # texts on each side, for a share to say anything

PATTERNS: Final = {
    group: re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)
    for group, words in WORDS.items()
}


def about_groups(sets: Sets) -> Iterator[tuple[str, list[Judged]]]:
    """The rows that name each group, where there are enough of both kinds."""
    rows = [one for name in LABELLED for one in sets.get(name, ())]
    for group, pattern in PATTERNS.items():
        named = [one for one in rows if pattern.search(one.row["text"])]
        if _enough(named):
            yield group, named


def _enough(rows: Iterable[Judged]) -> bool:
    listed = list(rows)
    sides = (hateful_caught(listed), innocent_as_hateful(listed))
    return all(side is not None and side.whole >= FEWEST for side in sides)
