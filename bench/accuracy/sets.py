"""The labelled sets, and which of their rows may judge the filter."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from comments.filter.training.examples import (
    CALIBRATION,
    HELD_OUT,
    MARKED,
    SOURCES,
    Example,
)
from tests.filter.suite_cases import read_suite

CLEAN: Final = "civil_comments_clean"
TOXIC: Final = "civil_comments_toxic_spans"
TWEETS: Final = "davidson"
EMOJI: Final = "hatemoji_build"
TEMPLATES: Final = "madlibs"
DISGUISED: Final = "obfuscation"
INNOCENT: Final = "scunthorpe"
TALK: Final = ("wiki_toxicity", "jigsaw_sample", "cat_large")
UNTRAINED: Final = (*TALK, "stormfront", TEMPLATES, DISGUISED, INNOCENT)
# Clean news comments that no tier was trained on, but that the bar was set by.
SET_ASIDE: Final = "clean news set aside"
SUITE: Final = "own suite"

Row = Mapping[str, Any]


def read_sets(data: Path, most: int | None = None) -> dict[str, list[Row]]:
    """The rows that judge, by set; a set whose file is missing is left out.

    Of a set that was trained on these are the held-out rows; `most` takes as many of
    each set, evenly spaced.
    """
    sets = {name: _rows(data / f"{name}.csv", HELD_OUT) for name in SOURCES}
    sets |= {name: _rows(data / f"{name}.csv", None) for name in UNTRAINED}
    sets[SET_ASIDE] = _rows(data / f"{CLEAN}.csv", CALIBRATION)
    sets[MARKED] = list(_marked(data / f"{MARKED}.jsonl"))
    sets[SUITE] = [asdict(case) for case in read_suite()]
    return {name: _spaced(rows, most) for name, rows in sets.items() if rows}


def _rows(file: Path, buckets: Sequence[int] | None) -> list[Row]:
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8") as lines:
        return [
            row
            for row in csv.DictReader(lines)
            if buckets is None or _bucket(row["text"]) in buckets
        ]


def _marked(file: Path) -> Iterator[Row]:
    if file.exists():
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if _bucket(row["text"]) in HELD_OUT:
                yield row


def _bucket(text: str) -> int:
    return Example(text, (), "").bucket


def _spaced(rows: list[Row], most: int | None) -> list[Row]:
    if most is None or len(rows) <= most:
        return rows
    return [rows[place * len(rows) // most] for place in range(most)]
