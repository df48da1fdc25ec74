"""Train the linear tier: `python -m comments.filter.training.linear DATA`.

Only texts of the training buckets are read. What is kept are weights of hashes; none of
them leads back to a text.
"""

import argparse
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from comments.filter import load_filter
from comments.filter.linear import BUCKETS, LABELS, hashed, of_three, of_two
from comments.filter.text import Reading
from comments.filter.training.digests import MODELS, note_digests
from comments.filter.training.examples import (
    CALIBRATION,
    HELD_OUT,
    UNKNOWN,
    Example,
    read_examples,
)
from comments.filter.windows import windows

STRENGTH: Final = 2.0  # the inverse of the penalty on weights
TOLERANCE: Final = 1e-3  # further steps only learn the training texts by heart
STEPS: Final = 60
# News comments and our own cases are what we judge; tweets are many and far from it.
WEIGHT: Final = {
    "civil_comments_clean": 3.0,
    "civil_comments_toxic_spans": 2.0,
    "davidson": 0.3,
    "edos": 0.4,
    "cases": 4.0,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One window of a text, as the model is shown it."""

    words: tuple[str, ...]
    labels: tuple[float, ...]
    weight: float


def rows_of(examples: Sequence[Example]) -> Iterator[Row]:
    """The windows to train on, of every example that is for training."""
    text_filter = load_filter()
    for example in examples:
        if is_for_training(example):
            yield from _windows_of(example, text_filter.read(example.text))


def is_for_training(example: Example) -> bool:
    """Whether a text may be learned from: our own cases are judged by no figure."""
    held_out = example.bucket in HELD_OUT and example.source != "cases"
    return not held_out and example.bucket not in CALIBRATION


def _windows_of(example: Example, reading: Reading) -> Iterator[Row]:
    ranges = windows(reading.words)
    weight = WEIGHT.get(example.source, 1.0) / max(1, len(ranges)) ** 0.5
    for first, end in ranges:
        labels = example.labels
        if len(ranges) > 1 and not _is_marked(example, reading, first, end):
            labels = tuple(UNKNOWN if known == 1 else known for known in labels)
        words = tuple(word.text for word in reading.words[first:end])
        yield Row(words, labels, weight)


def _is_marked(example: Example, reading: Reading, first: int, end: int) -> bool:
    start, stop = reading.span(first, end - 1)
    return any(start <= place < stop for place in example.marked or ())


def matrix_of(rows: Sequence[Row]) -> sparse.csr_matrix:
    """One line a window: how often each bucket occurs, over the root of all."""
    buckets = [_buckets(row.words) for row in rows]
    ends = np.cumsum([0, *map(len, buckets)])
    lengths = np.repeat(np.sqrt(np.maximum(1, np.diff(ends))), np.diff(ends))
    values = (1 / lengths).astype(np.float32)
    shape = (len(rows), BUCKETS)
    matrix = sparse.csr_matrix((values, np.concatenate(buckets), ends), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _buckets(words: Sequence[str]) -> NDArray[np.int32]:
    inside = [bucket for word in words for bucket in hashed(word).buckets]
    own = np.array([hashed(word).word for word in words], np.uint32)
    all_buckets = np.concatenate([np.array(inside), of_two(own), of_three(own)])
    return all_buckets.astype(np.int32)


def train_linear(
    rows: Sequence[Row],
) -> tuple[NDArray[np.float16], NDArray[np.float32]]:
    """Fit one label after the other; the weights come back with half precision."""
    matrix = matrix_of(rows)
    weights = np.zeros((len(LABELS), BUCKETS), np.float64)
    bias = np.zeros(len(LABELS), np.float32)
    labels = np.array([row.labels for row in rows])
    of_rows = np.array([row.weight for row in rows])
    for index in range(len(LABELS)):
        known = labels[:, index] != UNKNOWN
        model = LogisticRegression(C=STRENGTH, tol=TOLERANCE, max_iter=STEPS)
        model.fit(matrix[known], labels[known, index], of_rows[known])
        weights[index], bias[index] = model.coef_[0], model.intercept_[0]
    return weights.T.astype(np.float16), bias


def main() -> None:
    """Read the data, train, write linear.npz and its digest."""
    arguments = argparse.ArgumentParser(description="Train the filter's linear tier.")
    arguments.add_argument("data", type=Path, help="the folder of labelled data")
    arguments.add_argument("--models", type=Path, default=MODELS)
    given = arguments.parse_args()
    rows = [row for row in rows_of(read_examples(given.data)) if row.words]
    content = io.BytesIO()
    weights, bias = train_linear(rows)
    np.savez_compressed(content, weights=weights, bias=bias)
    (given.models / "linear.npz").write_bytes(content.getvalue())
    note_digests(given.models, ("linear.npz",))


if __name__ == "__main__":
    main()
