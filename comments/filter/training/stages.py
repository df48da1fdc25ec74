"""One stretch of training: batches, the loss, a learning rate that falls to nothing."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from comments.filter.training.encoding import Encoded
from comments.filter.training.examples import UNKNOWN
from comments.filter.training.network import Network

BATCH: Final = 2048  # word pieces, padding included
CHUNK: Final = 2000  # texts that are sorted by length together
WORD_LOSS: Final = 0.7
MARKED_WEIGHT: Final = 2.0  # marked words are rare among all words


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of training: over what, how often, how fast."""

    examples: Sequence[Encoded]
    passes: int
    rate: float
    seed: int


def chance(seed: int) -> random.Random:
    """A source of chance of one's own, so that a stretch comes out the same again."""
    return random.Random(seed)  # noqa: S311  (an order of texts, not a secret)


def run_stage(network: Network, stage: Stage) -> None:
    """Run one stage, with a warm-up and a linear fall of the learning rate."""
    torch.manual_seed(stage.seed)
    draw = chance(stage.seed)
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
    labels = torch.tensor([encoded.labels for encoded in batch]).clamp(0)
    known = torch.tensor([encoded.weights for encoded in batch])
    weights = torch.tensor([[encoded.weight] for encoded in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast, and no worse
        of_labels, of_words = network(pieces, mask)
    by_label = binary_cross_entropy_with_logits(
        of_labels.float(), labels, reduction="none"
    )
    by_word = binary_cross_entropy_with_logits(
        of_words.float(),
        words.clamp(0),
        reduction="none",
        pos_weight=torch.tensor(MARKED_WEIGHT),
    )
    marked = (words != UNKNOWN).float()
    of_batch = _mean(by_label * weights, known)
    return of_batch + WORD_LOSS * _mean(by_word * weights, marked)


def _mean(losses: Tensor, known: Tensor) -> Tensor:
    return (losses * known).sum() / known.sum().clamp(1)


def _padded(
    rows: Sequence[Sequence[float]], width: int, filling: float, kind: torch.dtype
) -> Tensor:
    return torch.tensor(
        [[*row, *[filling] * (width - len(row))] for row in rows], dtype=kind
    )
