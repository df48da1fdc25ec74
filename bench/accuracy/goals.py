"""What the filter must reach, what it aims at, and the question that measures it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bench.accuracy.judging import Sets
from bench.accuracy.measures import Measure
from bench.accuracy.questions import (
    caught,
    clean_flagged,
    clean_out_of_fold,
    disguised_caught,
    disguised_innocent,
    emoji_innocents_right,
    emoji_right,
    innocent_flagged,
    marks,
    neutral_flagged,
    suite_caught,
    suite_published,
    talk_caught,
    worst_functionality,
    worst_term,
)
from bench.accuracy.sets import CLEAN, SUITE, TOXIC, TWEETS


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table of goals."""

    name: str
    must: float
    aim: float
    measure: Callable[[Sets], Measure | None]
    at_most: bool = False
    in_percent: bool = True

    def verdict(self, measure: Measure | None) -> str:
        """How what is measured stands to what was set out."""
        if measure is None:
            return "not measured"
        if self._holds(measure.value, self.aim):
            return "aim reached"
        return "reached" if self._holds(measure.value, self.must) else "**missed**"

    def bound(self, value: float) -> str:
        """A bound as a cell of a table."""
        number = f"{100 * value:g} %" if self.in_percent else f"{value:.2f}"
        return f"{'≤' if self.at_most else '≥'} {number}"

    def _holds(self, value: float, bound: float) -> bool:
        return value <= bound if self.at_most else value >= bound


GOALS: Final = (
    Goal(
        "clean news comments flagged (1)",
        0.015,
        0.01,
        lambda sets: clean_flagged(sets.get(CLEAN, ())),
        at_most=True,
    ),
    Goal(
        "– the bar set by other clean comments (1)",
        0.015,
        0.01,
        clean_out_of_fold,
        at_most=True,
    ),
    Goal(
        "toxic news comments caught",
        0.8,
        0.87,
        lambda sets: caught(sets.get(TOXIC, ())),
    ),
    Goal(
        "offensive tweets caught (2)",
        0.52,
        0.6,
        lambda sets: caught(sets.get(TWEETS, ())),
    ),
    Goal("talk-page comments caught (3)", 0.54, 0.62, talk_caught),
    Goal("emoji posts judged rightly (4)", 0.78, 0.85, emoji_right),
    Goal("– those that are not hateful (4)", 0.6, 0.8, emoji_innocents_right),
    Goal(
        "news-style cases caught under the right rule (5)",
        0.52,
        0.7,
        lambda sets: suite_caught(sets.get(SUITE, ())),
    ),
    Goal(
        "– innocent look-alikes published (5)",
        0.94,
        0.97,
        lambda sets: suite_published(sets.get(SUITE, ())),
    ),
    Goal("– worst functionality judged rightly (5)", 0.55, 0.7, worst_functionality),
    Goal("character F1 of the marked words", 0.67, 0.71, marks, in_percent=False),
    Goal(
        "innocent place names, surnames, medicine flagged",
        0.015,
        0.0,
        innocent_flagged,
        at_most=True,
    ),
    Goal("disguised obscenity and slurs caught", 0.95, 0.98, disguised_caught),
    Goal(
        "– innocent words in disguise flagged",
        0.02,
        0.005,
        disguised_innocent,
        at_most=True,
    ),
    Goal(
        "neutral sentences about an identity flagged",
        0.015,
        0.005,
        neutral_flagged,
        at_most=True,
    ),
    Goal("– worst identity term", 0.015, 0.005, worst_term, at_most=True),
)

NOTES: Final = """\
1. The bar is one number, set on all clean news comments that no tier was trained on,
   these among them: the first line is a little kind. The second judges each fifth of
   them by a bar that the other four set at the same share. About four in a thousand of
   these comments do break a rule, whatever their label says.
2. Some of these tweets may have been seen by tox-block, the teacher whose opinion helps
   to train the encoder. It was not asked about them, and none of the tweets judged here
   was trained on, but the figure may still be kind.
3. Wikipedia's comments: three sets, never trained on, pooled; by set below. The teacher
   learned from Wikipedia's comments, perhaps from some of these.
4. The functional tests for hate, with and without emoji, are not ours to see. The
   nearest that we have is the held-out part of Hatemoji's training posts, written by
   people who set out to fool a model. They count as caught when they are held as an
   attack on a group.
5. Our own suite, in `tests/filter/suite`, written apart from the training cases and on
   record while the filter grew. Expect less elsewhere. A functionality is one file of
   some sixteen cases, so the worst of them is partly bad luck."""
