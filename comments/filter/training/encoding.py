"""Examples as the network takes them, with the teacher's opinion beside people's.

The opinion fills in labels that nobody gave and softens those of news comments, where
three people's judgement is less sharp than a yes or no.  The teacher is not asked about
davidson's tweets, some of which it may have seen, nor about our own cases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from transformers import AutoTokenizer

from comments.filter.encoder_text import encoder_text
from comments.filter.training.examples import UNKNOWN, Example
from comments.filter.training.network import WEIGHTS
from comments.filter.training.teacher import Teacher

PIECES: Final = 96  # of a text; what is longer is cut
WEIGHT: Final = {
    "civil_comments_clean": 1.5,
    "civil_comments_toxic_spans": 1.5,
    "hatemoji_build": 1.5,
    "cases": 2.0,
}
UNTAUGHT: Final = ("cases", "davidson")
SOFTENED: Final = (
    "civil_comments_clean",
    "civil_comments_toxic_spans",
    "surge_toxicity",
)
SOFTNESS: Final = 0.25  # the teacher's share beside a label that people gave
FILLED_IN: Final = 0.5  # the weight of a label that only the teacher gave

Opinion = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as the network takes it; a label of weight 0 is not known."""

    pieces: list[int]
    labels: list[float]
    weights: list[float]
    words: list[float]
    weight: float


class Encoder:
    """Turns examples into word pieces with their targets."""

    def __init__(self) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(WEIGHTS)
        self.teacher = Teacher()

    def all(self, examples: Sequence[Example]) -> Iterator[Encoded]:
        """Encode many examples, with the teacher's opinion where it is asked."""
        opinions = self.teacher.opinions([example.text for example in examples])
        for example, opinion in zip(examples, opinions, strict=True):
            yield self.one(example, opinion)

    def one(self, example: Example, opinion: Opinion) -> Encoded:
        """Cut one example into word pieces; a piece is marked if any letter is."""
        text, places = encoder_text(example.text)
        cut = self.tokenizer(
            text, truncation=True, max_length=PIECES, return_offsets_mapping=True
        )
        ranges = cut["offset_mapping"]
        words = [self._target(example, places, *piece) for piece in ranges]
        labels, weights = softened(example, opinion)
        weight = WEIGHT.get(example.source, 1.0)
        return Encoded(cut["input_ids"], labels, weights, words, weight)

    @staticmethod
    def _target(example: Example, places: list[int], start: int, end: int) -> float:
        if example.marked is None or start == end:
            return UNKNOWN
        return float(any(place in example.marked for place in places[start:end]))


def softened(example: Example, opinion: Opinion) -> tuple[list[float], list[float]]:
    """The labels to aim at, and how much each counts."""
    if example.source in UNTAUGHT:
        return list(example.labels), [float(one != UNKNOWN) for one in example.labels]
    softness = SOFTNESS if example.source in SOFTENED else 0.0
    labels = [
        soft if known == UNKNOWN else (1 - softness) * known + softness * soft
        for known, soft in zip(example.labels, opinion, strict=True)
    ]
    return labels, [FILLED_IN if one == UNKNOWN else 1.0 for one in example.labels]
