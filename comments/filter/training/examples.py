"""The texts to learn from: the shared data sets, and the cases written by hand.

Only sources whose licence lets what is learned from them be published are read for
training; a digest of each text decides for good whether it is trained on, used to
calibrate, or held out.
"""

import csv
import json
import re
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LABELS: Final = ("any", "obscene", "threat", "identity", "insult")
UNKNOWN: Final = -1.0
BUCKETS: Final = 10
HELD_OUT: Final = (0, 1)
CALIBRATION: Final = (2,)

# CC0, MIT, Apache-2.0 or CC BY 4.0, and no text of Wikipedia's or Stormfront's.
SOURCES: Final = (
    "civil_comments_clean",
    "civil_comments_toxic_spans",
    "davidson",
    "edos",
    "fox_news",
    "hatemoji_build",
    "implicit_hate",
    "surge_toxicity",
    "toxigen_human",
)
MARKED: Final = "toxic_spans"  # news comments with the offending characters marked
CASES: Final = Path(__file__).parent / "cases"

LABEL_OF_RULE: Final = {"keep-it-clean": "obscene", "dont-threaten": "threat"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its labels (1, 0 or UNKNOWN) in the order of LABELS.

    `marked` are the offending characters' places; None when nobody marked any.
    """

    text: str
    labels: tuple[float, ...]
    source: str
    marked: frozenset[int] | None = None

    @property
    def bucket(self) -> int:
        """Which part of the data this text belongs to, whatever file it comes from."""
        letters = re.sub(r"\W", "", self.text.lower())
        return zlib.crc32(letters.encode("utf-8", "replace")) % BUCKETS


def read_examples(data: Path) -> list[Example]:
    """Every example that may be trained on, from the data folder and the cases."""
    marks = _read_marks(data / f"{MARKED}.jsonl")
    examples: list[Example] = []
    for source in SOURCES:
        examples += _read_source(data / f"{source}.csv", source, marks)
    examples += _unlabelled_marks(marks, examples)
    return [*examples, *read_cases()]


def read_cases(folder: Path = CASES) -> Iterator[Example]:
    """The cases written by hand: to train and to calibrate, so none is judged by."""
    for file in sorted(folder.glob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"))["case"]:
            yield _case(case)


def _case(case: Mapping[str, Any]) -> Example:
    text = case["text"]
    if case["rule"] == "publish":
        return Example(text, (0.0,) * len(LABELS), "cases", frozenset())
    broken = LABEL_OF_RULE.get(case["rule"], "insult")
    if case["rule"] == "be-nice" and case.get("target") == "identity":
        broken = "identity"
    labels = tuple(1.0 if label in ("any", broken) else UNKNOWN for label in LABELS)
    return Example(text, labels, "cases", _places(text, case.get("words", ())))


def _places(text: str, words: Any) -> frozenset[int] | None:
    found: set[int] = set()
    for word in words:
        start = text.find(word)
        if start >= 0:
            found.update(range(start, start + len(word)))
    return frozenset(found) if found else None


def _read_source(
    file: Path, source: str, marks: Mapping[str, Example]
) -> Iterator[Example]:
    with file.open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            text = row["text"]
            verbatim = marks.get(_key(text))
            yield Example(
                text=verbatim.text if verbatim else text,
                labels=_labels(row),
                source=source,
                marked=verbatim.marked if verbatim else None,
            )


def _labels(row: Mapping[str, str]) -> tuple[float, ...]:
    labels = [float(row[name]) if row[name] else UNKNOWN for name in LABELS]
    if 1.0 in labels[1:] and labels[0] == UNKNOWN:
        labels[0] = 1.0
    return tuple(labels)


def _read_marks(file: Path) -> dict[str, Example]:
    marks = {}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        unknown = (UNKNOWN,) * len(LABELS)
        marked = frozenset(row["spans"])
        marks[_key(row["text"])] = Example(row["text"], unknown, MARKED, marked)
    return marks


def _unlabelled_marks(
    marks: Mapping[str, Example], known: list[Example]
) -> list[Example]:
    labelled = {_key(example.text) for example in known}
    return [example for key, example in marks.items() if key not in labelled]


def _key(text: str) -> str:
    return " ".join(text.split())
