"""The words of a statement of reasons: a few labelled paragraphs, in reading order.

Each answers one question of its reader's and carries some of the fields of Regulation
(EU) 2022/2065 art. 17(3); docs/duties.md says which.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from comments.domain.phrases import Phrase, joined
from comments.domain.posted_rules import RuleBook
from comments.domain.review_item import Source
from comments.domain.statement_of_reasons import (
    HOLD_SENTENCES,
    Ground,
    Measure,
    Statement,
    StatementKind,
)

MEASURES: Final = {
    Measure.WITHHELD: Phrase("Nobody but you and the newsroom sees your comment."),
    Measure.REFUSED: Phrase("Your comment is not shown to anybody."),
    Measure.REMOVED: Phrase("Your comment is not shown any more."),
    Measure.WARNED: Phrase("This is a warning; nothing is taken away from you."),
    Measure.REVIEWED_FIRST: Phrase("A moderator reads each of your comments first."),
    Measure.MUTED: Phrase("You may read, but not post or report."),
    Measure.SUSPENDED: Phrase("Your account is closed to you for a while."),
    Measure.BANNED: Phrase("Your account is closed to you."),
}
ABOUT_COMMENT: Final = (Measure.WITHHELD, Measure.REFUSED, Measure.REMOVED)
EVERYWHERE: Final = Phrase(
    "This holds everywhere, in every country and for every reader"
)
NO_RESTRICTION: Final = {
    StatementKind.RESTORED: Phrase(
        "A moderator looked at your comment and it is now shown."
    ),
    StatementKind.MESSAGE: Phrase("A moderator writes to you; nothing is restricted."),
    StatementKind.LIFTED: Phrase(
        "A moderator ended it; you may post and report again."
    ),
}
TAKEN_BACK: Final = Phrase("The decision was taken back; a moderator will look again.")
LED_BY: Final = {
    Source.FILTER: Phrase("The filter, a program, noticed it."),
    Source.REPORT: Phrase("A reader reported it."),
    Source.APPEAL: Phrase("You asked for another look."),
    Source.NOTICE: Phrase("Somebody sent a notice that it is unlawful."),
    Source.ESCALATION: Phrase("A moderator asked an editor."),
}
BY_OWN_LOOK: Final = Phrase("A moderator came upon it; nobody had reported it.")
BY_PROGRAM: Final = Phrase(
    "The filter, a program, found this and decided; no person looked yet."
)
BY_PERSON: Final = Phrase("A moderator, a person, decided this.")
BY_ANOTHER: Final = Phrase(
    "A moderator, a person who had not decided before, looked again and decided this."
)
MARKED_TOO: Final = Phrase("The filter, a program, had marked words in it.")
NO_PROGRAM: Final = Phrase("No program had a part in it.")
NOTE: Final = Phrase("The moderator adds:")
LAW_NOTE: Final = Phrase("Which law, and why, in the moderator's words:")
BY_LAW: Final = Phrase("The ground is the law, and not only a rule of ours.")
ELSEWHERE: Final = Phrase("You can also turn to a court.")
MOST_WORDS: Final = 5
LONGEST_WORD: Final = (
    80  # code points of the marked words; all of them stand in the page
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A question that a reader has, and its answer in sentences."""

    code: str
    label: str
    sentences: tuple[str, ...]


def paragraphs(stated: Statement, rules: RuleBook) -> tuple[Paragraph, ...]:
    """A statement in words; a question without an answer is left out."""
    found = (
        Paragraph("what", Phrase("What happened"), tuple(_what(stated))),
        Paragraph("why", Phrase("Why"), tuple(dict.fromkeys(_why(stated, rules)))),
        Paragraph("how", Phrase("How it was decided"), tuple(_how(stated))),
        Paragraph("redress", Phrase("What you can do"), tuple(_redress(stated))),
    )
    return tuple(paragraph for paragraph in found if paragraph.sentences)


def sentences(stated: Statement, rules: RuleBook) -> list[str]:
    """All sentences of a statement."""
    return [s for paragraph in paragraphs(stated, rules) for s in paragraph.sentences]


def quoted_words(stated: Statement) -> str:
    """Some of the marked words, for a letter; empty when no words are marked."""
    distinct = list(dict.fromkeys(" ".join(word.split()) for word in stated.words))
    return ", ".join(f"“{_short(word)}”" for word in distinct[:MOST_WORDS] if word)


def _what(stated: Statement) -> Iterator[str]:
    """The measure, where and for how long: art. 17(3)(a)."""
    if stated.kind in NO_RESTRICTION:
        yield NO_RESTRICTION[stated.kind]
        return
    if stated.kind is StatementKind.RETURNED:
        yield TAKEN_BACK
    measure = stated.measure
    if measure in MEASURES:
        yield MEASURES[measure]
    if measure is Measure.WITHHELD:
        yield Phrase(
            "%(everywhere)s, until a moderator decides.", everywhere=EVERYWHERE
        )
    elif measure in ABOUT_COMMENT:
        yield Phrase("%(everywhere)s. It has no end date.", everywhere=EVERYWHERE)
    elif measure not in (Measure.NONE, Measure.WARNED):
        yield _term(stated.ends_at)


def _why(stated: Statement, rules: RuleBook) -> Iterator[str]:
    """The ground and the facts: art. 17(3)(b), (d) and (e)."""
    if stated.ground is None:
        yield from _unrestricted(stated, rules)
        return
    if stated.rule is not None and stated.rule in rules:
        posted = rules.get(stated.rule)
        yield Phrase(
            "The rule is “%(headline)s”: %(text)s",
            headline=posted.headline,
            text=posted.text,
        )
    if stated.ground is Ground.LAW:
        yield BY_LAW
    for finding in stated.facts.findings:
        yield finding.reason
    for reason in stated.facts.hold_reasons:
        yield HOLD_SENTENCES[reason]
    if stated.facts.note:
        adds = LAW_NOTE if stated.ground is Ground.LAW else NOTE
        yield joined([adds, stated.facts.note])


def _unrestricted(stated: Statement, rules: RuleBook) -> Iterator[str]:
    """What is said where nothing is taken away."""
    rule = stated.rule if stated.kind is StatementKind.MESSAGE else None
    if rule is not None and rule in rules:
        yield Phrase(
            "It is about the rule “%(headline)s”.", headline=rules.get(rule).headline
        )
    if stated.facts.note:
        yield joined([NOTE, stated.facts.note])


def _how(stated: Statement) -> Iterator[str]:
    """What led to it, and what programs had to do with it: art. 17(3)(b) and (c)."""
    if stated.ground is None:
        return
    if stated.automated:
        yield BY_PROGRAM
        return
    led = [LED_BY[source] for source in stated.facts.sources if source in LED_BY]
    if stated.measure in ABOUT_COMMENT and stated.kind is not StatementKind.RETURNED:
        yield from led or [BY_OWN_LOOK]
    yield BY_ANOTHER if stated.kind is StatementKind.UPHELD else BY_PERSON
    if not stated.detected_by_program:
        yield MARKED_TOO if stated.facts.findings else NO_PROGRAM


def _redress(stated: Statement) -> Iterator[str]:
    """The ways of redress: art. 17(3)(f)."""
    if stated.ground is None:
        return
    if stated.appeal_until is not None:
        yield (
            Phrase(
                "You can ask that %(person)s looks, free of charge, until %(moment)s.",
                person=Phrase("a person")
                if stated.automated
                else Phrase("another person"),
                moment=stated.appeal_until,
            )
        )
    body, court = stated.redress.body, stated.redress.court
    yield _beside_court(body) if body else ELSEWHERE
    if court:
        yield court


def _beside_court(body: str) -> Phrase:
    return Phrase(
        "You can also turn to %(body)s, outside the newsroom, or to a court.", body=body
    )


def _term(ends_at: datetime | None) -> str:
    if ends_at is None:
        return Phrase("It has no end date.")
    return Phrase("It ends on %(moment)s.", moment=ends_at)


def _short(words: str) -> str:
    if len(words) <= LONGEST_WORD:
        return words
    return words[:LONGEST_WORD].rstrip() + " …"
