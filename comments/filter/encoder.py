"""The encoder tier: a small transformer that reads what the cheaper tiers doubt.

One thread, one window after the other in a batch, never more than a fixed number of
word pieces: what it costs has a bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from comments.domain.verdict import Span
from comments.filter.artifacts import read_artifact
from comments.filter.encoder_text import encoder_text
from comments.filter.pieces import Vocabulary, read_vocabulary

MODEL: Final = "encoder.onnx"
VOCABULARY: Final = "vocabulary.txt"
MOST_PIECES: Final = 80  # of a window; what lies beyond is not read
LONGEST_WINDOW: Final = 2_000  # code points that are looked at to find the pieces

Floats = NDArray[np.float32]


class Rated(NamedTuple):
    """A word piece: where it was typed, and how surely it offends."""

    span: Span
    logit: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One window: a logit for each label and for each of its word pieces."""

    labels: Floats
    pieces: tuple[Rated, ...]


class _Encoded(NamedTuple):
    numbers: list[int]
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class EncoderModel:
    """The loaded network with its word pieces; threads may share it."""

    session: Any
    vocabulary: Vocabulary

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """Judge several windows at once; spans count from each window's start."""
        encoded = [self._encode(text[:LONGEST_WINDOW]) for text in texts]
        longest = max(len(one.numbers) for one in encoded)
        numbers = np.zeros((len(encoded), longest), np.int64)
        mask = np.zeros_like(numbers)
        for row, one in enumerate(encoded):
            numbers[row, : len(one.numbers)] = one.numbers
            mask[row, : len(one.numbers)] = 1
        labels, words = self.session.run(
            ["labels", "words"], {"input_ids": numbers, "attention_mask": mask}
        )
        return [
            Judged(of_labels, _pieces(one.spans, of_words))
            for one, of_labels, of_words in zip(encoded, labels, words, strict=True)
        ]

    def _encode(self, text: str) -> _Encoded:
        plain, places = encoder_text(text)
        pieces = self.vocabulary.cut(plain, MOST_PIECES)
        spans = [
            (places[start], places[end - 1] + 1) if end > start else (0, 0)
            for _, (start, end) in pieces
        ]
        return _Encoded([number for number, _ in pieces], spans)


def _pieces(spans: Sequence[Span], logits: Floats) -> tuple[Rated, ...]:
    return tuple(
        Rated(span, float(logit))
        for span, logit in zip(spans, logits, strict=False)
        if span[1] > span[0]
    )


@cache
def load_encoder() -> EncoderModel:
    """The shipped encoder, read once per process; BadArtifact if it is damaged."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_mem_pattern = False  # windows differ in length
    session = onnxruntime.InferenceSession(
        read_artifact(MODEL), options, providers=["CPUExecutionProvider"]
    )
    vocabulary = read_vocabulary(read_artifact(VOCABULARY).decode("utf-8"))
    return EncoderModel(session, vocabulary)
