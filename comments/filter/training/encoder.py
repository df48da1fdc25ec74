"""Train the encoder: a pass over the public data, then two over our own cases."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm
from transformers import AutoTokenizer

from comments.filter.encoder_text import encoder_text
from comments.filter.training.examples import (
    CALIBRATION,
    HELD_OUT,
    UNKNOWN,
    Example,
)
from comments.filter.training.network import WEIGHTS, Network

SEED: Final = 20261124
PIECES: Final = 96  # of a text; what is longer is cut
BATCH: Final = 2048  # word pieces, padding included
CHUNK: Final = 2000  # texts that are sorted by length together
WORD_LOSS: Final = 0.5
MARKED_WEIGHT: Final = 2.0  # marked words are rare among all words
# The share of each source that is trained on: news comments are what we judge.
SHARE: Final = {
    "davidson": 0.12,
    "edos": 0.2,
    "implicit_hate": 0.4,
    "toxigen_human": 0.7,
}
WEIGHT: Final = {
    "civil_comments_clean": 1.5,
    "civil_comments_toxic_spans": 1.5,
    "cases": 2.0,
}


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as the network takes it."""

    pieces: list[int]
    labels: tuple[float, ...]
    words: list[float]
    weight: float


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of training: over what, how often, how fast."""

    examples: Sequence[Encoded]
    passes: int
    rate: float


def train_encoder(examples: Sequence[Example], checkpoint: Path | None) -> Network:
    """Train the network on the texts that are neither held out nor for calibration.

    With a checkpoint the first stage is read from that file, or written to it, so that
    new cases cost minutes and not an hour.
    """
    torch.set_num_threads(1)  # sums in one order, whatever the machine
    torch.manual_seed(SEED)
    network = Network()
    first, second = _stages(examples)
    if checkpoint is not None and checkpoint.exists():
        network.load_state_dict(torch.load(checkpoint, weights_only=True))
    else:
        run_stage(network, first)
        if checkpoint is not None:
            torch.save(network.state_dict(), checkpoint)
    run_stage(network, second)
    return network


def _stages(examples: Sequence[Example]) -> tuple[Stage, Stage]:
    draw = _chance(SEED)
    kept_apart = (*HELD_OUT, *CALIBRATION)
    public = [e for e in examples if e.source != "cases" and e.bucket not in kept_apart]
    public = [e for e in public if draw.random() < SHARE.get(e.source, 1.0)]
    cases = [e for e in examples if e.source == "cases" and e.bucket not in CALIBRATION]
    reminder = draw.sample(public, min(len(public), len(cases)))
    encode = Encoder()
    return (
        Stage([encode(example) for example in public], passes=1, rate=6e-5),
        Stage([encode(e) for e in (*cases, *reminder)], passes=2, rate=4e-5),
    )


class Encoder:
    """Turns examples into word pieces with their targets."""

    def __init__(self) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(WEIGHTS)

    def __call__(self, example: Example) -> Encoded:
        """Cut one example into word pieces; a piece is marked if any letter is."""
        text, places = encoder_text(example.text)
        cut = self.tokenizer(
            text, truncation=True, max_length=PIECES, return_offsets_mapping=True
        )
        ranges = cut["offset_mapping"]
        words = [self._target(example, places, *piece) for piece in ranges]
        weight = WEIGHT.get(example.source, 1.0)
        return Encoded(cut["input_ids"], example.labels, words, weight)

    @staticmethod
    def _target(example: Example, places: list[int], start: int, end: int) -> float:
        if example.marked is None or start == end:
            return UNKNOWN
        return float(any(place in example.marked for place in places[start:end]))


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (an order of texts, not a secret)


def run_stage(network: Network, stage: Stage) -> None:
    """Run one stage, with a warm-up and a linear fall of the learning rate.

    Its chance is its own, so that a stage comes out the same after a checkpoint.
    """
    torch.manual_seed(SEED)
    draw = _chance(SEED)
    batches = [
        batch for _ in range(stage.passes) for batch in _batches(stage.examples, draw)
    ]
    optimizer = torch.optim.AdamW(
        [
            {"params": network.body.parameters(), "lr": stage.rate},
            {"params": network.labels.parameters(), "lr": 1e-3},
            {"params": network.words.parameters(), "lr": 1e-3},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, len(batches))
    )
    network.train()
    for batch in tqdm(batches, unit="batch", mininterval=5):
        optimizer.zero_grad()
        _loss(network, [stage.examples[index] for index in batch]).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    network.eval()


def _rate(step: int, steps: int) -> float:
    warm_up = (step + 1) / max(1.0, 0.06 * steps)
    return min(1.0, warm_up) * max(0.02, 1 - step / steps)


def _batches(examples: Sequence[Encoded], draw: random.Random) -> list[list[int]]:
    """Batches of texts of like length, in random order."""
    order = list(range(len(examples)))
    draw.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), CHUNK):
        chunk = order[start : start + CHUNK]
        chunk.sort(key=lambda index: len(examples[index].pieces))
        batches += _filled(examples, chunk)
    draw.shuffle(batches)
    return batches


def _filled(examples: Sequence[Encoded], chunk: list[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in chunk:
        if batch and len(examples[index].pieces) * (len(batch) + 1) > BATCH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _loss(network: Network, batch: Sequence[Encoded]) -> Tensor:
    longest = max(len(encoded.pieces) for encoded in batch)
    pieces = _padded([e.pieces for e in batch], longest, 0, torch.long)
    mask = _padded([[1] * len(e.pieces) for e in batch], longest, 0, torch.long)
    words = _padded([e.words for e in batch], longest, UNKNOWN, torch.float)
    labels = torch.tensor([encoded.labels for encoded in batch])
    weights = torch.tensor([[encoded.weight] for encoded in batch])
    of_labels, of_words = network(pieces, mask)
    heavier = torch.tensor(MARKED_WEIGHT)
    by_label = _known_loss(of_labels, labels, weights, None)
    return by_label + WORD_LOSS * _known_loss(of_words, words, weights, heavier)


def _known_loss(
    logits: Tensor, targets: Tensor, weights: Tensor, heavier: Tensor | None
) -> Tensor:
    known = (targets != UNKNOWN).float()
    each = binary_cross_entropy_with_logits(
        logits, targets.clamp(0), reduction="none", pos_weight=heavier
    )
    return (each * known * weights).sum() / known.sum().clamp(1)


def _padded(
    rows: Sequence[Sequence[float]], width: int, filling: float, kind: torch.dtype
) -> Tensor:
    return torch.tensor(
        [[*row, *[filling] * (width - len(row))] for row in rows], dtype=kind
    )
