"""The newsroom's own words as lines of text, to be kept, edited and brought elsewhere.

A line is: word, treatment, rule, last day, reason; with a tab between them, as
spreadsheets copy them.  All but the word may be left out where something is usual.
Lines that are empty or begin with # are passed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.own_words import (
    MOST_WORDS,
    Entry,
    WrongEntry,
    last_day,
    make_entry,
)
from comments.domain.phrases import Phrase
from comments.store.models import OwnWord
from comments.store.review_context import names_of

HEADING: Final = "# word\ttreatment\trule\tlast day\treason\tadded by\tadded on"
FIELDS: Final = 5  # what follows says who added it, and is not read
SHOWN_PROBLEMS: Final = 10


class WrongLines(ValueError):
    """Some lines cannot be read; the sentence names them."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a line that does not say it."""

    treatment: str = ""
    rule: str = ""
    until: str = ""
    reason: str = ""


def read_lines(lines: Iterable[str], usual: Usual) -> list[Entry]:
    """The entries that lines stand for, or WrongLines with what is wrong with which."""
    entries: list[Entry] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                entries.append(_read_line(line, usual))
            except WrongEntry as wrong:
                problems.append(
                    Phrase("Line %(number)s: %(wrong)s", number=number, wrong=wrong)
                )
    if len(entries) > MOST_WORDS:
        problems.insert(
            0,
            Phrase(
                "The list has room for %(most_words)s entries.", most_words=MOST_WORDS
            ),
        )
    if problems:
        more = len(problems) - SHOWN_PROBLEMS
        rest = [Phrase("And %(more)s more.", more=more)] if more > 0 else []
        raise WrongLines("\n".join([*problems[:SHOWN_PROBLEMS], *rest]))
    return entries


def write_lines(db: Session, words: Sequence[OwnWord]) -> Iterator[str]:
    """Entries as lines that `read_lines` reads; their authors behind them."""
    names = names_of(db, {word.added_by for word in words})
    yield HEADING
    for word in words:
        end = last_day(word.expires_at)
        day = f"{word.added_at:%Y-%m-%d}"
        fields = (word.text, word.treatment, word.rule or "", end, word.reason)
        yield "\t".join((*fields, names.get(word.added_by, ""), day))


def _read_line(line: str, usual: Usual) -> Entry:
    given = [field.strip() for field in line.split("\t")[:FIELDS]]
    given += [""] * (FIELDS - len(given))
    text, treatment, rule, until, reason = given
    return make_entry(
        text,
        treatment=treatment or usual.treatment,
        rule=rule or usual.rule,
        until=until or usual.until,
        reason=reason or usual.reason,
    )
