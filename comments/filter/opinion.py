"""What the learned tiers make of a text: scores, and the words that moved them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comments.domain.verdict import Finding, Span
from comments.filter.blend import Blend, Scales
from comments.filter.encoder import EncoderModel, Judged
from comments.filter.evidence import is_open, of_labels, of_text, of_window
from comments.filter.linear import LABELS, LinearModel, Weighed
from comments.filter.spans import joined, overlaps
from comments.filter.text import Reading
from comments.filter.windows import Range, windows

MOST_WINDOWS = 2  # of one text that the encoder reads: its cost has a bound

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The bar is passed above 0; so is a label, given that the text offends at all.

    `logits` are what the dearest tier that has read the text says of each label itself.
    `marks` lead from words to how much they moved the scores.
    """

    above: float
    labels: dict[str, float]
    logits: dict[str, float]
    marks: tuple[tuple[Span, float], ...]
    read_closely: bool


@dataclass(frozen=True, slots=True)
class LearnedTiers:
    """The linear tier, the encoder if it is on, and what each of them counts."""

    linear: LinearModel
    encoder: EncoderModel | None
    blend: Blend

    def weigh(
        self,
        reading: Reading,
        findings: Sequence[Finding],
        most_windows: int = MOST_WINDOWS,
    ) -> Opinion | None:
        """Weigh the tiers together; None when there is not a word to weigh."""
        ranges = windows(reading.words)
        if not ranges:
            return None
        weighed = self.linear.weigh([word.text for word in reading.words])
        logits = np.array([weighed.logits(*range_) for range_ in ranges])
        doubtful = self._doubtful(reading, ranges, logits, findings)[:most_windows]
        if self.encoder is None or not doubtful:
            return self._without(reading, ranges, weighed, logits, findings)
        return self._closely(self.encoder, reading, doubtful, logits, findings)

    def _doubtful(
        self,
        reading: Reading,
        ranges: Sequence[Range],
        logits: Floats,
        findings: Sequence[Finding],
    ) -> list[Range]:
        """The windows that the encoder has to read, the most doubtful first."""
        asked = filter(is_open, findings)
        spans = joined(span for finding in asked for span in finding.spans)
        doubts = []
        for (first, end), scores in zip(ranges, logits, strict=True):
            doubt = self.blend.gate.total(of_window(scores, end - first))
            if overlaps(*reading.span(first, end - 1), spans):
                doubt = abs(doubt)
            doubts.append((doubt, (first, end)))
        doubts.sort(reverse=True)
        return [range_ for doubt, range_ in doubts if doubt >= 0]

    def _without(
        self,
        reading: Reading,
        ranges: Sequence[Range],
        weighed: Weighed,
        logits: Floats,
        findings: Sequence[Finding],
    ) -> Opinion:
        most = logits.max(0)
        evidence = of_text(findings, len(reading.words), most, None)
        window = ranges[int(logits[:, 0].argmax())]
        return _opinion(
            self.blend.cheap,
            evidence,
            of_labels(len(reading.words), most),
            _heaviest_words(reading, window, weighed),
            read_closely=False,
        )

    def _closely(
        self,
        encoder: EncoderModel,
        reading: Reading,
        doubtful: Sequence[Range],
        logits: Floats,
        findings: Sequence[Finding],
    ) -> Opinion:
        spans = [reading.span(first, end - 1) for first, end in doubtful]
        judged = encoder.judge([reading.typed[start:end] for start, end in spans])
        most = logits.max(0)
        closely = np.array([one.labels for one in judged]).max(0)
        evidence = of_text(findings, len(reading.words), most, closely)
        return _opinion(
            self.blend.full,
            evidence,
            of_labels(len(reading.words), closely),
            _marked_words(reading, zip(spans, judged, strict=True)),
            read_closely=True,
        )


def _opinion(
    scales: Scales,
    evidence: Sequence[float],
    told: Sequence[float],
    marks: Iterable[tuple[Span, float]],
    *,
    read_closely: bool,
) -> Opinion:
    labels = {name: scales.labels[name].total(told) for name in LABELS[1:]}
    logits = dict(zip(LABELS[1:], told[2:], strict=True))
    above = scales.bar.total(evidence)
    return Opinion(above, labels, logits, tuple(marks), read_closely)


def _heaviest_words(
    reading: Reading, window: Range, weighed: Weighed
) -> Iterable[tuple[Span, float]]:
    """Words that weigh at least half as much as the heaviest one of the window."""
    first, end = window
    weights = weighed.contributions[first:end, 0]
    enough = max(0.0, float(weights.max())) / 2
    for place, weight in enumerate(weights, start=first):
        word = reading.words[place]
        if weight > enough and word.text.isalpha():
            yield (word.start, word.end), float(weight)


def _marked_words(
    reading: Reading, windows_: Iterable[tuple[Span, Judged]]
) -> Iterable[tuple[Span, float]]:
    """Words as surely as the surest of their pieces; a few letters are no word."""
    for (offset, _), judged in windows_:
        word: Span | None = None
        surest = 0.0
        for (start, end), logit in judged.pieces:
            typed = (offset + start, offset + end)
            if not _is_telling(reading.typed[slice(*typed)]):
                continue
            if word and word[1] == typed[0] and _is_inside_word(reading, typed[0]):
                word, surest = (word[0], typed[1]), max(surest, logit)
                continue
            if word:
                yield word, surest
            word, surest = typed, logit
        if word:
            yield word, surest


def _is_telling(typed: str) -> bool:
    """Letters and pictures can offend; a mark by itself cannot."""
    return not typed.isascii() or typed.isalnum()


def _is_inside_word(reading: Reading, place: int) -> bool:
    return reading.typed[place - 1].isalnum() and reading.typed[place].isalnum()
