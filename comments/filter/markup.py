"""What mark-up could hide: the words of a text as they read without it.

Both are judged, the text as it was typed and as it reads, so that neither stars nor a
link inside a word can part it; places always refer to the typed text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from comments.domain.markup import Bare
from comments.domain.verdict import Finding, Span
from comments.filter.learned import CHECK
from comments.filter.spans import joined, overlaps
from comments.filter.text import LINK, STOP, Reading

NO_WORDS: Final = (STOP, LINK)


def reads_otherwise(typed: Reading, bare: Reading) -> bool:
    """Whether other words are left once the mark-up is gone."""
    return _words(typed) != _words(bare)


def of_both(typed: Iterable[Finding], bare: Sequence[Finding]) -> list[Finding]:
    """All findings; what both readings notice counts once, as the surer one sees it.

    What the learned tiers make of words in pieces gives way to findings on the whole.
    """
    whole = joined(span for finding in bare for span in finding.spans)
    kept: dict[tuple[str, ...], Finding] = {}
    for finding in (*(one for one in typed if not _is_in_pieces(one, whole)), *bare):
        kind = (finding.rule, finding.check, finding.severity, finding.target)
        same = kept.get((*kind, finding.reason))
        if same is None or finding.confidence > same.confidence:
            kept[*kind, finding.reason] = finding
    return list(kept.values())


def as_typed(finding: Finding, bare: Bare) -> Finding:
    """A finding about the bare text, with the places in the typed one."""
    return replace(finding, spans=tuple(map(bare.typed, finding.spans)))


def _is_in_pieces(finding: Finding, whole: Sequence[Span]) -> bool:
    return finding.check == CHECK and any(overlaps(*s, whole) for s in finding.spans)


def _words(reading: Reading) -> list[str]:
    return [word.text for word in reading.words if word.text not in NO_WORDS]
