"""What each tier has to say about a text, as numbers that can be weighed together."""

from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comments.domain.verdict import Finding, Severity
from comments.filter.log_odds import log_odds
from comments.filter.policy import NEVER, load_policy

RULES: Final = ("keep-it-clean", "dont-threaten", "be-nice")
REFERENCE: Final = "standard"  # the profile that "surer than needed" is measured by
# Mild insults are where lists err most: many such words have an honest use.
SURE_OF_MILD: Final = 0.8
WORTH_ASKING: Final = -1.0  # a finding fainter than this would not be held anyway
REACH: Final = 3.0  # beyond this a finding is as sure, or as faint, as can be
LONG: Final = 60  # words: padding beyond that makes no text look more harmless

Floats = NDArray[np.float32]


def hold_at(finding: Finding) -> float:
    """The confidence from which the reference profile holds such a finding."""
    return load_policy(REFERENCE).table[finding.rule, finding.severity].hold


def margin(finding: Finding) -> float:
    """How much surer a finding is than it has to be for being held."""
    needed = hold_at(finding)
    return log_odds(finding.confidence) - log_odds(needed) if needed < NEVER else -REACH


def of_findings(findings: Sequence[Finding]) -> list[float]:
    """The surest finding of each rule, from 0 (none) upwards."""
    sure = dict.fromkeys(RULES, 0.0)
    for finding in findings:
        if finding.rule in sure:
            above = REACH + min(REACH, max(-REACH, margin(finding)))
            sure[finding.rule] = max(sure[finding.rule], above)
    return list(sure.values())


def of_window(logits: Floats, words: int) -> list[float]:
    """What the gate is told of a window: that it offends, how, and how long it is."""
    return [float(logits[0]), float(logits[1:].max()), log(words)]


def of_text(
    findings: Sequence[Finding], words: int, linear: Floats, encoder: Floats | None
) -> list[float]:
    """What the tiers say of a text: the evidence in the order of the bar's factors.

    `linear` and `encoder` are the largest logits of its windows by label.  What is
    above 0 counts once more by itself, since doubt and certainty weigh differently.
    """
    known = linear[:1] if encoder is None else np.concatenate([linear[:1], encoder])
    told = of_labels(words, known)
    return [*of_findings(findings), *told, *(max(0.0, logit) for logit in told[1:])]


def of_labels(words: int, logits: Floats) -> list[float]:
    """What a rule is chosen by: the length, and the largest logits by label."""
    return [log(min(words, LONG)), *map(float, logits)]


def is_open(finding: Finding) -> bool:
    """Whether the lists say enough for the encoder to be asked."""
    return margin(finding) >= WORTH_ASKING


def stands(finding: Finding) -> bool:
    """Whether the lists are so sure of a finding that it needs no second opinion."""
    is_mild = finding.rule == "be-nice" and finding.severity is Severity.MILD
    by_word_alone = is_mild and finding.check == "words"
    return margin(finding) >= (SURE_OF_MILD if by_word_alone else 0.0)
