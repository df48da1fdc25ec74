"""`make train-filter DATA=…`: train the encoder and write its artifacts."""

import argparse
from pathlib import Path
from typing import Final

from comments.filter.training.encoder import train_encoder
from comments.filter.training.examples import read_examples
from comments.filter.training.export import MODELS, export_encoder

KEPT: Final = Path("build/filter-passes")


def main() -> None:
    """Read the data, train, write the artifacts."""
    arguments = argparse.ArgumentParser(description="Train the filter's encoder.")
    arguments.add_argument("data", type=Path, help="the folder of labelled data")
    arguments.add_argument("--models", type=Path, default=MODELS)
    arguments.add_argument(
        "--kept", type=Path, default=KEPT, help="where the first passes are kept"
    )
    given = arguments.parse_args()
    network = train_encoder(read_examples(given.data), given.kept)
    export_encoder(network, given.models)


if __name__ == "__main__":
    main()
