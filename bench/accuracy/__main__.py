"""Measure the filter that serves the site: `make eval-filter DATA=… [ARGS=--write]`."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench._section import rewrite
from bench.accuracy import card
from bench.accuracy.judging import judged_sets
from bench.accuracy.report import pictures, report
from bench.accuracy.sets import read_sets

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "docs" / "filter.md"
SECTION: Final = "measured"
CARD: Final = ROOT / "comments" / "filter" / "models" / "CARD.md"
TIERS: Final = (("all tiers", True), ("tiers 1 and 2", False))


def main() -> None:
    given = _arguments()
    sets = read_sets(given.data, given.most)
    chosen = TIERS if given.no_encoder or given.write else TIERS[:1]
    columns = [
        (name, judged_sets(sets, encoder=encoder, processes=given.processes))
        for name, encoder in chosen
    ]
    text = report(columns, datetime.now(UTC))
    print(text)
    if given.write:
        rewrite(DOCUMENT, SECTION, text)
        rewrite(CARD, "sources", card.sources(given.data))
        rewrite(CARD, "artifacts", card.artifacts())
        for name, content in pictures(columns[0][1]).items():
            (DOCUMENT.parent / "img" / name).write_text(content, "utf-8")


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make eval-filter", description=__doc__)
    asked.add_argument("data", type=Path, help="the folder of labelled data")
    asked.add_argument(
        "--no-encoder", action="store_true", help="show it without the encoder too"
    )
    asked.add_argument(
        "--write",
        action="store_true",
        help="renew docs/filter.md, its pictures and the card",
    )
    asked.add_argument("--most", type=int, help="texts of one set, for a quick look")
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return asked.parse_args()


if __name__ == "__main__":
    main()
