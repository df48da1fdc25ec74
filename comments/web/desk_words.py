"""What the desk says: sources, urgency, decisions and spans in a moderator's words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from flask import Blueprint
from markupsafe import Markup

from comments.adapters.render import GradedSpan, render_judged, render_line
from comments.domain.moderation import Action, CommentStatus, DecisionAction
from comments.domain.phrases import Phrase
from comments.domain.review_item import Source
from comments.domain.sanctions import SanctionKind
from comments.domain.verdict import Finding
from comments.services.read_item import ItemPage, Standing
from comments.services.read_queue import QueueRow
from comments.store.models import Decision, ReviewSignal
from comments.web.access import current_account
from comments.web.context import now as parley_now
from comments.web.context import parley
from comments.web.desk_forms import kept_part
from comments.web.words import relative_time

SOURCE_WORDS: Final = {
    Source.FILTER: Phrase("Filter"),
    Source.REPORT: Phrase("Reports"),
    Source.APPEAL: Phrase("Appeal"),
    Source.NOTICE: Phrase("Legal notice"),
    Source.MODE: Phrase("Read before it appears"),
    Source.ESCALATION: Phrase("For an editor"),
}
ACTION_WORDS: Final[dict[str, str]] = {
    DecisionAction.APPROVE: "approved",
    DecisionAction.REJECT: "rejected",
    DecisionAction.ESCALATE: "asked an editor",
    Action.HOLD: "held",
}
STATUS_WORDS: Final = {
    CommentStatus.HELD: Phrase("Held: nobody sees it yet"),
    CommentStatus.PUBLISHED: Phrase("Published"),
    CommentStatus.REJECTED: Phrase("Rejected"),
    CommentStatus.WITHDRAWN: Phrase("Withdrawn by its author"),
}
SANCTION_WORDS: Final = {
    SanctionKind.MESSAGE: Phrase("Message"),
    SanctionKind.WARNING: Phrase("Warning"),
    SanctionKind.ALWAYS_REVIEW: Phrase("Always reviewed"),
    SanctionKind.MUTE: Phrase("Mute"),
    SanctionKind.SUSPENSION: Phrase("Suspension"),
    SanctionKind.BAN: Phrase("Ban"),
}
URGENT: Final = 80.0  # a severe finding that the filter is fairly sure of, or a notice
SOON: Final = 40.0
SAID_WORDS: Final[dict[str, str]] = {
    DecisionAction.APPROVE: Phrase("Approved"),
    DecisionAction.REJECT: Phrase("Rejected"),
    DecisionAction.ESCALATE: Phrase("An editor was asked"),
    "skip": Phrase("Skipped"),
}
AGES: Final = ((365, "year", "years"), (30, "month", "months"), (1, "day", "days"))
EXCERPT: Final = 280  # code points of a comment that is only context


def install(blueprint: Blueprint) -> None:
    """Give the desk's templates these words as filters."""
    for name, words in FILTERS.items():
        blueprint.add_app_template_filter(words, name)


def headline(code: str | None) -> str:
    """A rule by its headline; its code when the rule is no longer posted."""
    rules = parley().rules
    return rules.get(code).headline if code and code in rules else code or ""


def urgency_level(points: float) -> str:
    """An urgency in one word."""
    if points >= URGENT:
        return "urgent"
    return "soon" if points >= SOON else "calm"


def signal_words(signal: ReviewSignal) -> str:
    """One reason for review: its rule where it has one, else where it comes from."""
    return headline(signal.rule) or SOURCE_WORDS[Source(signal.source)]


def row_title(row: QueueRow) -> str:
    """What an item is about: the rule of its heaviest signal, or of its removal."""
    rules = [signal.rule for signal in row.signals if signal.rule]
    removed_under = row.item.comment.removed_under
    code = next(iter(rules), removed_under)
    if code:
        return headline(code)
    return signal_words(row.signals[0]) if row.signals else Phrase("An open question")


def row_reasons(row: QueueRow) -> list[str]:
    """Where an item's signals come from, in a word or two each."""
    reasons = [_reason(signal, row) for signal in row.signals]
    if row.item.comment.shown_revision_id is not None:
        reasons.append("published")
    return list(dict.fromkeys(reasons))


def _reason(signal: ReviewSignal, row: QueueRow) -> str:
    if signal.source == Source.REPORT:
        return signal.words.partition(",")[0]  # how many; what they weigh comes after
    if signal.source == Source.FILTER and row.confidence is not None:
        return f"filter {row.confidence:.2f}"
    return SOURCE_WORDS[Source(signal.source)].lower()


def decision_words(decision: Decision) -> str:
    """What was decided, without its decider."""
    if decision.undoes_id is not None:
        return "took the decision back"
    words = ACTION_WORDS.get(decision.action, decision.action)
    return (
        Phrase(
            "%(words)s under “%(headline)s”",
            words=words,
            headline=headline(decision.rule),
        )
        if decision.rule
        else words
    )


def decider(decision: Decision) -> str:
    """Who decided: a colleague by name, or the filter."""
    if decision.moderator is None:
        return Phrase("The filter")
    reader = current_account()  # nobody, on the page of a link in a letter
    own = reader is not None and decision.moderator_id == reader.account_id
    return Phrase("You") if own else decision.moderator.name


def what_happened(page: ItemPage, first: Decision | None, now: datetime) -> str:
    """Why a decision came too late, in one or two sentences."""
    if first is not None:
        ago = relative_time(first.created_at, now)
        when = ago if ago == "just now" else Phrase("%(ago)s ago", ago=ago)
        return Phrase(
            "%(decider)s decided first, %(when)s: %(decision_words)s.",
            decider=decider(first),
            when=when,
            decision_words=decision_words(first),
        )
    if page.item.comment.status == CommentStatus.WITHDRAWN:
        return Phrase(
            "The author has withdrawn this comment. There is nothing to decide."
        )
    if page.standing is Standing.DECIDED:
        return Phrase("The author changed the text, and nothing is left to decide.")
    return Phrase(
        "The comment changed after you opened it. Here is its text as it is now; "
        "nothing was decided."
    )


def marks_of(findings: Iterable[Finding]) -> list[GradedSpan]:
    """The words that findings mark, each with its rule and severity in words.

    The gravest come first, as the findings do.
    """
    return [
        (start, end, _mark_words(finding), finding.severity.value)
        for finding in findings
        for start, end in finding.spans
    ]


def _mark_words(finding: Finding) -> str:
    return f"{headline(finding.rule)}, {finding.severity.value}"


def said_words(action: str, rule: str | None = None) -> str:
    """What a screen reader says once a button has decided."""
    words = SAID_WORDS[action]
    return (
        Phrase("%(words)s under %(headline)s.", words=words, headline=headline(rule))
        if rule
        else f"{words}."
    )


def share_words(part: int, whole: int) -> str:
    """A part of a number of things as a percentage, in full per cents."""
    return f"{part / whole:.0%}" if whole else "none"


def age_words(since: datetime, now: datetime) -> str:
    """How long an account has been there, as coarsely as it matters."""
    days = max(0, (now - since).days)
    for length, one, many in AGES:
        if days >= length:
            count = days // length
            return f"{count} {one if count == 1 else many}"
    return "since today"


def excerpt(text: str) -> Markup:
    """The beginning of a comment that is only context, on one flow of lines."""
    short = text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + " …"
    return render_line(short)


def clock_time(moment: datetime) -> str:
    """The time of day to the second, in UTC."""
    return f"{moment:%H:%M:%S} UTC"


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "action_words": lambda action: ACTION_WORDS.get(action, action),
    "clock_time": clock_time,
    "decider": decider,
    "decision_words": decision_words,
    "excerpt": excerpt,
    "headline": headline,
    "line": render_line,
    "judged": render_judged,
    "kept_part": kept_part,
    "age_words": lambda since: age_words(since, parley_now()),
    "said_words": said_words,
    "share_words": share_words,
    "row_reasons": row_reasons,
    "row_title": row_title,
    "sanction_words": lambda kind: SANCTION_WORDS[SanctionKind(kind)],
    "signal_words": signal_words,
    "source_words": lambda source: SOURCE_WORDS[Source(source)],
    "status_words": lambda status: STATUS_WORDS[CommentStatus(status)],
    "urgency_level": urgency_level,
}
