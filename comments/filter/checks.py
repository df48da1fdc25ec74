"""The checks, in the order in which a moderator reads their findings.

A check is one function: it looks at one text and answers with what it noticed.  It
decides nothing; the policy does.  To add one, write it and name it here.
"""

from typing import Final

from comments.filter.conduct import flood, newcomers_link, repeated_post
from comments.filter.context import Check, Review
from comments.filter.degradation import DEGRADING_FORMS, degradation
from comments.filter.learned import learned
from comments.filter.threats import THREATENING_FORMS, threats
from comments.filter.wording import offensive_words

WORD_CHECKS: Final[tuple[Check, ...]] = (
    threats,  # the gravest first: threats, wishes of harm, calls to do it
    degradation,  # people spoken of as less than people
    offensive_words,  # obscenity, vulgarity, slurs and insults
)
CONDUCT_CHECKS: Final[tuple[Check, ...]] = (
    repeated_post,  # the same text again
    flood,  # many texts in a short time
    newcomers_link,  # a link from an author we do not know yet
)
# Run after the checks, in this order, on what they noticed.
REVIEWS: Final[tuple[Review, ...]] = (learned,)
PATTERN_FILES: Final = (THREATENING_FORMS, DEGRADING_FORMS)
CHECKS: Final = WORD_CHECKS + CONDUCT_CHECKS
