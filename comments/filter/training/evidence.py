"""Collect what each tier says of texts that no tier was trained on."""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comments.domain.submission import Submission
from comments.domain.verdict import Finding
from comments.filter import Filter, load_filter
from comments.filter.encoder import load_encoder
from comments.filter.evidence import is_open
from comments.filter.linear import load_linear
from comments.filter.spans import joined, overlaps
from comments.filter.training.examples import (
    CALIBRATION,
    HELD_OUT,
    Example,
    read_examples,
)
from comments.filter.windows import windows

UNTRAINED: Final = (*HELD_OUT, *CALIBRATION)
ALL: Final = 1_000_000
MOST_OF: Final = {"davidson": 1500, "edos": 1000, "implicit_hate": 1500}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One text: its example, and what each tier says of it and of its windows."""

    example: Example
    findings: Sequence[Finding]  # of the lists and patterns
    lengths: list[int]
    linear: NDArray[np.float32]  # [windows, labels]
    encoder: NDArray[np.float32]  # the same
    touched: list[bool]  # by a finding of the lists and patterns


def collect(data: Path) -> list[Evidence]:
    """What the tiers say of the texts that are held out or for calibration."""
    examples = [*_some_of_each(read_examples(data))]
    plain = replace(load_filter(), reviews=())
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda example: _evidence(plain, example), examples)
        return [one for one in found if one is not None]


def _some_of_each(examples: Iterable[Example]) -> Iterator[Example]:
    """The files are sorted by label: what is taken of a source is drawn from it all."""
    taken: Counter[str] = Counter()
    for example in sorted(
        examples,
        key=lambda example: zlib.crc32(example.text.encode("utf-8", "replace")),
    ):
        apart = CALIBRATION if example.source == "cases" else UNTRAINED
        judged = example.bucket in apart
        if judged and taken[example.source] < MOST_OF.get(example.source, ALL):
            taken[example.source] += 1
            yield example


def _evidence(plain: Filter, example: Example) -> Evidence | None:
    reading = plain.read(example.text)
    ranges = windows(reading.words)
    if not ranges:
        return None
    findings = plain.run(Submission(example.text)).findings
    asked = filter(is_open, findings)
    marked = joined(span for finding in asked for span in finding.spans)
    weighed = load_linear().weigh([word.text for word in reading.words])
    spans = [reading.span(first, end - 1) for first, end in ranges]
    judged = load_encoder().judge([reading.typed[slice(*span)] for span in spans])
    return Evidence(
        example=example,
        findings=findings,
        lengths=[end - first for first, end in ranges],
        linear=np.array([weighed.logits(*range_) for range_ in ranges]),
        encoder=np.array([one.labels for one in judged]),
        touched=[overlaps(*span, marked) for span in spans],
    )
