"""Train the encoder: passes over all the data, by several networks that are averaged.

Each network passes over the data in its own order and with its own part of the largest
sources; then their weights are averaged, and all pass on from there.  Averages of short
trainings hold up better on texts of another kind than one long training (Wortsman and
others, "Model soups", ICML 2022).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import torch
from torch import Tensor

from comments.filter.training.encoding import Encoder
from comments.filter.training.examples import CALIBRATION, HELD_OUT, Example
from comments.filter.training.groups import exchanged, told_of_groups
from comments.filter.training.network import Network
from comments.filter.training.stages import Stage, chance, run_stage

SEED: Final = 20261124
SEEDS: Final = (SEED, SEED + 1)


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass: how fast, over which share of the data, our cases how often."""

    rate: float
    share: float
    cases_times: int
    with_other_groups: bool


PASSES: Final = (
    Pass(6e-5, share=1.0, cases_times=1, with_other_groups=False),
    Pass(3e-5, share=1.0, cases_times=2, with_other_groups=False),
    # A third pass over the same texts changed nothing; groups exchanged, it does.
    Pass(2e-5, share=0.5, cases_times=1, with_other_groups=True),
)
# The share of each source that is trained on: news comments are what we judge.
SHARE: Final = {
    "davidson": 0.2,
    "edos": 0.4,
    "implicit_hate": 0.6,
}

State = Mapping[str, Tensor]


def train_encoder(examples: Sequence[Example], kept: Path) -> Network:
    """Train the network on the texts that are neither held out nor for calibration.

    What each pass comes to is kept in a folder, and read from there if it is there
    already, so that a training that was broken off goes on where it stopped.
    """
    torch.set_num_threads(1)  # sums in one order, whatever the machine
    kept.mkdir(parents=True, exist_ok=True)
    for number in range(len(PASSES)):
        for seed in SEEDS:
            if not _passed(kept, number, seed).exists():
                pass_over_all(examples, kept, number, seed)
    return _started(kept, len(PASSES))


def pass_over_all(
    examples: Sequence[Example], kept: Path, number: int, seed: int
) -> None:
    """Train one network, from where all had come to before, and keep the outcome."""
    encode, this = Encoder(), PASSES[number]
    draw = chance(seed + number)
    public = [e for e in _public(examples, draw) if draw.random() < this.share]
    cases = _cases(examples) * this.cases_times
    others = []
    if this.with_other_groups:
        others = [*exchanged([*public, *cases], draw), *told_of_groups(draw)]
    every = [*encode.all([*public, *cases, *others])]
    network = _started(kept, number)
    run_stage(network, Stage(every, passes=1, rate=this.rate, seed=seed + number))
    torch.save(network.state_dict(), _passed(kept, number, seed))


def _started(kept: Path, number: int) -> Network:
    """The network before a pass: all start alike, or no average makes sense."""
    torch.manual_seed(SEED)
    network = Network()
    if number:
        files = [_passed(kept, number - 1, seed) for seed in SEEDS]
        states = [torch.load(file, weights_only=True) for file in files]
        network.load_state_dict(averaged(states))
    return network


def averaged(states: Sequence[State]) -> State:
    """The mean of each weight."""
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0)
        if value.is_floating_point()
        else value
        for name, value in states[0].items()
    }


def _public(examples: Sequence[Example], draw: Random) -> list[Example]:
    kept_apart = (*HELD_OUT, *CALIBRATION)
    public = [e for e in examples if e.source != "cases" and e.bucket not in kept_apart]
    return [e for e in public if draw.random() < SHARE.get(e.source, 1.0)]


def _cases(examples: Sequence[Example]) -> list[Example]:
    return [e for e in examples if e.source == "cases" and e.bucket not in CALIBRATION]


def _passed(kept: Path, number: int, seed: int) -> Path:
    return kept / f"pass-{number}-{seed}.pt"
