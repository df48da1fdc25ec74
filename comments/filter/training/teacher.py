"""A teacher for soft labels: what an older, public model thinks of a text.

The model is the one that the package tox-block carries (MIT), a two-way LSTM over word
vectors, trained by its author on the CC0 labels of the 2018 Jigsaw challenge.  It is
asked at training time only; nothing of it is shipped, and how much of its opinion
counts is encoder.py's to say.  It is read here without TensorFlow, and its word
list without running anything that its file might ask for.
"""

import pickle
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import h5py
import numpy as np
import torch
from torch import Tensor

PACKAGE: Final = "tox_block"
WORDS: Final = "trained_models/encoder_0.1.2.pkl"
NETWORK: Final = "trained_models/lstm_model_0.1.2.h5"
KNOWN_WORDS: Final = 20_000
LENGTH: Final = 100  # words, counted from the end; shorter texts are filled in front
BATCH: Final = 256
PUNCTUATION: Final = str.maketrans(
    dict.fromkeys('!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', " ")
)
# Its outputs in the order of our labels: any, obscene, threat, identity, insult.
ORDER: Final = (0, 2, 3, 5, 4)


class Teacher:
    """The loaded model; `opinions` are probabilities in the order of our labels."""

    def __init__(self) -> None:
        folder = _folder()
        self._numbers = _read_words(folder / WORDS)
        self._weights = _read_weights(folder / NETWORK)

    def opinions(self, texts: Sequence[str]) -> Iterator[tuple[float, ...]]:
        """What the teacher thinks of each text."""
        with torch.inference_mode():
            for start in range(0, len(texts), BATCH):
                rows = [self._row(text) for text in texts[start : start + BATCH]]
                judged = self._judge(torch.tensor(rows))[:, ORDER]
                yield from (tuple(row) for row in judged.tolist())

    def _row(self, text: str) -> list[int]:
        plain = text.lower().translate(PUNCTUATION)
        numbers = [self._numbers.get(word, KNOWN_WORDS) for word in plain.split()]
        known = [number for number in numbers if number < KNOWN_WORDS][-LENGTH:]
        return [0] * (LENGTH - len(known)) + known

    def _judge(self, numbers: Tensor) -> Tensor:
        weights = self._weights
        words = weights["embedding"][numbers]
        onward = _lstm(words, weights, "forward")
        back = _lstm(words.flip(1), weights, "backward")
        most = torch.cat([onward, back], 1)
        hidden = torch.relu(most @ weights["dense/kernel"] + weights["dense/bias"])
        return torch.sigmoid(hidden @ weights["out/kernel"] + weights["out/bias"])


def _lstm(words: Tensor, weights: dict[str, Tensor], way: str) -> Tensor:
    """The largest value that each unit takes on the way through the words."""
    kernel, bias = weights[f"{way}/kernel"], weights[f"{way}/bias"]
    again = weights[f"{way}/recurrent"]
    incoming = words @ kernel + bias
    state = cell = torch.zeros(len(words), again.shape[0])
    most = torch.full_like(state, -torch.inf)
    for place in range(words.shape[1]):
        gates = incoming[:, place] + state @ again
        inward, forget, new, outward = gates.chunk(4, 1)
        cell = _hard(forget) * cell + _hard(inward) * torch.tanh(new)
        state = _hard(outward) * torch.tanh(cell)
        most = torch.maximum(most, state)
    return most


def _hard(values: Tensor) -> Tensor:
    """The straight-lined sigmoid that the model was trained with."""
    return torch.clamp(0.2 * values + 0.5, 0, 1)


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            f"{PACKAGE} is not installed; see requirements-train.in"
        )
    return Path(next(iter(spec.submodule_search_locations)))


class _Shell:
    """Stands for any class that the word list's file names; it does nothing."""

    def __init__(self, *_: Any) -> None:
        self.state: Any = None

    def __setstate__(self, state: Any) -> None:
        self.state = state


class _Shells(pickle.Unpickler):
    """Reads a file of plain values: every class but a few containers is a shell."""

    PLAIN: Final = {
        ("collections", "OrderedDict"): OrderedDict,
        ("collections", "defaultdict"): defaultdict,
        ("builtins", "int"): int,
    }

    def find_class(self, module: str, name: str) -> Any:
        return self.PLAIN.get((module, name), _Shell)


def _read_words(file: Path) -> dict[str, int]:
    with file.open("rb") as content:
        found = _word_index(_Shells(content).load())
    if found is None:
        raise ValueError(f"{file.name} holds no word list")
    return found


def _word_index(value: Any) -> dict[str, int] | None:
    """The word list, wherever in the file it lies."""
    if isinstance(value, _Shell):
        value = value.state
    if isinstance(value, dict) and isinstance(value.get("word_index"), dict):
        return value["word_index"]
    parts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list, tuple)):
        return None
    return next((found for part in parts if (found := _word_index(part))), None)


def _read_weights(file: Path) -> dict[str, Tensor]:
    names = {
        "embedding": "embedding/embedding/embeddings:0",
        "dense/kernel": "dense/dense/kernel:0",
        "dense/bias": "dense/dense/bias:0",
        "out/kernel": "dense_1/dense_1/kernel:0",
        "out/bias": "dense_1/dense_1/bias:0",
    }
    for way in ("forward", "backward"):
        folder = f"bidirectional/bidirectional/{way}_lstm"
        names[f"{way}/kernel"] = f"{folder}/kernel:0"
        names[f"{way}/recurrent"] = f"{folder}/recurrent_kernel:0"
        names[f"{way}/bias"] = f"{folder}/bias:0"
    with h5py.File(file) as content:
        kept = content["model_weights"]
        return {
            name: torch.from_numpy(np.array(kept[path])) for name, path in names.items()
        }
