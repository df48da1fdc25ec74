"""What is asked of the judged rows; each answer is a measure, or None without rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bench.accuracy.judging import Judged, Sets
from bench.accuracy.measures import Mean, Share, mean, share
from bench.accuracy.sets import (
    CLEAN,
    DISGUISED,
    EMOJI,
    INNOCENT,
    SET_ASIDE,
    SUITE,
    TALK,
    TEMPLATES,
)
from comments.filter.training.examples import MARKED

RULE_OF_LABEL: Final = {
    "obscene": "keep-it-clean",
    "threat": "dont-threaten",
    "identity": "be-nice",
    "insult": "be-nice",
}
FOLDS: Final = 5


def caught(rows: Iterable[Judged], label: str = "any") -> Share | None:
    """How many of the rows with a label are kept back, under whatever rule."""
    return share(one.seen.flagged for one in rows if one.has(label))


def caught_rightly(rows: Iterable[Judged], label: str) -> Share | None:
    """How many of the rows with a label are kept back under that label's rule.

    Only a finding that speaks of a group is right about an attack on one.
    """
    return share(_is_right(one, label) for one in rows if one.has(label))


def _is_right(one: Judged, label: str) -> bool:
    if label == "identity":
        return one.seen.hateful
    return RULE_OF_LABEL[label] in one.seen.rules


def clean_flagged(rows: Iterable[Judged]) -> Share | None:
    """How many of the rows that break no rule are kept back."""
    return share(one.seen.flagged for one in rows if one.has("any", "0"))


def hateful_caught(rows: Iterable[Judged]) -> Share | None:
    """How many attacks on groups are kept back as attacks on groups."""
    return share(one.seen.hateful for one in rows if one.has("identity"))


def innocent_as_hateful(rows: Iterable[Judged]) -> Share | None:
    """How many other rows are kept back as attacks on groups."""
    return share(one.seen.hateful for one in rows if one.has("identity", "0"))


def talk_caught(sets: Sets) -> Share | None:
    """How many offending comments of all talk pages are kept back."""
    return caught(one for name in TALK for one in sets.get(name, ()))


def emoji_right(sets: Sets) -> Share | None:
    """How many posts with emoji are rightly called hateful or not."""
    rows = sets.get(EMOJI, ())
    return share(one.seen.hateful == one.has("any") for one in rows)


def emoji_innocents_right(sets: Sets) -> Share | None:
    """The same of the posts that are not hateful."""
    rows = sets.get(EMOJI, ())
    return share(not one.seen.hateful for one in rows if one.has("any", "0"))


def suite_caught(rows: Iterable[Judged]) -> Share | None:
    """How many violations of our own suite are kept back under the right rule."""
    return share(one.row["rule"] in one.seen.rules for one in rows if not _is_twin(one))


def suite_published(rows: Iterable[Judged]) -> Share | None:
    """How many of the suite's innocent look-alikes are published."""
    return share(not one.seen.flagged for one in rows if _is_twin(one))


def _is_twin(one: Judged) -> bool:
    return bool(one.row["rule"] == "publish")


def suite_right(rows: Iterable[Judged]) -> Share | None:
    """How many cases of the suite are judged as they should be."""
    return share(
        not one.seen.flagged if _is_twin(one) else one.row["rule"] in one.seen.rules
        for one in rows
    )


def by_functionality(sets: Sets) -> Mapping[str, Sequence[Judged]]:
    """The suite's cases by the file that they stand in."""
    return grouped(sets.get(SUITE, ()), "functionality")


def worst_functionality(sets: Sets) -> Share | None:
    """The file of the suite with the lowest share of cases judged rightly."""
    found = map(suite_right, by_functionality(sets).values())
    return min(filter(None, found), key=lambda one: one.value, default=None)


def neutral_flagged(sets: Sets) -> Share | None:
    """How many neutral sentences about an identity are kept back."""
    return clean_flagged(sets.get(TEMPLATES, ()))


def worst_term(sets: Sets) -> Share | None:
    """The same for the identity term that fares worst."""
    found = map(clean_flagged, grouped(sets.get(TEMPLATES, ()), "term").values())
    return max(filter(None, found), key=lambda one: one.value, default=None)


def innocent_flagged(sets: Sets) -> Share | None:
    """How many innocent look-alikes (places, names, medicine) are kept back."""
    return clean_flagged(sets.get(INNOCENT, ()))


def disguised_caught(sets: Sets) -> Share | None:
    """How many disguised violations are kept back."""
    return caught(sets.get(DISGUISED, ()))


def disguised_innocent(sets: Sets) -> Share | None:
    """How many innocent words in the same disguises are kept back."""
    return clean_flagged(sets.get(DISGUISED, ()))


def marks(sets: Sets) -> Mean | None:
    """The F1 of marked characters, averaged over texts."""
    return mean(_overlap(one) for one in sets.get(MARKED, ()))


def _overlap(one: Judged) -> float:
    marked = {place for span in one.seen.spans for place in range(*span)}
    expected = set(one.row["spans"])
    if not expected or not marked:
        return float(expected == marked)
    return 2 * len(expected & marked) / (len(expected) + len(marked))


def clean_out_of_fold(sets: Sets) -> Share | None:
    """Clean news flagged by a bar that other clean comments have set.

    The share that is let through is the one that we see over all of them.
    """
    scores = [
        one.seen.score for one in (*sets.get(CLEAN, ()), *sets.get(SET_ASIDE, ()))
    ]
    flagged = sum(score >= 0 for score in scores)
    if not flagged:
        return None
    return share(_flags_out_of_fold(scores, flagged / len(scores)))


def _flags_out_of_fold(scores: Sequence[float], wanted: float) -> Iterator[bool]:
    for fold in range(FOLDS):
        others = sorted(
            (one for place, one in enumerate(scores) if place % FOLDS != fold),
            reverse=True,
        )
        bar = others[max(0, round(wanted * len(others)) - 1)]
        yield from (one >= bar for one in scores[fold::FOLDS])


def grouped(rows: Iterable[Judged], column: str) -> Mapping[str, Sequence[Judged]]:
    """The rows by what stands in one of their columns."""
    found: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in rows:
        found[one.row[column]].append(one)
    return found
