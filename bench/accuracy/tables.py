"""What was measured, as Markdown: the goals first, then by set, rule and group."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from bench.accuracy.goals import GOALS
from bench.accuracy.groups import about_groups
from bench.accuracy.judging import Judged, Sets
from bench.accuracy.measures import Measure, Share, counted, shown
from bench.accuracy.questions import (
    RULE_OF_LABEL,
    by_functionality,
    caught,
    caught_rightly,
    clean_flagged,
    grouped,
    hateful_caught,
    innocent_as_hateful,
    suite_caught,
    suite_published,
    suite_right,
)
from bench.accuracy.sets import (
    DISGUISED,
    SET_ASIDE,
    SUITE,
    TEMPLATES,
    UNTRAINED,
)
from comments.filter.training.examples import MARKED

WORST_SHOWN: Final = 12
APART: Final = (SUITE, MARKED, SET_ASIDE)

Line = Sequence[str]
Ask = Callable[[Sequence[Judged]], Measure | None]


def table(heading: Line, lines: Iterable[Line], words: int = 1) -> str:
    """A table whose first columns are of words and whose others are of numbers."""
    rule = ["---"] * words + ["---:"] * (len(heading) - words)
    return "\n".join(f"| {' | '.join(line)} |" for line in (heading, rule, *lines))


def goals(columns: Sequence[tuple[str, Sets]]) -> str:
    """The goals, with what each choice of tiers reaches; the first one counts."""
    heading = ["measure", "so far", "must", "aim", "texts"]
    heading += [name for name, _ in columns]
    lines = []
    for goal in GOALS:
        measures = [goal.measure(sets) for _, sets in columns]
        bounds = [goal.bound(goal.must), goal.bound(goal.aim), counted(measures[0])]
        cells = [shown(measure) for measure in measures]
        lines.append([goal.name, goal.verdict(measures[0]), *bounds, *cells])
    return table(heading, lines, words=2)


def by_set(sets: Sets) -> str:
    """Each set: what is caught of what offends, and flagged of what does not."""
    heading = ["set", "offending", "caught", "clean", "flagged"]
    return table(heading, _sets(sets))


def _sets(sets: Sets) -> Iterator[Line]:
    for name, rows in sets.items():
        if name not in APART:
            named = f"{name} †" if name in UNTRAINED else name
            yield [named, *_counted(rows, caught), *_counted(rows, clean_flagged)]


def _counted(rows: Sequence[Judged], ask: Ask) -> Line:
    measure = ask(rows)
    return counted(measure), shown(measure)


def by_rule(sets: Sets) -> str:
    """What is caught of each kind of offence, and under the right rule."""
    heading = ["set", "label", "texts", "caught", "under its own rule"]
    lines = [
        [name, label, counted(right), shown(caught(rows, label)), shown(right)]
        for name, rows in sets.items()
        for label in RULE_OF_LABEL
        if (right := caught_rightly(rows, label))
    ]
    return table(heading, lines, words=2)


def by_group(sets: Sets) -> str:
    """Attacks on each group, and texts that name it and attack nobody."""
    heading = [
        "named in the text",
        "attacks",
        "held as such",
        "others",
        "held as attacks",
    ]
    lines = [
        [
            group,
            *_counted(rows, hateful_caught),
            *_counted(rows, innocent_as_hateful),
        ]
        for group, rows in about_groups(sets)
    ]
    return table(heading, lines)


def by_term(sets: Sets) -> str:
    """The identity terms of the templates: all that are ever flagged when neutral."""
    heading = ["term", "neutral", "flagged", "insulting", "caught"]
    terms = grouped(sets.get(TEMPLATES, ()), "term")
    flagged = {term: rows for term, rows in terms.items() if _ever(clean_flagged(rows))}
    rest = [one for term, rows in terms.items() if term not in flagged for one in rows]
    lines = [
        [term, *_counted(rows, clean_flagged), *_counted(rows, caught)]
        for term, rows in (
            *flagged.items(),
            (f"{len(terms) - len(flagged)} others", rest),
        )
        if rows
    ]
    return table(heading, lines)


def _ever(measure: Share | None) -> bool:
    return measure is not None and measure.part > 0


def by_disguise(sets: Sets) -> str:
    """The disguises that are not always seen through, or that accuse the innocent."""
    kinds = grouped(sets.get(DISGUISED, ()), "kind")
    wrong = {
        kind: rows
        for kind, rows in kinds.items()
        if _ever(clean_flagged(rows)) or getattr(caught(rows), "value", 1) < 1
    }
    if not wrong:
        return f"All {len(kinds)} kinds of disguise are seen through without exception."
    lines = [
        [kind, *_counted(rows, caught), *_counted(rows, clean_flagged)]
        for kind, rows in wrong.items()
    ]
    return table(["disguise", "offending", "caught", "innocent", "flagged"], lines)


def worst_functionalities(sets: Sets) -> str:
    """The files of our own suite that go worst."""
    ranked = sorted(
        by_functionality(sets).items(),
        key=lambda pair: getattr(suite_right(pair[1]), "value", 1.0),
    )
    lines = [
        [
            name.replace("_", " "),
            *_counted(rows, suite_caught),
            *_counted(rows, suite_published),
        ]
        for name, rows in ranked[:WORST_SHOWN]
    ]
    heading = ["functionality", "violations", "right rule", "innocent", "published"]
    return table(heading, lines)
