"""What a backtest found, for people and for programs."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from comments.domain.moderation import DecisionAction
from comments.domain.verdict import OUTCOMES, Outcome, Span
from comments.services.backtest import Backtest, Change, Example
from comments.web.commands.tables import columns

Document = dict[str, Any]

HEADINGS: Final = {
    Change.REJECTED: "would be rejected",
    Change.HELD: "would be held",
    Change.EASED: "would be held, not rejected",
    Change.FREED: "would be published",
}
DECIDED: Final = (DecisionAction.APPROVE, DecisionAction.REJECT, None)
NO_RULE: Final = "(not judged)"
LONGEST_QUOTE: Final = 200  # code points
BEFORE_MARK: Final = 60  # code points of a quote that come before its first mark


def as_document(test: Backtest, source: str, unreadable: int) -> Document:
    """All of it, as one JSON object."""
    return {
        "source": source,
        "texts": test.texts,
        "unreadable": unreadable,
        "unjudged": test.unjudged,
        "before": _outcomes(test, "before", test.before.label),
        "after": _outcomes(test, "after", test.after.label),
        "changes": [_change(test, *key) for key in _keys(test)],
        "examples": [_example(example) for example in test.examples()],
    }


def as_lines(test: Backtest, source: str, unreadable: int) -> Iterator[str]:
    """The tables and the examples, for a terminal."""
    yield f"{test.texts:,} texts of {source}; no rule was changed."
    if unreadable:
        yield f"{unreadable:,} lines could not be read; they are named above."
    if test.unjudged:
        yield f"{test.unjudged:,} texts could not be judged and would be held."
    yield ""
    yield from columns(list(_outcome_rows(test)))
    yield ""
    yield from columns(list(_change_rows(test)))
    yield from _quotes(test)


def _outcomes(test: Backtest, when: str, label: str) -> Document:
    counts = {one.value: test.outcomes[when, one] for one in OUTCOMES}
    return {"policy": label, **counts}


def _keys(test: Backtest) -> list[tuple[Change, str]]:
    """The kinds of change in their order, each with the most frequent rule first."""
    order = list(Change)
    return sorted(
        test.changes, key=lambda key: (order.index(key[0]), -test.changes[key], key[1])
    )


def _change(test: Backtest, change: Change, rule: str) -> Document:
    count = test.changes[change, rule]
    approved, rejected, undecided = (
        test.decisions[change, rule, decided] for decided in DECIDED
    )
    return {
        "change": change.name.lower(),
        "rule": rule or None,
        "texts": count,
        "share": round(count / test.texts, 6),
        "approved": approved,
        "rejected": rejected,
        "undecided": undecided,
    }


def _example(example: Example) -> Document:
    ground = example.decisive.ground
    return {
        "change": example.change.name.lower(),
        "rule": example.decisive.rule or None,
        "key": example.replayed.key,
        "before": example.before.outcome.value,
        "after": example.after.outcome.value,
        "decided": example.replayed.decided and example.replayed.decided.value,
        "text": example.replayed.text,
        "spans": [list(span) for span in ground.spans] if ground else [],
    }


def _outcome_rows(test: Backtest) -> Iterator[Sequence[str]]:
    yield ("", *("published", "held", "rejected"), "")
    for name, when, policy in (
        ("now", "before", test.before),
        ("changed", "after", test.after),
    ):
        shares = (
            _with_share(test.outcomes[when, outcome], test.texts)
            for outcome in (Outcome.PUBLISH, Outcome.HOLD, Outcome.REJECT)
        )
        yield (name, *shares, policy.label)


def _change_rows(test: Backtest) -> Iterator[Sequence[str]]:
    if not test.changes:
        yield ("Every text would fare as it does now.",)
        return
    yield ("change", "rule", "texts", "approved", "rejected", "not decided")
    for change, rule in _keys(test):
        decided = (str(test.decisions[change, rule, one]) for one in DECIDED)
        count = _with_share(test.changes[change, rule], test.texts)
        yield (HEADINGS[change], rule or NO_RULE, count, *decided)


def _with_share(count: int, total: int) -> str:
    return f"{count:,} ({count / total:.2%})" if total else "0"


def _quotes(test: Backtest) -> Iterator[str]:
    last: Change | None = None
    for example in test.examples():
        if example.change is not last:
            last = example.change
            yield f"\nSome that {HEADINGS[last]}:"
        ground = example.decisive.ground
        words = quoted(example.replayed.text, ground.spans if ground else ())
        rule = example.decisive.rule or NO_RULE
        yield f"- {_one_line(example.replayed.key)}, {rule}: {words}"


def quoted(text: str, spans: Sequence[Span]) -> str:
    """One line of a text around what was marked, with the marks in brackets."""
    first = min((start for start, _ in spans), default=0)
    begin = max(0, first - BEFORE_MARK)
    end = min(len(text), begin + LONGEST_QUOTE)
    opened = {start for start, _ in spans}
    closed = {stop for _, stop in spans}
    quote = "…" if begin else ""
    for place in range(begin, end):
        quote += "[" * (place in opened) + text[place]
        quote += "]" * (place + 1 in closed)
    return _one_line(quote) + ("…" if end < len(text) else "")


def _one_line(text: str) -> str:
    """What a terminal shows as it is: a comment may hold orders to a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
