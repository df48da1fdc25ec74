"""How much each tier's word counts: a few numbers, fitted once and kept as data.

The bar that a text must pass is one for all rules together, so that strictness with one
rule is not paid for twice with decent comments.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

BLEND: Final = "blend.toml"  # written by training/blend.py


@dataclass(frozen=True, slots=True)
class Weights:
    """A weighted sum of evidence: above 0 a text is to be held."""

    bias: float
    factors: tuple[float, ...]

    def total(self, evidence: Sequence[float]) -> float:
        """The weighted sum of some evidence, in the order it was fitted in."""
        pairs = zip(self.factors, evidence, strict=True)
        return self.bias + sum(factor * value for factor, value in pairs)


@dataclass(frozen=True, slots=True)
class Scales:
    """What the evidence amounts to as a whole, and label by label."""

    bar: Weights
    labels: Mapping[str, Weights]


@dataclass(frozen=True, slots=True)
class Blend:
    """The weights for a text that the encoder has read, and for one it has not."""

    version: str
    gate: Weights
    cheap: Scales
    full: Scales


@cache
def load_blend() -> Blend:
    """Read the shipped weights, once per process."""
    file = resources.files("comments.filter") / BLEND
    return read_blend(tomllib.loads(file.read_text("utf-8")))


def read_blend(table: Mapping[str, Any]) -> Blend:
    """Build a blend from its table."""
    return Blend(
        version=table["version"],
        gate=_weights(table["gate"]),
        cheap=_scales(table["cheap"]),
        full=_scales(table["full"]),
    )


def _scales(table: Mapping[str, Any]) -> Scales:
    labels = {name: _weights(entry) for name, entry in table["labels"].items()}
    return Scales(_weights(table["bar"]), labels)


def _weights(table: Mapping[str, Any]) -> Weights:
    return Weights(table["bias"], tuple(table["factors"]))
