"""Write the trained encoder as an int8 ONNX file, with its vocabulary and digests."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from comments.filter.training.network import WEIGHTS, Network

MODELS: Final = Path(__file__).parent.parent / "models"
DIGESTS: Final = "digests.json"


def export_encoder(network: Network, folder: Path = MODELS) -> None:
    """Write encoder.onnx and vocabulary.txt, and note their digests."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "encoder.onnx"
        _write_onnx(network, whole)
        target = folder / "encoder.onnx"
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8)
    shutil.copyfile(WEIGHTS / "vocab.txt", folder / "vocabulary.txt")
    note_digests(folder, ("encoder.onnx", "vocabulary.txt"))


def note_digests(folder: Path, names: tuple[str, ...]) -> None:
    """Note what each artifact must be like when it is loaded."""
    file = folder / DIGESTS
    digests = json.loads(file.read_text("ascii")) if file.exists() else {}
    for name in names:
        digests[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    file.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n", "ascii")


def _write_onnx(network: Network, file: Path) -> None:
    pieces = torch.tensor([[101, 7592, 102], [101, 2088, 102]])
    flexible = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        network.eval(),
        (pieces, torch.ones_like(pieces)),
        str(file),
        input_names=["input_ids", "attention_mask"],
        output_names=["labels", "words"],
        dynamic_axes={
            "input_ids": flexible,
            "attention_mask": flexible,
            "labels": {0: "batch"},
            "words": flexible,
        },
        opset_version=17,
        dynamo=False,
    )
