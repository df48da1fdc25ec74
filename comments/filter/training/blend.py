"""Fit how much each tier counts: `python -m comments.filter.training.blend DATA`.

The weights are fitted on texts set apart for calibration.  The bar is then set on every
clean news comment that no tier was trained on, so that a fixed share of them is held.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from comments.filter.blend import BLEND
from comments.filter.evidence import of_labels, of_text, of_window, stands
from comments.filter.linear import LABELS
from comments.filter.opinion import MOST_WINDOWS
from comments.filter.training.evidence import Evidence, collect
from comments.filter.training.examples import CALIBRATION, UNKNOWN

CLEAN: Final = "civil_comments_clean"
# Of clean comments, before the use of a word frees some again; a third of the rest do
# break a rule.
HELD_SHARE: Final = 0.0150
DOUBTED_SHARE: Final = 0.09  # of clean comments; others are for what the lists find
# Any offence, the likeliest kind, the length: a long window has to earn its cost.
DOUBT: Final = (1.0, 0.25, -0.8)
WEIGHT: Final = {
    CLEAN: 4.0,
    "cases": 1.5,
    "civil_comments_toxic_spans": 1.0,
    "surge_toxicity": 1.0,
    "hatemoji_build": 0.5,
    "edos": 0.3,
    "fox_news": 0.3,
    "davidson": 0.2,
    "toxigen_human": 0.5,
    "implicit_hate": 0.2,
}
# Which rule a text breaks: where groups are attacked counts as much as news.
LABEL_WEIGHT: Final = {
    "cases": 2.0,
    "civil_comments_toxic_spans": 1.0,
    "surge_toxicity": 1.0,
    "hatemoji_build": 1.0,
    "edos": 0.3,
    "fox_news": 1.0,
    "davidson": 0.2,
    "toxigen_human": 1.0,
    "implicit_hate": 0.5,
}
HEADING: Final = """\
# How much each tier's word counts; training/blend.py has written it.
# Factors stand in the order of the evidence.  For the gate: any offence, the likeliest
# kind, the length; for the bar: the lists by rule, the length, the linear tier, the
# encoder by label, and what of these is above 0; for a rule: the length, the labels of
# the dearest tier that has read the text.  See evidence.py.
"""

Table = dict[str, Any]
Row = list[float]


def fit_blend(evidence: Sequence[Evidence], version: str) -> Table:
    """The table of blend.toml."""
    gate = _gate(evidence)
    doubted = [_doubted(one, gate) for one in evidence]
    whole = [[True] * len(one.lengths) for one in evidence]
    return {
        "version": version,
        "gate": gate,
        "cheap": _scales(evidence, whole, closely=False),
        "full": _scales(evidence, doubted, closely=True),
    }


def _gate(evidence: Sequence[Evidence]) -> Table:
    """A gate that a given share of clean comments passes."""
    doubts = [max(_totals(one)) for one in evidence if one.example.source == CLEAN]
    bias = -float(np.quantile(doubts, 1 - DOUBTED_SHARE))
    return {"bias": bias, "factors": list(DOUBT)}


def _totals(one: Evidence) -> list[float]:
    rows = [
        of_window(logits, length)
        for logits, length in zip(one.linear, one.lengths, strict=True)
    ]
    totals: list[float] = (np.array(rows) @ np.array(DOUBT)).tolist()
    return totals


def _doubts(one: Evidence, gate: Table) -> list[float]:
    above = [total + gate["bias"] for total in _totals(one)]
    return [
        abs(doubt) if touched else doubt
        for doubt, touched in zip(above, one.touched, strict=True)
    ]


def _doubted(one: Evidence, gate: Table) -> list[bool]:
    doubts = _doubts(one, gate)
    last = sorted(doubts, reverse=True)[:MOST_WINDOWS][-1]
    return [doubt >= max(0.0, last) for doubt in doubts]


def _scales(
    evidence: Sequence[Evidence], read: Sequence[list[bool]], *, closely: bool
) -> Table:
    """Weights for the bar and for each label, over the texts that are read."""
    pairs = [
        (one, which) for one, which in zip(evidence, read, strict=True) if any(which)
    ]
    readers = [one for one, _ in pairs]
    bar, told = [], []
    for one, which in pairs:
        words, linear = sum(one.lengths), one.linear.max(0)
        encoder = one.encoder[which].max(0) if closely else None
        bar.append(of_text(one.findings, words, linear, encoder))
        told.append(of_labels(words, linear if encoder is None else encoder))
    return {
        "bar": _bar(evidence, readers, bar),
        "labels": {
            name: _fitted(readers, told, index, LABEL_WEIGHT, of_offences)
            for index, name in enumerate(LABELS)
            if index
        },
    }


def _fitted(
    readers: Sequence[Evidence],
    rows: list[Row],
    index: int,
    weight: Mapping[str, float],
    is_wanted: Callable[[Evidence], bool] = lambda _: True,
) -> Table:
    """A logistic regression of one label over the texts for calibration."""
    chosen = [
        number
        for number, one in enumerate(readers)
        if one.example.bucket in CALIBRATION
        and one.example.labels[index] != UNKNOWN
        and one.example.source in weight
        and is_wanted(one)
    ]
    labels = [readers[number].example.labels[index] for number in chosen]
    weights = [weight[readers[number].example.source] for number in chosen]
    model = LogisticRegression(max_iter=500)
    model.fit([rows[number] for number in chosen], labels, weights)
    factors = [round(float(factor), 4) for factor in model.coef_[0]]
    return {"bias": float(model.intercept_[0]), "factors": factors}


def of_offences(one: Evidence) -> bool:
    """Which rule a text breaks is only asked of texts that break one."""
    return one.example.labels[0] == 1


def _bar(
    evidence: Sequence[Evidence], readers: Sequence[Evidence], rows: list[Row]
) -> Table:
    weights = _fitted(readers, rows, 0, WEIGHT)
    clean = sum(one.example.source == CLEAN for one in evidence)
    totals = np.array(rows) @ np.array(weights["factors"]) + weights["bias"]
    of_clean = np.array([one.example.source == CLEAN for one in readers])
    sure = np.array([any(map(stands, one.findings)) for one in readers])
    bar = _bar_for(totals[of_clean], sure[of_clean], round(HELD_SHARE * clean))
    return weights | {"bias": round(weights["bias"] - bar, 4)}


def _bar_for(totals: NDArray[np.float64], sure: NDArray[np.bool_], held: int) -> float:
    """The bar that lets `held` texts through, those that the lists are sure of too."""
    others = np.sort(totals[~sure])[::-1]
    return float(others[max(0, held - int(sure.sum()))])


def written(table: Table) -> str:
    """The text of blend.toml."""
    lines = [HEADING, f'version = "{table["version"]}"', *_section("gate", table)]
    for scale in ("cheap", "full"):
        lines += _section(f"{scale}.bar", {f"{scale}.bar": table[scale]["bar"]})
        for name, weights in table[scale]["labels"].items():
            lines += _section(
                f"{scale}.labels.{name}", {f"{scale}.labels.{name}": weights}
            )
    return "\n".join(lines) + "\n"


def _section(name: str, table: Table) -> list[str]:
    weights = table[name]
    factors = ", ".join(f"{factor:.4f}" for factor in weights["factors"])
    return ["", f"[{name}]", f"bias = {weights['bias']:.4f}", f"factors = [{factors}]"]


def main() -> None:
    """Collect the evidence, fit, write blend.toml."""
    arguments = argparse.ArgumentParser(description="Fit how much each tier counts.")
    arguments.add_argument("data", type=Path, help="the folder of labelled data")
    given = arguments.parse_args()
    table = fit_blend(collect(given.data), f"{datetime.now(UTC):%Y-%m-%d}")
    file = Path(__file__).parent.parent / BLEND
    file.write_text(written(table), "utf-8")


if __name__ == "__main__":
    main()
