"""Confidences on the scale on which evidence adds up: the logarithm of their odds."""

from math import exp, log
from typing import Final

LEAST_CERTAIN: Final = 0.005  # certainty, which nothing could move, is kept out
FARTHEST: Final = 30.0  # from here on a share is 0 to six places


def log_odds(share: float) -> float:
    """The logarithm of the odds of a share."""
    inside = min(max(share, LEAST_CERTAIN), 1 - LEAST_CERTAIN)
    return log(inside / (1 - inside))


def share_of(evidence: float) -> float:
    """The share that has these odds, to six places."""
    return round(1 / (1 + exp(-max(-FARTHEST, evidence))), 6)
