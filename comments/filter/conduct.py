"""The checks of conduct, from stored facts: floods, repeats, newcomers' links."""

import re
from typing import Final

from comments.domain.posted_rules import SPAM
from comments.domain.submission import FLOOD_COMMENTS, SETTLED_AUTHOR
from comments.domain.verdict import Finding, Severity, Span, Target
from comments.filter.context import Context
from comments.filter.reasons import REASONS

ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2048}", re.IGNORECASE)
SHORTEST_REPEAT: Final = 12  # "I agree", said twice, is a conversation, not a flood
SAME_WORDS: Final = 0.9  # share of words in common from which two texts are one
FEWEST_WORDS: Final = 8  # shorter texts must be equal to be a repeat


def newcomers_link(context: Context) -> list[Finding]:
    """Notice links from an author who has published little so far."""
    facts = context.submission.facts
    if facts is None or facts.published_comments >= SETTLED_AUTHOR:
        return []
    spans = tuple(m.span() for m in ADDRESS.finditer(context.submission.text))
    return [_conduct("links", "link", spans, 0.7)] if spans else []


def repeated_post(context: Context) -> list[Finding]:
    """Notice a text that its author has posted before, or nearly so."""
    facts = context.submission.facts
    text = context.submission.text
    if facts is None or len(text.strip()) < SHORTEST_REPEAT:
        return []
    recent = facts.recent_texts
    if any(_shares_words(text, other) for other in recent) or _reads_same(
        context, text, recent
    ):
        return [_conduct("repeats", "repeat", (), 0.9)]
    return []


def flood(context: Context) -> list[Finding]:
    """Notice an author who posts faster than people write."""
    facts = context.submission.facts
    if facts is None or facts.recent_comments is None:
        return []
    if facts.recent_comments < FLOOD_COMMENTS:
        return []
    return [_conduct("floods", "flood", (), 0.9)]


def _reads_same(context: Context, text: str, recent: tuple[str, ...]) -> bool:
    own = context.fingerprint(text) if recent else ""
    return any(own == context.fingerprint(other) for other in recent)


def _shares_words(text: str, recent: str) -> bool:
    ours, theirs = set(text.lower().split()), set(recent.lower().split())
    if min(len(ours), len(theirs)) < FEWEST_WORDS:
        return False
    return len(ours & theirs) / len(ours | theirs) >= SAME_WORDS


def _conduct(
    check: str, sense: str, spans: tuple[Span, ...], confidence: float
) -> Finding:
    return Finding(
        rule=SPAM,
        check=check,
        spans=spans,
        severity=Severity.MILD,
        confidence=confidence,
        target=Target.NONE,
        reason=REASONS[sense],
    )
