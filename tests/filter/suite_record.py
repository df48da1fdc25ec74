"""Renew the record of known failures and print how the filter does: `python -m` this.

To be run after a change to the filter.  The change of known_failures.toml then shows,
in the commit, what was won and what was lost.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from comments.domain.verdict import Verdict
from comments.filter import check
from tests.filter.suite_cases import (
    RECORD,
    Case,
    is_flagged,
    is_right,
    read_known_failures,
    read_suite,
)

HEADING = """\
# What the filter misjudges today: by functionality, digest and beginning of the text.
# Written by `python -m tests.filter.suite_record`; not by hand.
"""
EXCERPT = 60
COLUMNS = "{:<22}{:>12}{:>14}{:>12}{:>12}{:>12}"


@dataclass(frozen=True, slots=True)
class Judged:
    case: Case
    verdict: Verdict

    @property
    def right(self) -> bool:
        return is_right(self.case, self.verdict)


def main() -> None:
    judged = [Judged(case, check(case.text)) for case in read_suite()]
    before = _keys_on_record()
    RECORD.write_text(record(judged), encoding="utf-8")
    after = _keys_on_record()
    sys.stdout.write(table(judged))
    sys.stdout.write(
        f"\nKnown failures: {len(after)} (new {len(after - before)}, "
        f"mended or gone {len(before - after)}), in {RECORD.name}\n"
    )


def record(judged: Iterable[Judged]) -> str:
    """The text of known_failures.toml: one table a functionality that has any."""
    parts = [HEADING]
    wrong = (one for one in judged if not one.right)
    for name, group in groupby(wrong, key=lambda one: one.case.functionality):
        parts.append(f"\n[{name}]\n")
        parts.extend(sorted(_line(one.case) for one in group))
    return "".join(parts)


def table(judged: Sequence[Judged]) -> str:
    """How many violations are kept back, and how many innocents are let through."""
    heading = ("functionality", "violations", "right rule", "any rule")
    lines = [COLUMNS.format(*heading, "innocents", "published")]
    for name, group in groupby(judged, key=lambda one: one.case.functionality):
        lines.append(_row(name, list(group)))
    by_rule = sorted(judged, key=attrgetter("case.rule"))
    lines.append("")
    for rule, group in groupby(by_rule, key=attrgetter("case.rule")):
        lines.append(_row(rule, list(group)))
    return "\n".join([*lines, "", _row("all", judged), _marks(judged), ""])


def _row(name: str, judged: Sequence[Judged]) -> str:
    bad = [one for one in judged if not one.case.is_innocent]
    innocent = [one for one in judged if one.case.is_innocent]
    return COLUMNS.format(
        name,
        len(bad),
        _share(sum(one.right for one in bad), len(bad)),
        _share(sum(is_flagged(one.verdict) for one in bad), len(bad)),
        len(innocent),
        _share(sum(one.right for one in innocent), len(innocent)),
    )


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "-"


def _marks(judged: Iterable[Judged]) -> str:
    caught = [one for one in judged if one.right and not one.case.is_innocent]
    target = sum(_names_the_target(one) for one in caught)
    words = sum(_marks_the_words(one) for one in caught)
    return (
        f"of {len(caught)} under the right rule: "
        f"right target {_share(target, len(caught))}, "
        f"some of the right words marked {_share(words, len(caught))}"
    )


def _names_the_target(one: Judged) -> bool:
    return one.case.target in {
        finding.target.value
        for finding in one.verdict.grounds
        if finding.rule == one.case.rule
    }


def _marks_the_words(one: Judged) -> bool:
    starts = [(one.case.text.index(words), len(words)) for words in one.case.words]
    return any(
        begin < start + length and start < end
        for finding in one.verdict.grounds
        if finding.rule == one.case.rule
        for begin, end in finding.spans
        for start, length in starts
    )


def _keys_on_record() -> set[tuple[str, str]]:
    known = read_known_failures()
    return {(name, digest) for name, digests in known.items() for digest in digests}


def _line(case: Case) -> str:
    excerpt = json.dumps(case.text[:EXCERPT], ensure_ascii=False)
    return f"{case.digest} = {excerpt}\n"


if __name__ == "__main__":
    main()
