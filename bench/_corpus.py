"""Real news comments with what people said of them, from the developer data."""

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comments.domain.moderation import MAX_TEXT

FILES: Final = ("civil_comments_clean.csv", "civil_comments_toxic_spans.csv")
# Which posted rule a label speaks of; the gravest label of a comment counts.
RULES: Final = {
    "threat": "dont-threaten",
    "identity": "be-nice",
    "insult": "be-nice",
    "obscene": "keep-it-clean",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the rule that its annotators saw broken; None when they saw none."""

    text: str
    rule: str | None


def read_corpus(folder: Path) -> list[Labelled]:
    """Read every distinct comment that can be posted."""
    found: dict[str, Labelled] = {}
    for name in FILES:
        for row in _rows(folder / name):
            if row.text.strip() and len(row.text) <= MAX_TEXT:
                found.setdefault(row.text, row)
    return list(found.values())


def sample(
    corpus: list[Labelled], number: int, chance: random.Random
) -> list[Labelled]:
    """Draw comments; a corpus that is too small is gone through again."""
    drawn: list[Labelled] = []
    while len(drawn) < number:
        drawn += chance.sample(corpus, min(len(corpus), number - len(drawn)))
    return drawn


def _rows(path: Path) -> Iterator[Labelled]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Labelled(row["text"], _rule(row))


def _rule(row: Mapping[str, str]) -> str | None:
    for label, rule in RULES.items():
        if row[label] == "1":
            return rule
    return "be-nice" if row["any"] == "1" else None
