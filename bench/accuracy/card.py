"""The counted parts of the model card: what was learned from, and what came of it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from bench.accuracy.tables import table
from comments.filter.training.examples import (
    CALIBRATION,
    HELD_OUT,
    Example,
    read_examples,
)

OWN: Final = "cases"
PARTS: Final = ("trained on", "calibration", "held out")
# Who made each source, and under which licence it is published.
CREDITS: Final = {
    "civil_comments_clean": ("Civil Comments: news comments", "CC0 1.0"),
    "civil_comments_toxic_spans": (
        "Civil Comments with toxic spans (SemEval-2021 task 5): news comments",
        "CC0 1.0",
    ),
    "toxic_spans": ("the same: marked texts that have no labels", "CC0 1.0"),
    "davidson": ("Davidson and others 2017: tweets", "MIT"),
    "edos": ("EDOS, SemEval-2023 task 10: Gab and Reddit", "CC0 1.0"),
    "fox_news": ("Gao and Huang 2017: Fox News comments", "MIT"),
    "hatemoji_build": ("Kirk and others 2022, HatemojiBuild", "CC BY 4.0"),
    "implicit_hate": ("ElSherief and others 2021, by SafeNLP: tweets", "MIT"),
    "surge_toxicity": ("Surge AI: social media", "MIT"),
    "toxigen_human": (
        "Hartvigsen and others 2022, ToxiGen, by SafeNLP: statements made by GPT-3",
        "MIT",
    ),
    OWN: ("written for Parley, in this repository", "MIT"),
}
ARTIFACTS: Final = (
    "models/encoder.onnx",
    "models/linear.npz",
    "models/vocabulary.txt",
    "blend.toml",
)


def sources(data: Path) -> str:
    """Each source with its licence, and how many of its texts went where."""
    counts = Counter(
        (example.source, _part(example)) for example in read_examples(data)
    )
    named = [source for source in CREDITS if any(counts[source, p] for p in PARTS)]
    lines = [
        [source, *CREDITS[source], *(f"{counts[source, part]:,}" for part in PARTS)]
        for source in named
    ]
    total = [f"{sum(counts[source, part] for source in named):,}" for part in PARTS]
    heading = ["source", "what", "licence", *PARTS]
    return table(heading, [*lines, ["all", "", "", *total]], words=3)


def _part(example: Example) -> str:
    if example.bucket in CALIBRATION:
        return PARTS[1]
    if example.bucket in HELD_OUT and example.source != OWN:
        return PARTS[2]
    return PARTS[0]


def artifacts() -> str:
    """Each artifact with its size and digest."""
    return table(["file", "MB", "SHA-256"], _artifacts())


def _artifacts() -> Iterator[tuple[str, str, str]]:
    folder = resources.files("comments.filter")
    for name in ARTIFACTS:
        content = folder.joinpath(name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        yield name, f"{len(content) / 1e6:.2f}", f"`{digest}`"
