"""Everything that was measured, as the section of docs/filter.md and its pictures."""

import hashlib
import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import resources
from typing import Final

from bench.accuracy import tables
from bench.accuracy.curves import calibration_error, curves, reliability
from bench.accuracy.drawing import draw_curves, draw_reliability
from bench.accuracy.goals import NOTES
from bench.accuracy.judging import PROFILE, Sets
from comments.filter.policy import load_policy

CURVES: Final = "filter-precision-recall.svg"
CALIBRATION: Final = "filter-calibration.svg"
DIGITS: Final = 12  # of a digest, to tell versions apart
COLUMNS: Final = 88

Columns = Sequence[tuple[str, Sets]]

HEAD: Final = """
Measured on {day} with the policy `{policy}` and these artifacts: {artifacts}. *Flagged*
and *caught* mean held or rejected, under any rule; in brackets stands the interval that
holds the true share 95 times in 100.
"""
OF_SETS: Final = """
† never trained on, judged whole; of the others the texts that were held out. A text
that annotators disagree on counts on neither side. Texts that attack nobody as a group
may still insult or swear.
"""
OF_KINDS: Final = """
An attack on a group (*identity*) is under its own rule only when the finding says that
a group is attacked.
"""
OF_GROUPS: Final = """
From the sets that label attacks on groups; a text belongs to every group that a neutral
word in it names. Sentences made from templates, by identity term:
"""
OF_CURVES: Final = """
Each line shows what other bars would give, the ring where ours lies. A text that
nothing was found in has no score, so lines end early. Precision hangs on how many texts
offend, which these sets do not tell of any real board.
"""
OF_CONFIDENCE: Final = """
The tiers are weighed by a logistic regression on calibration texts of which about half
offend; its logarithm of the odds is then moved so that a finding reaches the confidence
that `standard` holds at exactly when the text passes the bar. So a confidence says how
sure we are on one scale for all rules, but is no chance by itself. The line shows what
it was worth on news comments; numbers count them, and those that nothing was found in
are left out. On the average the two lie {apart:.0f} points apart.
"""


def report(columns: Columns, now: datetime) -> str:
    """The whole section; the first column's filter is the one that serves the site."""
    return "\n\n".join([_head(now), *_goals(columns), *_details(columns[0][1])])


def pictures(sets: Sets) -> dict[str, str]:
    """The content of each picture, by the name of its file."""
    return {
        CURVES: draw_curves(list(curves(sets))),
        CALIBRATION: draw_reliability(reliability(sets)),
    }


def _head(now: datetime) -> str:
    return _filled(
        HEAD.format(
            day=f"{now.day} {now:%B %Y}",
            policy=load_policy(PROFILE).label,
            artifacts=", ".join(_artifacts()),
        )
    )


def _artifacts() -> Iterator[str]:
    folder = resources.files("comments.filter")
    digests = json.loads((folder / "models" / "digests.json").read_text("ascii"))
    blend = (folder / "blend.toml").read_bytes()
    digests["blend.toml"] = hashlib.sha256(blend).hexdigest()
    for name, digest in digests.items():
        yield f"{name} `{digest[:DIGITS]}`"


def _goals(columns: Columns) -> Iterator[str]:
    yield "### Against the goals"
    yield tables.goals(columns)
    yield NOTES


def _details(sets: Sets) -> Iterator[str]:
    yield "### By set"
    yield tables.by_set(sets)
    yield _filled(OF_SETS)
    yield "### By kind of offence"
    yield tables.by_rule(sets)
    yield _filled(OF_KINDS)
    yield "### By group"
    yield tables.by_group(sets)
    yield _filled(OF_GROUPS)
    yield tables.by_term(sets)
    yield "### Where our own suite goes worst"
    yield tables.worst_functionalities(sets)
    yield "### Disguises"
    yield tables.by_disguise(sets)
    yield from _drawn(sets)


def _drawn(sets: Sets) -> Iterator[str]:
    yield "### Other bars, and what a confidence is worth"
    yield f"![Precision against recall](img/{CURVES})"
    yield _filled(OF_CURVES)
    yield f"![How often a confidence was right](img/{CALIBRATION})"
    apart = 100 * calibration_error(reliability(sets))
    yield _filled(OF_CONFIDENCE.format(apart=apart))


def _filled(words: str) -> str:
    return textwrap.fill(" ".join(words.split()), COLUMNS, break_long_words=False)
